"""A timer of the user's own systemd: no root, and it makes up for runs that a sleeping computer missed."""

from pathlib import PurePath

from .job import EVERY_MINUTES, Job


def folder(user_home: PurePath) -> PurePath:
    """Where units of a user lie."""
    return user_home / ".config" / "systemd" / "user"


def units(job: Job) -> dict[str, str]:
    """The service and its timer, by file name."""
    command = " ".join(_quoted(word, in_command=True) for word in job.command)
    variables = "".join(
        f"Environment={_quoted(f'{name}={value}', in_command=False)}\n" for name, value in job.variables
    )
    service = (
        "[Unit]\nDescription=Send the mail of inbox-tui that is due\n\n"
        f"[Service]\nType=oneshot\n{variables}ExecStart={command}\nTimeoutStartSec=30min\nNice=5\n"
    )
    timer = (
        "[Unit]\nDescription=Send the mail of inbox-tui that is due, every few minutes\n\n"
        f"[Timer]\nOnCalendar=*:0/{EVERY_MINUTES}\nPersistent=true\nRandomizedDelaySec=20\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return {f"{job.name}.service": service, f"{job.name}.timer": timer}


def _quoted(word: str, *, in_command: bool) -> str:
    """A word as systemd reads it: ``%`` and, in commands, ``$`` mean something there."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    if in_command:
        escaped = escaped.replace("$", "$$")
    return f'"{escaped}"'
