"""Accounts of the program's own config that point at the servers of a test."""

from collections.abc import Callable

from inbox_tui.config import Account, Server, Tls

from .dovecot import OWNER, Dovecot
from .postfix import Postfix

HOST = "127.0.0.1"


def account_for(
    dovecot: Dovecot,
    *,
    postfix: Postfix | None = None,
    user: str = OWNER,
    tls: Tls = "implicit",
    imap_port: int | None = None,
    smtp_port: int | None = None,
    trusted: bool = True,
) -> Account:
    """An account of ``user``. Ports may be those of a ``FaultProxy``; ``trusted``: with our authority."""
    imap = dovecot.imaps_port if tls == "implicit" else dovecot.imap_port
    smtp = 1 if postfix is None else _smtp_port(postfix, tls)
    return Account(
        email=user,
        imap=Server(host=HOST, port=imap_port or imap, tls=tls),
        smtp=Server(host=HOST, port=smtp_port or smtp, tls=tls),
        ca_file=str(dovecot.authority.ca_file) if trusted else "",
    )


def password_for(dovecot: Dovecot, user: str) -> Callable[[], str | None]:
    """Where the program gets that user's password from."""
    return lambda: dovecot.password(user)


def _smtp_port(postfix: Postfix, tls: Tls) -> int:
    match tls:
        case "implicit":
            return postfix.submissions_port
        case "starttls":
            return postfix.submission_port
        case "off":
            return postfix.smtp_port
