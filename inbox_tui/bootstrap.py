"""The only place that chooses adapters and wires them together.

Every import of a library happens inside a function: the first screen and ``send-due`` with nothing due
must not pay for what they do not use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .config import Account, Config, Server, check_account
from .config_file import load, put_account
from .core.frozen import dataclass
from .errors import ConfigError
from .paths import Paths, paths, shipped

if TYPE_CHECKING:
    from .demo.mail import DemoMail
    from .desk.desk import Desk
    from .desk.receiving.sync import Line
    from .desk.signing_in import BothTried
    from .ports import Casebook, MailCache, Parser, Runner, Secrets, Transport


DEMO_PASSWORD = "INBOX_TUI_DEMO_PASSWORD"  # noqa: S105 - the name of a variable
"""The environment variable of this process in which the demo's password is."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)


LAST_CALL = 2.0
"""Seconds that closing waits for what the stores are at."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """The wired program: what a command or the app starts from."""

    paths: Paths
    config: Config
    secrets: Secrets
    desk: Desk
    transports: Callable[[str], Transport]
    close: Callable[[], None]
    """Lets go of connections without waiting, and of the stores after what they are at, within
    ``LAST_CALL``."""


def open_program(home: str | None = None, *, runner: Callable[[str], Runner] | None = None) -> Program:
    """Wire everything for one home.

    ``runner`` makes the thread for a purpose (``stores``, ``imap NAME``, ``idle NAME``); without it,
    blocking calls run right here, as on the command line. Nothing is opened or connected yet. Raises
    ConfigError.
    """
    from .desk.desk import Desk
    from .desk.office import Office
    from .mail.worker import DaemonRunner, Inline
    from .processes import is_gone, person, this_process
    from .store.bell import Bell
    from .store.marks import FileMarks
    from .store.shelf import FileShelf

    where = paths(home)
    config = load(where.config_file)
    secrets = secret_store(config.accounts)
    listens = runner is not None
    runner = runner or (lambda _: Inline())
    office = Office(
        config=config,
        clock=SystemClock(),
        zone=local_zone(config),
        actor=person(),
        open_parser=mail_parser,
        open_casebook=lambda: open_casebook(config, where),
        open_cache=lambda: open_cache(where),
        shelf=FileShelf(where.cache),
        is_holiday=holidays_of(config, where),
        scaffold_folder=where.config / "scaffolds",
        checklist_file=where.checklist_file,
    )
    lines: dict[str, Line] = {}

    def line(name: str, purpose: str = "imap") -> Line:
        thread = f"{purpose} {name}"
        if thread not in lines:
            lines[thread] = _line(name, config.account(name)[1], secrets, runner(thread))
        return lines[thread]

    def transport(name: str) -> Transport:
        return transport_for(name, config.account(name)[1], secrets)

    stores = runner("stores")

    def close() -> None:
        for each in lines.values():
            each.server.close()
        if isinstance(stores, DaemonRunner):
            stores.finish(office.close, seconds=LAST_CALL)
        else:
            office.close()

    owner = this_process(os.urandom(4).hex())
    desk = Desk(
        office,
        stores=stores,
        lines=line,
        transports=transport,
        owner=owner,
        marks=FileMarks(where.data / "leaving", owner=owner),
        is_gone=is_gone,
        rings=Bell(where.cache).is_mine,
        listening=(lambda name: line(name, "idle")) if listens else None,
    )
    return Program(paths=where, config=config, secrets=secrets, desk=desk, transports=transport, close=close)


def daemon_runner(name: str) -> Runner:
    """A daemon thread for one purpose."""
    from .mail.worker import DaemonRunner

    return DaemonRunner(name)


def mail_parser() -> Parser:
    """What reads mail."""
    from .mail.mime import MimeParser

    return MimeParser()


def secret_store(accounts: Mapping[str, Account]) -> Secrets:
    """Where the passwords of these accounts are."""
    from .secrets import SecretStore

    return SecretStore(accounts)


def holidays_of(config: Config, where: Paths) -> Callable[[date], bool]:
    """Whether a day is a public holiday where the shop is. Raises ConfigError for an unknown place."""
    if not config.hours.country:
        return lambda _: False
    from .public_holidays import public_holidays

    try:
        return public_holidays(config.hours.country, config.hours.region)
    except ConfigError as error:
        raise ConfigError(f"{where.config_file}: {error}") from error


def open_casebook(config: Config, where: Paths) -> Casebook:
    """The casebook named in the config, or the file in the home."""
    from .store.casebook import open_casebook as open_it

    return open_it(config.casebook or where.casebook_file, backups=where.data / "backups")


def nothing_due(home: str | None) -> bool:
    """True when a quick look finds nothing for “send-due”; the time of the look is kept. False for any
    doubt, and for a casebook that is not a file of ours. Raises ConfigError."""
    from .desk.facts import LAST_RUN
    from .store.look import nothing_to_do

    where = paths(home)
    if load(where.config_file).casebook:
        return False
    return nothing_to_do(where.casebook_file, now=datetime.now(UTC), ran=LAST_RUN)


def nobody_wakes(home: str | None) -> bool:
    """True when a quick look finds no case that slept long enough. False for any doubt, and for a casebook
    that is not a file of ours. Raises ConfigError."""
    from .store.look import nobody_wakes as nobody

    where = paths(home)
    return not load(where.config_file).casebook and nobody(where.casebook_file, now=datetime.now(UTC))


def open_cache(where: Paths) -> MailCache:
    """The mail cache of the home."""
    from .store.cache_schema import file_in
    from .store.mail_cache import SqliteCache

    return SqliteCache(file_in(where.cache), read_header=lambda raw: mail_parser().header(raw))


def transport_for(name: str, account: Account, secrets: Secrets) -> Transport:
    """The way out of an account."""
    from .mail.smtp import SmtpTransport

    return SmtpTransport(
        name=name,
        account=account,
        password=lambda: secrets.password(name),
        refused=lambda: secrets.refused(name),
    )


def _line(name: str, account: Account, secrets: Secrets, runner: Runner) -> Line:
    from .desk.receiving.sync import Line
    from .mail.imap import ImapServer

    server = ImapServer(
        name=name,
        account=account,
        password=lambda: secrets.password(name),
        refused=lambda: secrets.refused(name),
    )
    return Line(server=server, runner=runner)


async def try_account(name: str, account: Account, password: str | None) -> BothTried:
    """Sign in to IMAP and SMTP with this password, or with the account's own where it is None. Raises
    ConfigError for an account that cannot be meant."""
    from .desk.signing_in import sign_in
    from .mail.imap import ImapServer
    from .mail.smtp import SmtpTransport

    check_account(name, account)
    store = secret_store({name: account})

    def secret() -> str | None:
        return password if password is not None else store.password(name)

    return await sign_in(
        ImapServer(name=name, account=account, password=secret),
        SmtpTransport(name=name, account=account, password=secret),
    )


def start_demo(home: Path) -> DemoMail:
    """Embedded servers with sample mail, and a config in ``home`` that uses them."""
    from .demo.mail import DemoMail

    demo = DemoMail.start(shipped("sample_mail"), datetime.now(UTC))
    os.environ[DEMO_PASSWORD] = demo.password
    account = Account(
        email=demo.user,
        from_name="Kim's Pottery",
        imap=Server(host=demo.imap_host, port=demo.imap_port, tls="off"),
        smtp=Server(host=demo.smtp_host, port=demo.smtp_port, tls="off"),
        password_env=DEMO_PASSWORD,
    )
    put_account(paths(str(home)).config_file, "demo", account)
    return demo


def serve_demo() -> None:
    """The embedded servers alone, until standard input closes or a signal comes."""
    from .demo.serve import serve_until_closed

    serve_until_closed()


def local_zone(config: Config) -> tzinfo:
    """The zone in the config, else the computer's own. Raises ConfigError for one that does not exist."""
    if config.desk.zone:
        try:
            return ZoneInfo(config.desk.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ConfigError(
                f"desk.zone: “{config.desk.zone}” is no time zone. Write one such as Europe/London."
            ) from error
    from tzlocal import get_localzone

    try:
        return get_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
