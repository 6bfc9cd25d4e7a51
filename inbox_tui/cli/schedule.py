"""``schedule``: the background job that sends what is due while no app is open."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from ..errors import RefusedError
from ..paths import HOME_VARIABLE
from ..schedule import Job, Plan, Platform, here, installing, printed, removing
from ..schedule.crontab import has_job
from .output import iso, print_json, short
from .settings import Settings, common_options, settings_of

SECONDS = 30


@click.group("schedule")
@common_options
def schedule_command() -> None:
    """The background job for “send-due”."""


@schedule_command.command("install")
@common_options
@click.pass_context
def install(ctx: click.Context) -> None:
    """Run “send-due” every five minutes from now on."""
    settings = settings_of(ctx)
    job, platform = _job(settings), _platform()
    _carry_out(installing(platform, job, user_home=Path.home(), user=_user(), crontab_now=_crontab(platform)))
    config = settings.program().config
    told = [name for name, account in config.accounts.items() if account.password_env]
    if told:
        click.echo(
            f"The job sees no variables of this terminal, so it has no password for {', '.join(told)}. "
            "Keep it in the keyring, or give a password command.",
            err=True,
        )
    if settings.json:
        print_json({"scheduler": platform.value, "name": job.name, "installed": True})
    else:
        click.echo(f"Installed ({platform.value}). “inbox-tui schedule status” says when it last ran.")


@schedule_command.command("remove")
@common_options
@click.pass_context
def remove(ctx: click.Context) -> None:
    """Stop running it. Mail then leaves only while the app is open, or when “send-due” is run by hand."""
    settings = settings_of(ctx)
    job, platform = _job(settings), _platform()
    _carry_out(removing(platform, job, user_home=Path.home(), user=_user(), crontab_now=_crontab(platform)))
    if settings.json:
        print_json({"scheduler": platform.value, "name": job.name, "installed": False})
    else:
        click.echo("Removed. Nothing leaves by itself any more while the app is closed.")


@schedule_command.command("print")
@click.option(
    "--for",
    "platform",
    type=click.Choice([each.value for each in Platform]),
    help="Another scheduler than this one's.",
)
@common_options
@click.pass_context
def print_command(ctx: click.Context, platform: str | None) -> None:
    """Show what would be installed, to set it up by hand."""
    settings = settings_of(ctx)
    chosen = Platform(platform) if platform else _platform()
    text = printed(chosen, _job(settings))
    if settings.json:
        print_json({"scheduler": chosen.value, "text": text})
    else:
        click.echo(text, nl=False)


@schedule_command.command("status")
@common_options
@click.pass_context
def status(ctx: click.Context) -> None:
    """Whether it is installed, when it last ran, and what is due next."""
    from ..desk.sending.on_the_way import last_run, next_due

    settings = settings_of(ctx)
    job = _job(settings)
    platform = here(sys.platform, has=_has)
    office = settings.program().desk.office
    installed = platform is not None and _is_installed(platform, job)
    ran, due = last_run(office), next_due(office)
    if settings.json:
        print_json(
            {
                "scheduler": platform.value if platform else None,
                "name": job.name,
                "installed": installed,
                "last_run": iso(ran, office.zone),
                "next_due": iso(due, office.zone),
            }
        )
        return
    word = f"installed ({platform.value})" if installed and platform else "not installed"
    click.echo(f"The background job is {word}.")
    click.echo(f"send-due ran last: {short(ran, office.zone) if ran else 'never'}")
    click.echo(f"next message due: {short(due, office.zone)}")


def _job(settings: Settings) -> Job:
    home = settings.home or os.environ.get(HOME_VARIABLE) or ""
    program = Path(sys.executable)
    quiet = program.with_name("pythonw.exe")
    if sys.platform == "win32" and quiet.exists():
        program = quiet
    return Job(
        program=(str(program), "-m", "inbox_tui"),
        home=str(Path(home).expanduser().absolute()) if home else "",
    )


def _platform() -> Platform:
    found = here(sys.platform, has=_has)
    if found is None:
        raise RefusedError(
            "This computer has no scheduler that is known (systemd of the user, cron). Nothing was changed; "
            "“inbox-tui schedule print --for cron” shows a line for another one."
        )
    return found


def _has(program: str) -> bool:
    if program == "systemd --user":
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        return bool(runtime) and Path(runtime, "systemd").is_dir()
    return shutil.which(program) is not None


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _crontab(platform: Platform) -> str:
    """The user's crontab; empty where there is none. Raises RefusedError when it cannot be read, for to
    write one then would lose it."""
    if platform is not Platform.CRON:
        return ""
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S607
    if done.returncode and "no crontab" not in done.stderr:
        raise RefusedError(f"The crontab cannot be read: {done.stderr.strip()}. Nothing was changed.")
    return "" if done.returncode else done.stdout


def _is_installed(platform: Platform, job: Job) -> bool:
    if platform is Platform.CRON:
        return has_job(_crontab(platform), job)
    plan = installing(platform, job, user_home=Path.home(), user=_user())
    if platform is Platform.WINDOWS:
        name = next(step.command[4] for step in plan.steps)
        query = subprocess.run(["schtasks", "/Query", "/TN", name], capture_output=True, check=False)  # noqa: S603, S607
        return query.returncode == 0
    return all(Path(file.path).exists() for file in plan.files)


def _carry_out(plan: Plan) -> None:
    """Files, then commands, then what is to go. Raises RefusedError that says what failed."""
    try:
        for file in plan.files:
            path = Path(file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
        for step in plan.steps:
            done = subprocess.run(  # noqa: S603 - commands of our own
                step.command, input=step.text, capture_output=True, text=True, timeout=SECONDS, check=False
            )
            if done.returncode and not step.may_fail:
                said = (done.stderr or done.stdout).strip().splitlines()
                raise RefusedError(
                    f"“{' '.join(step.command)}” failed: {said[-1] if said else 'no reason given'}"
                )
        for gone in plan.remove:
            Path(gone).unlink(missing_ok=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise RefusedError(f"The background job could not be changed: {error}.") from error
