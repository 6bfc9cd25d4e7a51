"""Other words or another time for a follow-up that waits in the outbox or was held."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from ..show import line
from .asking_when import ask_when
from .follow_up import FollowUpScreen, NotNow, QueueIt
from .prompt import Understood

if TYPE_CHECKING:
    from ...desk.desk import Desk
    from ...desk.views import OutboxRow

SOON = timedelta(minutes=5)
Do = Callable[[Callable[[], object], str], object]
"""Carries out a change on the stores' thread, then says one sentence."""


def begun_for(row: "OutboxRow") -> str:
    """The value of the casebook that has the words of a change that was not finished."""
    return f"other words begun for outbox {row.item.id}"


class Rewriting:
    """First when, then the words, as for a new one. ``begun`` are words that were left unfinished."""

    def __init__(self, screen: Screen[None], desk: "Desk", row: "OutboxRow", *, begun: str, do: Do) -> None:
        self._screen, self._desk, self._row, self._do = screen, desk, row, do
        self._text = begun or row.item.text

    def begin(self) -> None:
        """Ask for the time."""
        desk, at = self._desk, self._row.item.send_at
        here = at.astimezone(desk.office.zone)
        value = f"{here:%Y-%m-%d %H:%M}" if at - desk.office.now() > SOON else "in 5 minutes"
        self._screen.app.push_screen(
            ask_when(line("Write to ", self._row.customer, " when?"), desk.follow_ups.when, value=value),
            self._timed,
        )

    def _timed(self, answer: object) -> None:
        if isinstance(answer, Understood) and isinstance(answer.value, datetime):
            screen = FollowUpScreen(
                self._row.customer,
                answer.value,
                zone=self._desk.office.zone,
                text=self._text,
                kind=self._row.item.kind,
                keep=self._keep,
            )
            self._screen.app.push_screen(screen, partial(self._written, answer.value))

    def _keep(self, text: str) -> object:
        """Quietly, while it is typed."""
        keep = self._desk.office.casebook.set_value
        return self._screen.run_worker(
            self._desk.stores.run(keep, begun_for(self._row), text), group="keep", exit_on_error=False
        )

    def _written(self, at: datetime, answer: QueueIt | NotNow | None) -> None:
        desk, item = self._desk, self._row.item
        keep = partial(desk.office.casebook.set_value, begun_for(self._row))
        match answer:
            case QueueIt(kind=kind, text=text):

                def queue() -> None:
                    keep(text)
                    desk.follow_ups.rewrite(item.id, kind=kind, at=at, text=text)
                    keep("")

                self._do(queue, "Queued as you wrote it now.")
            case NotNow(text=text) if text != item.text:
                self._do(partial(keep, text), "Nothing was changed. Your words are kept for the next time.")
            case _:
                return
