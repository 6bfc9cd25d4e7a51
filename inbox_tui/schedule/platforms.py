"""Which scheduler this computer has, and the plan for it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import assert_never

from . import crontab, launchd, systemd, windows
from .job import Job, Plan, Step, Write


class Platform(StrEnum):
    """The schedulers that are known."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    WINDOWS = "windows"
    CRON = "cron"


def here(system: str, *, has: Callable[[str], bool]) -> Platform | None:
    """The scheduler of a computer: ``system`` as in ``sys.platform``, ``has`` tells whether a program (or
    the user's own systemd, asked for as ``systemd --user``) is there."""
    if system == "darwin":
        return Platform.LAUNCHD
    if system == "win32":
        return Platform.WINDOWS
    if has("systemctl") and has("systemd --user"):
        return Platform.SYSTEMD
    return Platform.CRON if has("crontab") else None


def installing(
    platform: Platform, job: Job, *, user_home: PurePath, user: int, crontab_now: str = ""
) -> Plan:
    """What to do so that the job runs. ``user`` is the numeric user of launchd; ``crontab_now`` is the
    user's crontab as it is."""
    match platform:
        case Platform.SYSTEMD:
            folder = systemd.folder(user_home)
            files = tuple(Write(path=folder / name, text=text) for name, text in systemd.units(job).items())
            return Plan(
                files=files,
                steps=(
                    Step(command=("systemctl", "--user", "daemon-reload")),
                    Step(command=("systemctl", "--user", "enable", "--now", f"{job.name}.timer")),
                ),
            )
        case Platform.LAUNCHD:
            path = launchd.path(job, user_home)
            return Plan(
                files=(Write(path=path, text=launchd.agent(job)),),
                steps=(
                    Step(command=("launchctl", "bootout", f"gui/{user}/{launchd.label(job)}"), may_fail=True),
                    Step(command=("launchctl", "bootstrap", f"gui/{user}", str(path))),
                ),
            )
        case Platform.WINDOWS:
            path = windows.path(job, user_home)
            create = ("schtasks", "/Create", "/F", "/TN", windows.task_name(job), "/XML", str(path))
            return Plan(
                files=(Write(path=path, text=windows.task(job)),),
                steps=(Step(command=create),),
                remove=(path,),
            )
        case Platform.CRON:
            return Plan(steps=(Step(command=("crontab", "-"), text=crontab.with_job(crontab_now, job)),))
        case _:
            assert_never(platform)


def removing(platform: Platform, job: Job, *, user_home: PurePath, user: int, crontab_now: str = "") -> Plan:
    """What to do so that the job runs no more."""
    match platform:
        case Platform.SYSTEMD:
            folder = systemd.folder(user_home)
            disable = ("systemctl", "--user", "disable", "--now", f"{job.name}.timer")
            return Plan(
                steps=(Step(command=disable, may_fail=True),),
                remove=tuple(folder / name for name in systemd.units(job)),
            )
        case Platform.LAUNCHD:
            bootout = ("launchctl", "bootout", f"gui/{user}/{launchd.label(job)}")
            return Plan(steps=(Step(command=bootout, may_fail=True),), remove=(launchd.path(job, user_home),))
        case Platform.WINDOWS:
            delete = ("schtasks", "/Delete", "/F", "/TN", windows.task_name(job))
            return Plan(steps=(Step(command=delete, may_fail=True),))
        case Platform.CRON:
            return Plan(steps=(Step(command=("crontab", "-"), text=crontab.without_job(crontab_now, job)),))
        case _:
            assert_never(platform)


def printed(platform: Platform, job: Job) -> str:
    """What ``install`` would set up, for a person who does it by hand."""
    match platform:
        case Platform.SYSTEMD:
            return "\n".join(
                f"# ~/.config/systemd/user/{n}\n{text}" for n, text in systemd.units(job).items()
            )
        case Platform.LAUNCHD:
            return launchd.agent(job)
        case Platform.WINDOWS:
            return windows.task(job)
        case Platform.CRON:
            return f"{crontab.line(job)}\n"
        case _:
            assert_never(platform)
