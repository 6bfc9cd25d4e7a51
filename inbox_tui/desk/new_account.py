"""The form for a mail account, read: an account comes of it, or one sentence on what is missing."""

import ipaddress
from contextlib import suppress
from pathlib import Path
from typing import Literal

from ..config import Account, Server, Tls, check_account, is_loopback
from ..core.frozen import dataclass
from ..core.text import clean_line
from ..errors import AuthorityError, ConfigError, SecretError, SignInError
from .signing_in import BothTried

Way = Literal["imap", "smtp"]
PORTS: dict[Way, dict[int, Tls]] = {
    "imap": {993: "implicit", 143: "starttls"},
    "smtp": {465: "implicit", 587: "starttls", 25: "starttls"},
}
"""Ports that tell how a connection is encrypted; the first is meant where none is named."""
TLS_WORDS: dict[Tls, str] = {
    "implicit": "encrypted from the start",
    "starttls": "encrypted before anything is said (STARTTLS)",
    "off": "not encrypted, inside this computer",
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The lines of the form as they were typed."""

    email: str = ""
    from_name: str = ""
    password: str = ""
    imap: str = ""
    smtp: str = ""
    user: str = ""
    password_command: str = ""
    ca_file: str = ""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An account that can be tried; ``password`` is None where a command gives it."""

    name: str
    account: Account
    password: str | None


@dataclass(frozen=True, kw_only=True)
class NotReady:
    """The first line that cannot be used, by its name in ``Typed``, and why, in one sentence."""

    field: str
    reason: str


def read(typed: Typed) -> Ready | NotReady:
    """What the lines mean together."""
    email = typed.email.strip()
    user, at, domain = email.rpartition("@")
    if not user or not at or "." not in domain or clean_line(email) != email or " " in email:
        return NotReady(field="email", reason="Write the shop's own address, such as kim@pottery.example.")
    if not typed.password and not typed.password_command.strip():
        return NotReady(field="password", reason="Write the password, or below it a command that prints it.")
    if typed.password and typed.password_command.strip():
        return NotReady(
            field="password_command", reason="A password or a command, not both: empty one of them."
        )
    servers: dict[Way, Server] = {}
    for way in PORTS:
        found = read_server(getattr(typed, way), way)
        if isinstance(found, str):
            return NotReady(field=way, reason=found)
        servers[way] = found
    account = Account(
        email=email,
        from_name=clean_line(typed.from_name.strip()),
        user="" if typed.user.strip() == email else typed.user.strip(),
        password_command=typed.password_command.strip(),
        imap=servers["imap"],
        smtp=servers["smtp"],
        ca_file=_from_anywhere(typed.ca_file.strip()),
    )
    name = "".join(c for c in domain.split(".")[0] if c.isalnum() or c == "-") or "shop"
    try:
        check_account(name, account)
    except ConfigError as error:
        return NotReady(field="email", reason=str(error))
    return Ready(name=name, account=account, password=typed.password or None)


def read_server(text: str, way: Way) -> Server | str:
    """``HOST`` or ``HOST:PORT``, and ``starttls``, ``implicit`` or ``off`` behind it where the port does not
    tell; one sentence where it cannot be used."""
    ports = PORTS[way]
    usual = next(iter(ports))
    example = f"Write the server as HOST or HOST:PORT, such as {way}.pottery.example:{usual}."
    words = text.split()
    if not words or len(words) > 2:
        return example
    host, colon, number = words[0].rpartition(":")
    if not colon or _is_address(words[0]):
        host, number = words[0], str(usual)
    host = host.strip("[]")
    if not host or not (_is_address(host) or all(c.isalnum() or c in "-._" for c in host)):
        return example
    if not number.isascii() or not number.isdigit() or not 0 < int(number) < 65536:
        return f"“{clean_line(number)[:20]}” is no port: write a number from 1 to 65535, such as {usual}."
    port = int(number)
    said = words[1].lower() if len(words) > 1 else ""
    tls: Tls | None = next((each for each in TLS_WORDS if each == said), None) if said else ports.get(port)
    if tls is None:
        return f"Port {port} does not tell how it is encrypted: write starttls, implicit or off behind it."
    if tls == "off" and not is_loopback(host):
        return f"Without encryption everybody on the way to {host} could read the password: write starttls."
    return Server(host=host, port=port, tls=tls)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _from_anywhere(file: str) -> str:
    """The whole path of a file: the program may be started later from another folder."""
    if not file:
        return ""
    path = Path(file)
    with suppress(RuntimeError):  # “~somebody” of whom this computer does not know
        path = path.expanduser()
    return str(path.absolute())


def line_in_doubt(tested: BothTried, account: Account) -> str:
    """The line that most likely is wrong after a try, by its name in ``Typed``; empty when both worked."""
    secret = "password_command" if account.password_command else "password"
    imap, smtp = (each.wrong for each in tested)
    match imap or smtp:
        case None:
            return ""
        case SecretError():
            return secret
        case SignInError() if imap is not None:
            return secret
        case AuthorityError():
            return "ca_file"
        case _:
            # A password with which mail can be read is right: the server is perhaps another one.
            return "imap" if imap is not None else "smtp"


def suggested(email: str, way: Way) -> str:
    """Where the mail of an address most often is; empty while there is no domain."""
    domain = email.strip().rpartition("@")[2]
    usual = next(iter(PORTS[way]))
    return f"{way}.{domain}:{usual}" if "@" in email and "." in domain else ""
