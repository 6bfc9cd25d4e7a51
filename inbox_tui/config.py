"""What can be set, as frozen structs; ``config_file`` reads and writes them.

``[accounts.NAME]`` tables, ``[desk]``, ``[hours]``, ``[sending]``, ``[look]``, ``[notify]``, ``[keys]`` and
``casebook = "URL"``.
"""

import ipaddress
from datetime import time
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from .core.hours import DAYS, Minutes, read_closed, read_week
from .core.text import clean_line
from .errors import ConfigError, NotFoundError

Tls = Literal["implicit", "starttls", "off"]
SaveSent = Literal["auto", "always", "never"]
_YEAR = 8784
"""Hours; what is longer, infinite or no number at all is a slip of the pen."""


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

    answer_within_hours: Annotated[float, Meta(gt=0, le=_YEAR)] = 24
    download_days: Annotated[int, Meta(ge=0, le=36_500)] = 90
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

    undo_seconds: Annotated[float, Meta(ge=0, le=86_400)] = 20
    quote_original: bool = True
    open_from: str = "08:00"
    open_until: str = "19:00"
    late_hours: Annotated[float, Meta(ge=0, le=_YEAR)] = 4
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
