"""The command group. A command's module is imported only when that command runs."""

import importlib
from typing import NoReturn

import click

from .. import __version__
from .ending import run
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

        run_app(ctx.ensure_object(Settings).home)


def main() -> NoReturn:
    """Run the command line."""
    said = Settings()

    def work() -> int:
        try:
            code = cli.main(standalone_mode=False, obj=said)
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.Abort:
            return 130
        return code if isinstance(code, int) else 0

    run(work, home=lambda: said.home)
