"""The last look before a reply leaves: to whom, about what, and what is still open."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.followups import Suggested
from ...core.outbox import Kind
from ...core.promises import Promised
from ...core.when import Resolved, Unclear
from ...desk.views import KIND_WORDS
from ..actions import Where, bindings
from ..keys import key_of
from ..show import Showable, fit, line, lines, plain, styled
from ..theming import glyph
from ..widgets.open_findings import open_findings
from ..widgets.said_promises import SaidPromises
from .asking_when import When, ask_day, ask_when
from .dialog import BOX_WIDTH, Dialog
from .prompt import NotYet, Prompt, Reading, Understood
from .reviewed import NotSent, Reviewed, SendIt, WriteOn

if TYPE_CHECKING:
    from ...desk.writing.outcomes import Review

ReadAt = Callable[[datetime | None], Awaitable[tuple[Sequence[Promised], Suggested | None]]]
"""The promises of the reply, and the follow-up to offer, if it leaves then (aware), or now."""


class ReviewScreen(Dialog[Reviewed]):
    """Shows a ``Review``. Nothing is sent without ``y``; with a finding of level error only ``S`` sends."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.REVIEW)

    def __init__(
        self,
        review: "Review",
        *,
        when: When,
        undo_seconds: float = 20,
        promises: Sequence[Promised] = (),
        promised_when: When | None = None,
        suggested: Suggested | None = None,
        zone: tzinfo = UTC,
        checked: bool = True,
        read_at: ReadAt | None = None,
    ) -> None:
        """``promises`` are those that were found in the words, ``promised_when`` reads another day for one;
        ``suggested`` is the follow-up to offer; ``checked`` is False where the checklist broke down;
        ``read_at`` reads the promises anew for a reply that leaves later."""
        super().__init__()
        self._review = review
        self._when = when
        self._undo_seconds = undo_seconds
        self._promises = SaidPromises(promises, zone=zone)
        self._promised_when = promised_when or when
        self._suggested = suggested
        self._zone = zone
        self._checked = checked
        self._read_at = read_at
        self._follow_up: Resolved | None = None
        self._later: Resolved | None = None

    @property
    def _blocked(self) -> bool:
        return bool(self._review.report.errors) or self._review.answered is not None

    def heading(self) -> Showable:
        """The recipient is the question: a wrong one cannot be called back."""
        to = self._review.to
        return line("Send to ", to.email or "(no address)", "?")

    def body(self) -> ComposeResult:
        """Everything that is worth one more look."""
        with VerticalScroll(classes="scrolls", can_focus=False):
            yield Static(self._summary(), id="review")

    def _summary(self) -> Content:
        review = self._review
        parts: list[Showable] = []
        if review.to.name:
            parts.append(line(styled("To       ", "muted"), review.to.name, " <", review.to.email, ">"))
        if review.sender:
            parts.append(line(styled("From     ", "muted"), review.sender))
        parts.append(line(styled("Subject  ", "muted"), styled(review.subject or "(none)", "strong")))
        parts.append(line(styled("Words    ", "muted"), str(len(review.text.split()))))
        if (answered := self._review.answered) is not None:
            told = line(answered.author, " answered the same letter. Look at that first.")
            parts.append(styled(line(glyph(self, "mistake"), " Stop: ", told), "error"))
        if self._review.writing:
            told = line(self._review.writing, " is writing on this case too, right now.")
            parts.append(styled(line(glyph(self, "hint"), " ", told), "soon"))
        parts += [styled(line(glyph(self, "escalate"), " ", each), "soon") for each in review.report.notices]
        parts += ["", *open_findings(self, review.report, self._one, checked=self._checked)]
        parts += self._promises.lines(self, self._one)
        if self._follow_up is not None:
            parts.append(line(styled("Follow up    ", "muted"), self._follow_up.words))
        elif (suggested := self._suggested) is not None:
            at = Resolved(at=suggested.at.astimezone(self._zone)).words
            key = key_of(self, "review.follow_up")
            offered = line("Follow up?   ", KIND_WORDS[suggested.kind], ", ", at, f" with {key}")
            parts.append(styled(offered, "muted"))
        parts += ["", self._what_happens()]
        return lines(parts)

    def _one(self, finding: Content) -> Content:
        return fit(finding, min(BOX_WIDTH, self.app.size.width) - 8)

    def _what_happens(self) -> Content:
        if self._blocked:
            force = key_of(self, "review.force")
            return styled(f"It should not leave like this. To send it all the same, press {force}.", "error")
        if self._later is not None:
            words = line("It leaves ", self._later.words, "; if they write before, it waits for you.")
            return styled(words, "accent")
        if self._undo_seconds <= 0:
            return styled("It leaves at once.", "muted")
        undo = key_of(self, "desk.undo")
        return styled(f"It leaves in {self._undo_seconds:g} s; until then {undo} takes it back.", "muted")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``y`` and ``S`` are never offered at the same time."""
        match action:
            case "send":
                return not self._blocked
            case "force":
                return self._blocked
            case "leave_out" | "redate" | "reword":
                return bool(self._promises)
            case "next_promise" | "previous_promise":
                return len(self._promises) > 1
            case _:
                return True

    def action_send(self) -> None:
        """Queue it."""
        self.dismiss(self._send_it(force=False))

    def action_force(self) -> None:
        """The second yes, for a draft that breaks a rule of level error."""
        self.dismiss(self._send_it(force=True))

    def _send_it(self, *, force: bool) -> SendIt:
        return SendIt(
            force=force,
            at=self._later.at if self._later else None,
            follow_up_at=self._follow_up.at if self._follow_up else None,
            follow_up_kind=self._suggested.kind if self._suggested else Kind.CHECK_BACK,
            promises=self._promises.kept,
        )

    def action_next_promise(self) -> None:
        """To the next promise."""
        self._promises.step(1)
        self._paint()

    def action_previous_promise(self) -> None:
        """To the promise before."""
        self._promises.step(-1)
        self._paint()

    def action_leave_out(self) -> None:
        """It is no promise, or it is one after all."""
        self._promises.leave_out()
        self._paint()

    def action_redate(self) -> None:
        """By another day than the one that was read."""
        due = self._promises.marked.due_at
        self.app.push_screen(
            ask_day("Promised by when?", self._promised_when, due=due, zone=self._zone), self._take_day
        )

    def action_reword(self) -> None:
        """In words that say more to whoever reads the list."""

        def read(text: str) -> Reading[str]:
            said = " ".join(text.split())
            return Understood(value=said, words=said) if said else NotYet(words="Say what is promised.")

        now = self._promises.marked.text
        self.app.push_screen(Prompt("What do you promise?", read, value=now), self._take_words)

    def _take_day(self, answer: object) -> None:
        if isinstance(answer, Understood) and isinstance(answer.value, datetime):
            self._promises.redate(answer.value)
            self._paint()

    def _take_words(self, answer: object) -> None:
        if isinstance(answer, Understood) and isinstance(answer.value, str):
            self._promises.reword(answer.value)
            self._paint()

    def _paint(self) -> None:
        self.query_one("#review", Static).update(plain(self._summary()))

    def action_edit(self) -> None:
        """Write on."""
        self.dismiss(WriteOn())

    def action_cancel(self) -> None:
        """Send nothing."""
        self.dismiss(NotSent())

    def action_later(self) -> None:
        """Ask when it should leave; the answer is shown here before anything is queued."""

        def read(text: str) -> Reading[Resolved | None]:
            if text.strip().lower() == "now":
                return Understood(value=None, words="as soon as it can no longer be undone")
            found = self._when(text)
            if isinstance(found, Unclear):
                return NotYet(words=found.reason)
            return Understood(value=found, words=found.words)

        value = f"{self._later.at:%Y-%m-%d %H:%M}" if self._later else "tomorrow 9am"
        hint = "Such as “mon 9am” or “in 2 hours”; “now” for at once. If they write before, it waits for you."
        self.app.push_screen(Prompt("Send it when?", read, value=value, hint=hint), self._take_later)

    def _take_later(self, answer: object) -> None:
        if isinstance(answer, Understood):
            self._later = answer.value
            self._paint()
            self._read_again()

    @work(exclusive=True, exit_on_error=False)
    async def _read_again(self) -> None:
        """“Tomorrow” is another day in a letter that leaves on Tuesday."""
        if self._read_at is None:
            return
        found, suggested = await self._read_at(self._later.at if self._later else None)
        self._promises.read_again(found)
        self._suggested = suggested
        self._paint()

    def action_follow_up(self) -> None:
        """Ask when to follow up; the answer is shown here before anything is queued."""
        at = self._suggested.at.astimezone(self._zone) if self._suggested else None
        value = f"{at:%Y-%m-%d %H:%M}" if at else "in 3 days"
        self.app.push_screen(
            ask_when("Follow up when?", self._when, value=value, hint="If they do not write before."),
            self._take_follow_up,
        )

    def _take_follow_up(self, answer: object) -> None:
        if isinstance(answer, Understood) and isinstance(answer.value, datetime):
            self._follow_up = Resolved(at=answer.value)
            self._paint()
