"""A task for the Windows Task Scheduler, as the XML that schtasks reads."""

from pathlib import PurePath
from xml.sax.saxutils import escape

from .job import EVERY_MINUTES, Job


def task_name(job: Job) -> str:
    """The name in the scheduler's library."""
    return f"inbox-tui\\{job.name}"


def path(job: Job, user_home: PurePath) -> PurePath:
    """Where the XML lies until schtasks has read it."""
    return user_home / f"{job.name}.xml"


def task(job: Job) -> str:
    """The task: every few minutes while the user is signed in, once after missed starts, never two at once.

    A window would flash up with ``python.exe``; ``Hidden`` hides the task, not that, so the program
    given should be the one without a console where there is one.
    """
    program, *rest = job.command
    arguments = " ".join(_quoted(word) for word in rest)
    return f"""<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Sends the mail of inbox-tui that is due</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT{EVERY_MINUTES}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT30M</ExecutionTimeLimit>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _quoted(word: str) -> str:
    """A word as Windows programs take their command line apart; backslashes count only before a quote."""
    if word and not any(c in word for c in ' \t"'):
        return word
    quoted, slashes = "", 0
    for c in word:
        if c == "\\":
            slashes += 1
            continue
        quoted += "\\" * (slashes * 2 + 1 if c == '"' else slashes) + c
        slashes = 0
    return f'"{quoted}{chr(92) * slashes * 2}"'
