"""The config file: TOML that a person may edit, read into frozen structs and written back with its comments.

``[accounts.NAME]`` tables, ``[desk]``, ``[hours]``, ``[sending]``, ``[look]``, ``[notify]``, ``[keys]`` and
``casebook = "URL"``. An error names the file, the key and what was expected; the rest of the program never
sees a half-read config.
"""

import ipaddress
import os
import tempfile
import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any, Literal

import msgspec

from .core.hours import DAYS, Minutes, read_closed, read_week
from .core.text import clean_line
from .errors import ConfigError, NotFoundError

TURN_SECONDS = 5.0
"""How long a change of the file waits for another program's."""
Tls = Literal["implicit", "starttls", "off"]
SaveSent = Literal["auto", "always", "never"]


class Server(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mail server. ``tls = "off"`` is for loopback addresses only."""

    host: str
    port: int
    tls: Tls


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mail account. Without a password option the password is in the keyring."""

    email: str
    imap: Server
    smtp: Server
    from_name: str = ""
    user: str = ""
    smtp_user: str = ""
    password_command: str = ""
    password_env: str = ""
    ca_file: str = ""
    save_sent: SaveSent = "auto"
    mailboxes: tuple[str, ...] = ()
    trusted_authserv: str = ""
    """The name with which the shop's own server signs Authentication-Results; others prove nothing."""

    @property
    def imap_user(self) -> str:
        """The user name for IMAP; the address where none is set."""
        return self.user or self.email

    @property
    def smtp_login(self) -> str:
        """The user name for SMTP; that of IMAP where none is set."""
        return self.smtp_user or self.imap_user


class DeskSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How complaints are read and timed."""

    answer_within_hours: float = 24
    download_days: int = 90
    """How far back whole messages are fetched and complaints become cases."""
    zone: str = ""
    """IANA name; the computer's own where empty."""
    products: tuple[str, ...] = ()
    order_patterns: tuple[str, ...] = ()
    """Regular expressions of the shop's own order numbers."""

    def __post_init__(self) -> None:
        if not self.order_patterns:
            return
        # What reads mail is slow to import, and most shops set no patterns.
        from .core.triage.patterns import trouble

        for pattern in self.order_patterns:
            wrong = trouble(pattern)
            if wrong:
                raise ValueError(f"order_patterns: “{clean_line(pattern)[:60]}” {wrong}")


def _check_times(settings: msgspec.Struct, *names: str) -> None:
    for name in names:
        try:
            # A zone would be one too many: the shop has one.
            if time.fromisoformat(getattr(settings, name)).tzinfo is not None:
                raise ValueError
        except ValueError as error:
            raise ValueError(f"{name}: write a time of day such as 08:00") from error


class SendingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and how mail leaves."""

    undo_seconds: float = 20
    quote_original: bool = True
    open_from: str = "08:00"
    open_until: str = "19:00"
    late_hours: float = 4
    """How late a message may leave by itself because the computer was off."""

    def __post_init__(self) -> None:
        _check_times(self, "open_from", "open_until")


class HoursSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the shop is open. Without hours on any day the time for an answer runs day and night."""

    mon: str = ""
    """Such as ``09:00-12:30, 13:30-17:00``; empty for a closed day."""
    tue: str = ""
    wed: str = ""
    thu: str = ""
    fri: str = ""
    sat: str = ""
    sun: str = ""
    country: str = ""
    """ISO 3166-1 code for public holidays, such as GB; needs the extra ``holidays``."""
    region: str = ""
    closed: tuple[str, ...] = ()
    """Own days off: ``2026-12-24`` or ``2026-12-27..2027-01-02``."""

    def __post_init__(self) -> None:
        # Read here so that a mistake is named with its file and key, and read again where it is used.
        read_closed(self.closed)
        read_week({name: getattr(self, name) for name in DAYS})
        if self.region and not self.country:
            raise ValueError("region: give the country too, a text such as GB")

    @property
    def week(self) -> tuple[tuple[Minutes, ...], ...]:
        """The hours of each day, Monday first."""
        return read_week({name: getattr(self, name) for name in DAYS})


class LookSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the screens look like."""

    theme: str = "dark"
    ascii: bool = False
    calm: bool = False
    """Nothing in a warm colour before it is late, and no bell."""


class NotifySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the owner is told while they look elsewhere, and how."""

    new: bool = True
    """A complaint came in."""
    soon: bool = True
    """The time for an answer runs out."""
    bell: bool = True
    desktop: bool = True
    """A notice that the terminal shows on the desktop (OSC 9), where it can."""
    at_night: bool = False
    """Otherwise what comes while the shop is closed is told of when it opens."""
    day_from: str = "08:00"
    day_until: str = "20:00"
    """The day of a shop that named no opening hours, in its own zone."""

    def __post_init__(self) -> None:
        _check_times(self, "day_from", "day_until")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything in the file. ``casebook`` is an SQLAlchemy URL; empty for the file in the home."""

    accounts: dict[str, Account] = {}
    casebook: str = ""
    desk: DeskSettings = DeskSettings()
    sending: SendingSettings = SendingSettings()
    hours: HoursSettings = HoursSettings()
    look: LookSettings = LookSettings()
    notify: NotifySettings = NotifySettings()
    keys: dict[str, str] = {}

    def account(self, name: str | None) -> tuple[str, Account]:
        """The account of that name; the only one when no name is given."""
        if name is not None:
            if name not in self.accounts:
                raise NotFoundError(f"There is no account “{name}”. See “inbox-tui account list”.")
            return name, self.accounts[name]
        if not self.accounts:
            raise NotFoundError("There is no account yet. Add one with “inbox-tui account add”.")
        if len(self.accounts) > 1:
            names = ", ".join(sorted(self.accounts))
            raise NotFoundError(f"There are several accounts ({names}). Say which with --account NAME.")
        return next(iter(self.accounts.items()))


def load(path: Path) -> Config:
    """The config in ``path``; the defaults when there is no such file. Raises ConfigError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not valid TOML: {error}. Nothing was changed; mend it and try again."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Nothing was changed.") from error
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}. Nothing was changed; mend that key and try again.") from error
    for name, account in config.accounts.items():
        check_account(name, account)
    return config


