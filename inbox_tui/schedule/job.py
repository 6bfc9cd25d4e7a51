"""What the background job is, and what has to be done to the computer to have it or be rid of it."""

from dataclasses import field
from hashlib import blake2b
from pathlib import PurePath

from ..core.frozen import dataclass

EVERY_MINUTES = 5
"""Often enough for the first retry; a run with nothing to do takes a fraction of a second."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """``program`` run with ``send-due`` every few minutes. ``home`` is empty for the usual folders."""

    program: tuple[str, ...]
    home: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    """Environment that the job needs; never a password."""

    @property
    def command(self) -> tuple[str, ...]:
        """The whole command."""
        return (*self.program, "send-due", *(("--home", self.home) if self.home else ()))

    @property
    def name(self) -> str:
        """A name of its own for each home, so that two shops on one computer do not share a job."""
        if not self.home:
            return "inbox-tui-send-due"
        return f"inbox-tui-send-due-{blake2b(self.home.encode(), digest_size=4).hexdigest()}"


@dataclass(frozen=True, kw_only=True)
class Write:
    """A file that is written, with rights for its owner only."""

    path: PurePath
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A command to run. ``text`` is its standard input; ``may_fail`` where there may be nothing to undo."""

    command: tuple[str, ...]
    text: str = ""
    may_fail: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Files to write, then commands to run, then files to remove."""

    files: tuple[Write, ...] = ()
    steps: tuple[Step, ...] = ()
    remove: tuple[PurePath, ...] = field(default=())
