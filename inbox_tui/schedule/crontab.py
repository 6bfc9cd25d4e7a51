"""A line for cron, for computers without a scheduler of the user's own."""

import shlex

from .job import EVERY_MINUTES, Job


def line(job: Job) -> str:
    """The line, marked so that it is found again. What it says goes nowhere, not into mail."""
    words = [f"{name}={shlex.quote(value)}" for name, value in job.variables]
    words += [shlex.quote(word) for word in job.command]
    # cron turns an unescaped % into a line end.
    command = " ".join(words).replace("%", "\\%")
    return f"*/{EVERY_MINUTES} * * * * {command} >/dev/null 2>&1 {_mark(job)}"


def with_job(now: str, job: Job) -> str:
    """A crontab with the job once; every other line stays as it is."""
    return f"{without_job(now, job)}{line(job)}\n"


def without_job(now: str, job: Job) -> str:
    """A crontab without the job."""
    kept = [each for each in now.splitlines() if not each.rstrip().endswith(_mark(job))]
    return "".join(f"{each}\n" for each in kept)


def has_job(now: str, job: Job) -> bool:
    """True when the job is in a crontab."""
    return any(each.rstrip().endswith(_mark(job)) for each in now.splitlines())


def _mark(job: Job) -> str:
    return f"# {job.name}"
