"""Connecting to an IMAP server: encryption first, then the password, or an error and nothing sent."""

import imaplib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..config import Account
from ..errors import SignInError
from .imap_errors import is_refusal, server_words, sign_in_error
from .imap_line import Line
from .imap_names import passed, quoted
from .tls import check_plain, no_encryption, tls_context

if TYPE_CHECKING:
    from imapclient import IMAPClient


def open_line(account: Account, password: Callable[[], str | None], *, timeout: float) -> "Line":
    """Connect, encrypt and sign in. Raises the errors of the libraries besides our own."""
    from imapclient import IMAPClient

    server = account.imap
    check_plain(server)
    host = server.host.strip("[]")
    context = None if server.tls == "off" else tls_context(account.ca_file)
    client = IMAPClient(
        host,
        port=server.port,
        ssl=server.tls == "implicit",
        ssl_context=context if server.tls == "implicit" else None,
        timeout=timeout,
    )
    line = Line(client, host)
    try:
        # The library would hand every line, passwords included, to the log.
        client._imap.debug = 0
        client.normalise_times = False
        client.folder_encode = False
        client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if server.tls == "starttls":
            _encrypt(client, host, context)
        _sign_in(client, host, account.imap_user, password)
        # What was offered before the sign-in is not what is offered after it.
        client._imap.untagged_responses.clear()
        client._cached_capabilities = None
        line.learn_capabilities()
    except BaseException:
        line.hang_up()
        raise
    return line


def _encrypt(client: "IMAPClient", host: str, context: Any) -> None:
    """STARTTLS, or nothing: an attacker may hide the offer, or greet us as if we were signed in already."""
    if client._imap.state != "NONAUTH":
        raise no_encryption(host, "wanted to skip the encryption (it greeted with PREAUTH).")
    if not client.has_capability("STARTTLS"):
        raise no_encryption(host, "offers no encryption on this port (no STARTTLS).")
    try:
        client.starttls(context)
    except imaplib.IMAP4.error as error:
        if not is_refusal(error):
            raise
        raise no_encryption(host, f"refused to encrypt ({server_words(error)}).") from error
    # Answers that came before the encryption may be an attacker's; the library would believe them.
    client._imap.untagged_responses.clear()
    client._cached_capabilities = None


def _sign_in(client: "IMAPClient", host: str, user: str, password: Callable[[], str | None]) -> None:
    if client._imap.state == "AUTH":
        return
    passed(user, "The user name")
    word = password()
    if word is None:
        raise SignInError(f"There is no password for {user}. Nothing was sent; store one for the account.")
    if "\0" in word:
        raise SignInError(f"The password of {user} holds a zero character, which no mail server takes.")
    offered = {name.upper() for name in client.capabilities()}
    try:
        if b"AUTH=PLAIN" in offered:
            # It travels as base64, so any character may be in it.
            client.plain_login(user, word)
        elif b"LOGINDISABLED" in offered:
            raise SignInError(f"{host} takes no password sign-in. Nothing was sent; ask its provider.")
        elif not (word.isascii() and user.isascii()):
            raise SignInError(
                f"{host} takes only ASCII characters in user names and passwords. Nothing was sent; "
                "choose others."
            )
        else:
            # The library quotes the password and forgets the user name.
            client.login(quoted(user, "The user name"), passed(word, "The password", secret=True))
    except imaplib.IMAP4.error as error:
        raise sign_in_error(error, host=host, user=user) from error
