"""The first line of every screen: whose desk it is, how much waits, and whether the mail server hears us."""

from datetime import datetime, tzinfo
from typing import ClassVar, assert_never

from textual.content import Content
from textual.widget import Widget

from ...core.frozen import dataclass
from ..show import apart, fit, join, line, styled
from ..theming import glyph


@dataclass(frozen=True, kw_only=True)
class Connecting:
    """Nothing was heard yet."""


@dataclass(frozen=True, kw_only=True)
class Online:
    """The server answered at ``heard_at`` (aware)."""

    heard_at: datetime


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """Mail is coming in: ``done`` of ``total`` messages of a mailbox, or of their letters in full."""

    done: int
    total: int
    letters: bool = False

    @property
    def words(self) -> str:
        """``fetching mail: 1,200 of 8,000``."""
        what = "reading letters" if self.letters else "fetching mail"
        return f"{what}: {self.done:,} of {self.total:,}" if self.total else what


@dataclass(frozen=True, kw_only=True)
class Offline:
    """Not reached; ``again_at`` (aware) is the next try, None when only a person can help."""

    reason: str
    again_at: datetime | None = None
    account: str = ""
    """Which one, where there are several."""


@dataclass(frozen=True, kw_only=True)
class NoAccount:
    """There is no mail account in the config."""


Link = Connecting | Fetching | Online | Offline | NoAccount


@dataclass(frozen=True, kw_only=True)
class Status:
    """What the status line shows. ``now`` is aware; times are shown in ``zone``."""

    shop: str = ""
    to_answer: int = 0
    late: int = 0
    follow_ups_today: int = 0
    outbox_asks: int = 0
    """Outgoing messages that wait for a person."""
    link: Link = Connecting()
    fetched: bool = False
    """Whether the mail of every account was fetched since the start: before that, little is known."""
    now: datetime | None = None
    zone: tzinfo | None = None


BAR = 8
"""Cells of the bar that fills while mail comes in."""


class StatusLine(Widget):
    """Renders one ``Status``; the app tells every line of a new one."""

    DEFAULT_CSS: ClassVar[str] = "StatusLine { height: 1; width: 1fr; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self.status = Status()

    def on_mount(self) -> None:
        """Follow the app's status, where the app has one."""
        if hasattr(self.app, "status"):
            self.watch(self.app, "status", self.show)

    def show(self, status: Status) -> None:
        """Paint this status."""
        self.status = status
        self.refresh()

    def render(self) -> Content:
        """Counts on the left, the line to the server on the right; the name of the shop gives way first."""
        status, width = self.status, self.size.width - 2
        counts = join(line(" ", styled(glyph(self, "dot"), "muted"), " "), self._counts())
        link = self._link()
        name = line(styled("inbox-tui", "title"), "   ", styled(status.shop, "muted"))
        if name.cell_length + counts.cell_length + link.cell_length + 8 > width:
            name = line(styled("inbox-tui", "title"))
        room = width - name.cell_length - 3
        return line(" ", name, "   ", apart(counts, fit(link, max(20, room)), room))

    def _counts(self) -> list[Content]:
        status = self.status
        shown = []
        if status.to_answer:
            shown.append(line(str(status.to_answer), " to answer"))
        elif status.fetched:
            shown.append(line("nothing to answer"))
        if status.late:
            shown.append(styled(line(str(status.late), " late"), "late"))
        if status.follow_ups_today:
            s = "" if status.follow_ups_today == 1 else "s"
            shown.append(line(str(status.follow_ups_today), " follow-up", s, " today"))
        if status.outbox_asks:
            shown.append(styled(line(str(status.outbox_asks), " in the outbox for you"), "soon"))
        return shown

    def _bar(self, done: int, total: int) -> Content:
        full = BAR * min(done, total) // max(1, total)
        here, coming = glyph(self, "here") * full, glyph(self, "coming") * (BAR - full)
        return line(styled(here, "accent"), styled(coming, "muted"))

    def _link(self) -> Content:
        status = self.status
        match status.link:
            case Connecting():
                return styled("connecting", "muted")
            case Fetching() as fetching:
                bar = self._bar(fetching.done, fetching.total)
                return line(bar, styled(f" {fetching.words}", "muted"))
            case NoAccount():
                return styled("no account yet", "muted")
            case Online(heard_at=at):
                when = f"{at.astimezone(status.zone):%H:%M}"
                return line(
                    styled("online", "ok"), styled(line(" ", glyph(self, "dot"), " heard "), "muted"), when
                )
            case Offline(again_at=again, account=name):
                # Why is said in full below, where there is room for a sentence.
                left = f", trying again in {seconds_left(status.now, again)} s" if again else ""
                what = line(f"{name} " if name else "", "offline")
                return line(styled(what, "warn"), styled(left, "muted"))
            case _:
                assert_never(status.link)


def seconds_left(now: datetime | None, again: datetime) -> int:
    """How many seconds it is until the next try."""
    return max(0, round((again - now).total_seconds())) if now is not None else 0
