"""``account``: adding, listing, testing and removing mail accounts."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from .. import config_file
from ..bootstrap import secret_store, try_account
from ..config import Account, Server, Tls, check_account
from ..desk.signing_in import BothTried, Tried, failure
from ..errors import ConfigError, MailError, SecretError
from ..paths import paths
from .output import print_json
from .setting_up import keep
from .settings import common_options, settings_of

TLS = click.Choice(["implicit", "starttls", "off"])


@click.group("account")
@common_options
def account_command() -> None:
    """Mail accounts."""


class Address(click.ParamType[tuple[str, int]]):
    """``HOST:PORT``; an IPv6 address stands in brackets."""

    name = "HOST:PORT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """The host and the port."""
        if isinstance(value, tuple):
            return value
        host, colon, port = str(value).rpartition(":")
        if not colon or not host or not port.isdigit():
            self.fail(f"“{value}” is not HOST:PORT, such as imap.shop.example:993.", param, ctx)
        return host.strip("[]"), int(port)


@account_command.command("add")
@click.argument("name")
@click.option("--email", required=True, help="The shop's own address.")
@click.option("--from-name", default="", help="The name that customers see.")
@click.option("--imap", required=True, type=Address(), help="Where mail is read.")
@click.option("--imap-tls", type=TLS, default="implicit", show_default=True)
@click.option("--smtp", required=True, type=Address(), help="Where mail is sent.")
@click.option("--smtp-tls", type=TLS, default="implicit", show_default=True)
@click.option("--user", default="", help="The user name, where it is not the address.")
@click.option("--smtp-user", default="", help="The user name for sending, where it is another one.")
@click.option("--password-command", default="", metavar="CMD", help="A command that prints the password.")
@click.option("--password-env", default="", metavar="VAR", help="An environment variable that holds it.")
@click.option("--ca-file", default="", metavar="PEM", help="Trust this certificate authority, and no other.")
@click.option("--no-test", is_flag=True, help="Save it without signing in first.")
@common_options
@click.pass_context
def add(
    ctx: click.Context,
    name: str,
    imap: tuple[str, int],
    imap_tls: Tls,
    smtp: tuple[str, int],
    smtp_tls: Tls,
    email: str,
    from_name: str,
    user: str,
    smtp_user: str,
    password_command: str,
    password_env: str,
    ca_file: str,
    no_test: bool,
) -> None:
    """Add an account, or replace one. Both logins are tested before anything is saved."""
    settings = settings_of(ctx)
    file = paths(settings.home).config_file
    if password_command and password_env:
        raise click.UsageError("Give --password-command or --password-env, not both.")
    config_file.load(file)
    account = Account(
        imap=Server(host=imap[0], port=imap[1], tls=imap_tls),
        smtp=Server(host=smtp[0], port=smtp[1], tls=smtp_tls),
        email=email,
        from_name=from_name,
        user=user,
        smtp_user=smtp_user,
        password_command=password_command,
        password_env=password_env,
        # The command may be run later from another folder.
        ca_file=str(Path(ca_file).absolute()) if ca_file else "",
    )
    check_account(name, account)
    typed = None
    if not account.password_command and not account.password_env:
        typed = _ask_password(account)
    tested: BothTried = (Tried(), Tried())
    if not no_test:
        tested = asyncio.run(try_account(name, account, typed))
        if wrong := failure(tested):
            raise MailError(f"The account was not saved, because {wrong}")
    keep(paths(settings.home), name, account, typed)
    if settings.json:
        print_json(_as_json(name, tested, was_tested=not no_test))
    else:
        click.echo(f"Account “{name}” is saved in {file}. “inbox-tui sync” fetches its mail.")


@account_command.command("list")
@common_options
@click.pass_context
def list_all(ctx: click.Context) -> None:
    """The accounts of this home."""
    settings = settings_of(ctx)
    accounts = config_file.load(paths(settings.home).config_file).accounts
    if settings.json:
        rows = [
            {
                "name": name,
                "email": each.email,
                "imap": {"host": each.imap.host, "port": each.imap.port, "tls": each.imap.tls},
                "smtp": {"host": each.smtp.host, "port": each.smtp.port, "tls": each.smtp.tls},
            }
            for name, each in accounts.items()
        ]
        print_json(rows)
    elif not accounts:
        click.echo("There is no account yet. Add one with “inbox-tui account add”.")
    for name, each in accounts.items() if not settings.json else ():
        click.echo(
            f"{name}  {each.email}  {each.imap.host}:{each.imap.port}  {each.smtp.host}:{each.smtp.port}"
        )


@account_command.command("test")
@click.argument("name", required=False)
@common_options
@click.pass_context
def test(ctx: click.Context, name: str | None) -> None:
    """Sign in to both servers. When that works, an account that was resting sends again."""
    settings = settings_of(ctx)
    config = config_file.load(paths(settings.home).config_file)
    name, account = config.account(name or settings.account)
    tested = asyncio.run(try_account(name, account, None))
    if settings.json:
        print_json(_as_json(name, tested, was_tested=True))
    if wrong := failure(tested):
        raise MailError(f"{name}: {wrong}")
    # What waits for this account need not rest any longer.
    settings.program().desk.outbox.works_again(name)
    if not settings.json:
        click.echo(f"{name}: reading and sending work.")


@account_command.command("remove")
@click.argument("name")
@common_options
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Forget an account and its password. Cases and mail that were fetched stay."""
    settings = settings_of(ctx)
    file = paths(settings.home).config_file
    config = config_file.load(file)
    name, account = config.account(name)
    config_file.drop_account(file, name)
    if not account.password_command and not account.password_env:
        try:
            secret_store(config.accounts).forget(name)
        except SecretError as error:
            raise ConfigError(f"“{name}” is removed; its password could not be: {error}") from error
    if settings.json:
        print_json({"name": name, "removed": True})
    else:
        click.echo(f"Account “{name}” is removed. Its cases and drafts are still here.")


def _ask_password(account: Account) -> str:
    if not sys.stdin.isatty():
        raise SecretError(
            "There is no terminal to ask for the password in. Nothing was saved. "
            "Use --password-command or --password-env."
        )
    return str(click.prompt(f"Password of {account.imap_user}", hide_input=True, err=True))


def _as_json(name: str, tested: BothTried, *, was_tested: bool) -> dict[str, Any]:
    def part(one: Tried) -> dict[str, Any]:
        found: dict[str, Any] = {
            "ok": was_tested and one.wrong is None,
            "capabilities": list(one.capabilities),
        }
        return found | ({"error": one.error} if one.error else {})

    return {"name": name, "imap": part(tested[0]), "smtp": part(tested[1])}
