"""The command group. A command's module is imported only when that command runs."""

import importlib
import logging
import sys
from pathlib import Path

import click

from .. import __version__
from ..errors import InboxError
from .settings import Settings, common_options

COMMANDS = {
    "account": "account",
    "attachments": "cases",
    "case": "case",
    "check": "reading",
    "demo": "demo",
    "draft": "drafting",
    "followup": "follow_ups",
    "list": "cases",
    "look": "look",
    "outbox": "outgoing",
    "promises": "promises",
    "reply": "replying",
    "scaffold": "scaffolds",
    "schedule": "schedule",
    "search": "cases",
    "send-due": "sending",
    "show": "cases",
    "sync": "mail",
    "triage": "triage",
    "undo": "cases",
    "watch": "mail",
}
"""Where each command lives: ``cli/MODULE.py`` holds it as ``NAME_command``."""


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is none of that name."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"inbox_tui.cli.{module}")
        command: click.Command = getattr(found, cmd_name.replace("-", "_") + "_command")
        return command


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name="inbox-tui")
@common_options
@click.pass_context
def cli(ctx: click.Context) -> None:
    """The complaint desk of a small shop, in a terminal.

    Without a command, the app opens. “inbox-tui demo” shows it with sample mail.
    """
    if ctx.invoked_subcommand is None:
        from .app import run_app

        run_app(ctx.ensure_object(Settings))


def main() -> None:
    """Run, and end every failure in one line on stderr: what happened, what was kept, what to do."""
    said = Settings()
    try:
        code = cli.main(standalone_mode=False, obj=said)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except InboxError as error:
        click.echo(" ".join(str(error).split()), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; that is no failure worth a word.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        click.echo(_unexpected(error, said.home), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _unexpected(error: Exception, home: str | None) -> str:
    """One line for the person, the whole story into the log of this home."""
    from ..paths import paths

    story = "It could not be written to the log."
    try:
        folder: Path = paths(home).log
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "inbox-tui.log", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.getLogger("inbox_tui")
        logger.addHandler(handler)
        logger.propagate = False
        logger.error("unexpected", exc_info=error)
        story = f"The details are in {folder / 'inbox-tui.log'}."
    except OSError:
        pass  # then the sentence says so
    what = " ".join(str(error).split())[:200]
    return (
        f"Something unexpected happened ({type(error).__name__}: {what}). Your drafts and mail are kept; "
        f"“inbox-tui outbox” says what has left. {story}"
    )