def check_account(name: str, account: Account) -> None:
    """Refuses what could never work or would be unsafe. Raises ConfigError."""
    if not name or not all(c.isalnum() or c in "-_." for c in name):
        raise ConfigError(f"“{name}” is no good name for an account: use letters, digits, - and _ only.")
    if "@" not in account.email or any(c.isspace() or ord(c) < 32 for c in account.email):
        raise ConfigError(f"“{account.email}” is not an e-mail address.")
    for what, server in (("imap", account.imap), ("smtp", account.smtp)):
        if not server.host or any(c.isspace() or not c.isprintable() for c in server.host):
            raise ConfigError(f"{what}: “{clean_line(server.host)}” is no host name.")
        if not 0 < server.port < 65536:
            raise ConfigError(f"{what}: {server.port} is not a port number (1 to 65535).")
        if server.tls == "off" and not is_loopback(server.host):
            raise ConfigError(
                f"{what}: a connection to {server.host} without encryption would show the password to "
                "everybody on the way. Use implicit or starttls; “off” is for this computer only."
            )


def is_loopback(host: str) -> bool:
    """True when ``host`` is this computer itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def put_account(path: Path, name: str, account: Account) -> None:
    """Add or replace an account in the file, keeping comments and order. Raises ConfigError."""
    _edit(path, "accounts", lambda accounts: accounts.__setitem__(name, _plain(account)))


def drop_account(path: Path, name: str) -> None:
    """Take an account out of the file. Raises ConfigError."""
    _edit(path, "accounts", lambda accounts: accounts.pop(name, None))


def put_settings(path: Path, section: str, **values: str | bool) -> None:
    """Set some keys of a section, keeping comments and order. Raises ConfigError."""
    _edit(path, section, lambda table: table.update(values))


def _plain(account: Account) -> dict[str, Any]:
    """Only what differs from the defaults, so that the file stays short."""
    full: dict[str, Any] = msgspec.to_builtins(account)
    bare: dict[str, Any] = msgspec.to_builtins(Account(email="", imap=account.imap, smtp=account.smtp))
    return {key: value for key, value in full.items() if key in ("imap", "smtp") or value != bare[key]}


def _edit(path: Path, section: str, change: Callable[[Any], object]) -> None:
    import tomlkit

    from .turns import turn

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What another program writes between our look and our write would be lost.
        with turn(path.with_name(f".{path.stem}.turn"), patience=TURN_SECONDS):
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            document = tomlkit.parse(text)
            if section not in document:
                document[section] = tomlkit.table(is_super_table=section == "accounts")
            change(document[section])
            _write(path, tomlkit.dumps(document))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} could not be written: {error}. It is as it was before.") from error


def _write(path: Path, text: str) -> None:
    """All or nothing: the old file stays until the new one is whole on disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
