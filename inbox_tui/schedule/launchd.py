"""A launch agent for macOS: runs while its user is signed in, and once after waking up."""

import plistlib
from pathlib import PurePath

from .job import EVERY_MINUTES, Job


def label(job: Job) -> str:
    """The name by which launchd knows the job."""
    return f"org.inbox-tui.{job.name.removeprefix('inbox-tui-')}"


def path(job: Job, user_home: PurePath) -> PurePath:
    """Where agents of a user lie."""
    return user_home / "Library" / "LaunchAgents" / f"{label(job)}.plist"


def agent(job: Job) -> str:
    """The property list."""
    said: dict[str, object] = {
        "Label": label(job),
        "ProgramArguments": list(job.command),
        "StartInterval": EVERY_MINUTES * 60,
        "RunAtLoad": True,
        "ProcessType": "Background",
    }
    if job.variables:
        said["EnvironmentVariables"] = dict(job.variables)
    return plistlib.dumps(said).decode()
