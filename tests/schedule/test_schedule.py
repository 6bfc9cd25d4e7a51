"""The background job: right words for each scheduler, whatever the paths hold."""

import os
import plistlib
import shlex
import shutil
import stat
import subprocess
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from inbox_tui.schedule import Job, Platform, here, installing, printed, removing
from inbox_tui.schedule.crontab import has_job, with_job, without_job
from tests.desk.shop import Mailbox, Shop

HOME = PurePosixPath("/home/kim")
ODD = Job(
    program=("/opt/kim's shop/python 3", "-m", "inbox_tui"),
    home='/home/kim/100% "pots" & $HOME <x>',
    variables=(("TZ", "Europe/London"),),
)
PLAIN = Job(program=("/usr/bin/python3", "-m", "inbox_tui"))


def test_each_home_has_a_job_of_its_own() -> None:
    assert PLAIN.name == "inbox-tui-send-due"
    assert ODD.name not in (PLAIN.name, Job(program=PLAIN.program, home="/else").name)
    assert ODD.command[-3:] == ("send-due", "--home", ODD.home)


def test_the_crontab_line_says_the_command_and_keeps_other_lines() -> None:
    others = "MAILTO=kim\n0 4 * * * backup  # inbox-tui-send-due-else\n"
    once = with_job(others, ODD)
    assert with_job(once, ODD) == once
    assert once.startswith(others)
    assert has_job(once, ODD)
    assert not has_job(once, PLAIN)
    assert without_job(once, ODD) == others
    line = once.splitlines()[-1]
    schedule, rest = line.split(" * * * * ", 1)
    assert schedule == "*/5"
    # cron gives the shell what is left of an unescaped percent sign, with \% as %.
    shell = rest.replace("\\%", "%")
    assert shlex.split(shell, comments=True)[: len(ODD.command) + 1] == ["TZ=Europe/London", *ODD.command]


def test_the_launch_agent_is_a_property_list() -> None:
    plan = installing(Platform.LAUNCHD, ODD, user_home=HOME, user=501)
    said = plistlib.loads(plan.files[0].text.encode())
    assert said["ProgramArguments"] == list(ODD.command)
    assert (said["StartInterval"], said["EnvironmentVariables"]) == (300, {"TZ": "Europe/London"})
    assert plan.files[0].path == HOME / "Library" / "LaunchAgents" / f"{said['Label']}.plist"
    assert [step.command[:2] for step in plan.steps] == [("launchctl", "bootout"), ("launchctl", "bootstrap")]


def test_the_windows_task_is_xml_with_the_arguments_quoted() -> None:
    job = Job(program=(r"C:\Program Files\py\pythonw.exe", "-m", "inbox_tui"), home='C:\\a "b"\\')
    root = ElementTree.fromstring(printed(Platform.WINDOWS, job))  # noqa: S314 - our own text
    spaces = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=spaces) == job.program[0]
    wanted = '-m inbox_tui send-due --home "C:\\a \\"b\\"\\\\"'
    assert root.findtext(".//t:Arguments", namespaces=spaces) == wanted
    assert root.findtext(".//t:Interval", namespaces=spaces) == "PT5M"
    assert root.findtext(".//t:StartWhenAvailable", namespaces=spaces) == "true"


def test_the_timer_of_systemd() -> None:
    plan = installing(Platform.SYSTEMD, ODD, user_home=HOME, user=1)
    service, timer = (file.text for file in plan.files)
    assert 'Environment="TZ=Europe/London"' in service
    (command,) = [line for line in service.splitlines() if line.startswith("ExecStart=")]
    said = command.removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$")
    assert shlex.split(said) == list(ODD.command)
    assert "Persistent=true" in timer
    assert plan.files[1].path == HOME / ".config/systemd/user" / f"{ODD.name}.timer"
    assert plan.steps[-1].command == ("systemctl", "--user", "enable", "--now", f"{ODD.name}.timer")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_itself_finds_no_fault(tmp_path: Path) -> None:
    job = Job(program=("/bin/true", "-m"), home=ODD.home)
    for file in installing(Platform.SYSTEMD, job, user_home=HOME, user=1).files:
        (tmp_path / file.path.name).write_text(file.text)
    names = [str(each) for each in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if ODD.name in line]
    assert ours == []


@pytest.mark.parametrize("platform", list(Platform))
def test_what_is_installed_can_be_removed(platform: Platform) -> None:
    installed = installing(platform, PLAIN, user_home=HOME, user=501, crontab_now="a\n")
    removed = removing(platform, PLAIN, user_home=HOME, user=501, crontab_now="a\n")
    left = {file.path for file in installed.files} - set(installed.remove) - set(removed.remove)
    assert left == set()
    assert removed.steps
    if platform is Platform.CRON:
        assert removed.steps[0].text == "a\n"
    assert "send-due" in printed(platform, PLAIN)


@pytest.mark.parametrize(
    ("system", "programs", "expected"),
    [
        ("darwin", set(), Platform.LAUNCHD),
        ("win32", set(), Platform.WINDOWS),
        ("linux", {"systemctl", "systemd --user", "crontab"}, Platform.SYSTEMD),
        ("linux", {"systemctl", "crontab"}, Platform.CRON),
        ("linux", {"crontab"}, Platform.CRON),
        ("linux", set(), None),
    ],
)
def test_the_scheduler_of_this_computer(system: str, programs: set[str], expected: Platform | None) -> None:
    assert here(system, has=lambda name: name in programs) is expected


@pytest.mark.parametrize("platform", [each.value for each in Platform])
def test_each_can_be_printed_anywhere(tmp_path: Path, platform: str) -> None:
    nobody = Mailbox(address="", smtp=lambda: None, imap=lambda: None)  # type: ignore[arg-type, return-value]
    shop = Shop(home=tmp_path / "home", address="", password="", servers=(), own_mail=nobody, customer=nobody)
    said = shop.json("schedule", "print", "--for", platform)
    assert (said["scheduler"], "send-due" in said["text"]) == (platform, True)
    assert shop.run("schedule", "print", "--for", platform).stdout == said["text"]
    shop.refuses("schedule", "print", "--for", "cuckoo", code=2)


@pytest.mark.skipif(os.name != "posix", reason="cron is of Unix")
def test_install_status_and_remove_with_a_crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a crontab of the test's own: a program of that name that keeps its table in a file."""
    table, programs = tmp_path / "table", tmp_path / "bin"
    programs.mkdir()
    table.write_text("1 1 * * * other\n")
    crontab = programs / "crontab"
    crontab.write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then cat "{table}"; else cat > "{table}"; fi\n')
    crontab.chmod(crontab.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    nobody = Mailbox(address="", smtp=lambda: None, imap=lambda: None)  # type: ignore[arg-type, return-value]
    shop = Shop(home=tmp_path / "home", address="", password="", servers=(), own_mail=nobody, customer=nobody)
    before = shop.json("schedule", "status")
    assert (before["installed"], before["last_run"], before["next_due"]) == (False, None, None)
    assert shop.json("schedule", "install")["scheduler"] == "cron"
    assert shop.json("schedule", "install")["installed"] is True
    lines = table.read_text().splitlines()
    assert lines[0] == "1 1 * * * other"
    assert len(lines) == 2
    command = shlex.split(lines[1].split(" * * * * ")[1], comments=True)[:-2]
    subprocess.run(command, check=True, timeout=60, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    after = shop.json("schedule", "status")
    assert after["installed"] is True
    assert after["last_run"] is not None
    assert shop.run("schedule", "print").stdout.strip() == lines[1]
    shop.json("schedule", "remove")
    assert table.read_text() == "1 1 * * * other\n"
