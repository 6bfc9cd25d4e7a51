"""The options that every command has, in front of the command's name or behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from ..bootstrap import Program

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Settings:
    """What was said on the command line, wherever it stood."""

    home: str | None = None
    account: str | None = None
    json: bool = False

    def program(self, *, threads: bool = False) -> "Program":
        """The wired program; closed when the command ends. With ``threads`` the stores and the mail servers
        work beside the command, not in its way."""
        from ..bootstrap import daemon_runner, open_program

        program = open_program(self.home, runner=daemon_runner if threads else None)
        click.get_current_context().call_on_close(program.close)
        return program


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--home``, ``--account`` and ``--json``; they end up in ``ctx.obj``, not in the arguments."""

    @click.option("--home", metavar="DIR", help="Keep everything under DIR instead of the usual folders.")
    @click.option("--account", metavar="NAME", help="Which account, where there are several.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout and nothing else.")
    @wraps(command)
    def with_settings(*args: Any, home: str | None, account: str | None, as_json: bool, **kwargs: Any) -> Any:
        settings = click.get_current_context().ensure_object(Settings)
        settings.home = home or settings.home
        settings.account = account or settings.account
        settings.json = as_json or settings.json
        return command(*args, **kwargs)

    return with_settings


def settings_of(ctx: click.Context) -> Settings:
    """The settings of the running command."""
    return ctx.ensure_object(Settings)


def read_words(file: str) -> str:
    """The text of a file, or of standard input for ``-``. Raises a usage error with one sentence."""
    import sys
    from pathlib import Path

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror or error}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
