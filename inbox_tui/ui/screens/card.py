"""The customer's card, the complaint record and the history of the case, for reading."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ...core.called import shown_as
from ...core.customer import CustomerCard
from ...core.record import FIELDS
from ...desk.cases.dossier import Dossier
from ..actions import Where, bindings
from ..keys import key_of
from ..show import Showable, join, line, lines, plain, styled
from ..theming import glyph
from ..widgets.row_lines import category_words
from .dialog import Dialog

SHOWN = 8
"""Their other cases that are listed; more are counted."""


class Card(StrEnum):
    """What was asked for on the card."""

    READ = "read"
    TURN_FOLLOW_UPS = "turn follow-ups"
    """Follow-ups to this address stop, or may go again."""


class CardScreen(Dialog[Card]):
    """Everything that is known of a customer and of this complaint."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CARD)

    def __init__(self, dossier: Dossier, *, zone: tzinfo) -> None:
        super().__init__()
        self._dossier = dossier
        self._zone = zone

    def heading(self) -> Showable:
        """Who they are."""
        return shown_as(self._dossier.customer.name, self._dossier.customer.address) or "(no sender)"

    def body(self) -> ComposeResult:
        """The card, then the record."""
        with VerticalScroll(classes="scrolls", can_focus=False):
            told = [*self._card(self._dossier.customer), "", *self._record(), *self._history()]
            yield Static(plain(lines(told)))
        yield Static(lines(["", self._keys()]))

    def _keys(self) -> Showable:
        ways = f"{key_of(self, 'card.down')} {key_of(self, 'card.up')}"
        shown = [line(styled(ways, "key"), " ", styled("scroll", "muted"))]
        if self._dossier.customer.address:
            words = "follow-ups again" if self._dossier.no_follow_ups else "no more follow-ups"
            shown.append(line(styled(key_of(self, "card.follow_ups"), "key"), " ", styled(words, "muted")))
        return join("  ", shown)

    def _card(self, card: CustomerCard) -> Iterator[Showable]:
        yield _told("Address", card.address or "none to answer to")
        if why := self._dossier.no_follow_ups:
            yield _told("Follow-ups", styled(line("none: ", why), "soon"))
        yield _told("Known since", self._day(card.since))
        yield _told(
            "Last heard", f"{self._day(card.last_heard_at)}, answered {self._day(card.last_answered_at)}"
        )
        if card.language:
            yield _told("Writes in", card.language)
        if card.ratings:
            yield _told("Ratings", f"{', '.join(card.ratings)} of 5, newest first")
        if card.recurs is not None:
            closed = self._day(card.recurs.resolved_at)
            words = line(glyph(self, "escalate"), f" again: the same was closed on {closed}")
            yield _told("Recurrence", styled(words, "soon"))
        if not card.others:
            yield _told("Other cases", "none: this is their first complaint")
        for number, each in enumerate(card.others[:SHOWN]):
            how = each.closing_reason or category_words(each.state.value)
            words = line(f"{self._day(each.received_at)}  ", each.subject, f" ({how})")
            yield _told("Other cases" if number == 0 else "", words)
        if len(card.others) > SHOWN:
            yield _told("", f"and {len(card.others) - SHOWN} more")
        for number, one in enumerate(card.promises):
            by = f" by {self._day(one.due_at)}" if one.due_at else ""
            yield _told("Promised" if number == 0 else "", line(one.text, f"{by} ({one.state.value})"))

    def _record(self) -> Iterator[Showable]:
        yield styled("Record", "strong")
        record, missing = self._dossier.record, self._dossier.missing
        for name, field in FIELDS.items():
            if said := getattr(record, name):
                yield line(styled(f"{field.title}  ", "muted"), said)
        for name in missing:
            yield line(styled(line(glyph(self, "missing"), " ", FIELDS[name].title), "soon"))

    def _history(self) -> Iterator[Showable]:
        if self._dossier.history:
            yield ""
            yield styled("History", "strong")
        for each in self._dossier.history:
            here = each.at.astimezone(self._zone)
            when = styled(f"{here:%a} {here.day} {here:%b %H:%M}  ", "muted")
            detail = f": {each.detail}" if each.detail else ""
            yield line(when, f"{each.what}{detail}", styled(f"  {each.actor}", "muted"))

    def _day(self, at: datetime | None) -> str:
        if at is None:
            return "never"
        here = at.astimezone(self._zone)
        return f"{here:%a} {here.day} {here:%b %Y}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an address there is nobody to write to."""
        return action != "turn" or bool(self._dossier.customer.address)

    def _scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_cursor_down(self) -> None:
        """One line down."""
        self._scroll(1)

    def action_cursor_up(self) -> None:
        """One line up."""
        self._scroll(-1)

    def action_turn(self) -> None:
        """No follow-ups to this address any more, or again."""
        self.dismiss(Card.TURN_FOLLOW_UPS)

    def action_close(self) -> None:
        """Back to where you were."""
        self.dismiss(Card.READ)


def _told(name: str, words: Showable) -> Showable:
    return line(styled(f"{name:<12} ", "muted"), words)
