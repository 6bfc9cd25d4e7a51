"""What can go wrong on an IMAP line, in the words of ``errors``.

A server's own words are untrusted: they come through ``clean_line`` and are kept short.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from ..core.text import clean_line
from ..errors import InboxError, MailboxGoneError, MailError, RefusedError, SignInError, UnreachableError
from .tls import certificate_error

_WORDS_LIMIT = 200
_FOR_NOW = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b|too many|connections? .*exceeded", re.IGNORECASE
)
_NO_MAILBOX = re.compile(r"\[(NONEXISTENT|TRYCREATE)\b", re.IGNORECASE)
# The libraries parse as they go, so a server that talks nonsense can raise nearly anything in them.
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, RecursionError)


def server_words(error: BaseException) -> str:
    """What the server said, without the library's wrapping, as one safe line."""
    text = re.sub(r"^(command: )?[A-Za-z]+ (failed|command error|=>):? *", "", str(error))
    return clean_line(text, limit=_WORDS_LIMIT) or "(no reason given)"


@contextmanager
def translated(host: str, timeout: float) -> Iterator[None]:
    """Turns what the libraries raise into our own errors; our own come through as they are."""
    host = clean_line(host)
    try:
        yield
    except InboxError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise certificate_error(error, host=host) from error
    except ssl.SSLError as error:
        raise UnreachableError(
            f"{host} and this computer could not agree on encryption ({server_words(error)}). "
            "Look at the port and tls of the account."
        ) from error
    except TimeoutError as error:
        raise UnreachableError(
            f"{host} did not answer within {timeout:g} s. What was fetched is kept; try again later."
        ) from error
    except socket.gaierror as error:
        raise UnreachableError(
            f"The server {host} was not found. Look at its name and at the network; nothing was lost."
        ) from error
    except ConnectionRefusedError as error:
        raise UnreachableError(
            f"{host} refused the connection. Look at the port of the account, or try again later."
        ) from error
    except imaplib.IMAP4.readonly as error:
        raise RefusedError(f"{host} lets this mailbox be read, but not changed.") from error
    except (OSError, EOFError, imaplib.IMAP4.abort) as error:
        raise UnreachableError(
            f"The connection to {host} broke ({server_words(error)}). What was fetched is kept; "
            "try again later."
        ) from error
    except imaplib.IMAP4.error as error:
        from imapclient.exceptions import ProtocolError

        if isinstance(error, ProtocolError):
            raise _not_imap(host) from error
        raise MailError(f"{host} said no: {server_words(error)}. Nothing was changed.") from error
    except _NONSENSE as error:
        raise _not_imap(host) from error


def _not_imap(host: str) -> UnreachableError:
    return UnreachableError(
        f"{host} gave an answer that is not IMAP. What was fetched is kept; try again later."
    )


def is_refusal(error: imaplib.IMAP4.error) -> bool:
    """True for NO and BAD; False when the line itself is broken."""
    # imapclient wraps a broken line into its LoginError without saying so.
    return not isinstance(error, imaplib.IMAP4.abort) and not isinstance(
        error.__context__, imaplib.IMAP4.abort | OSError
    )


def sign_in_error(error: imaplib.IMAP4.error, *, host: str, user: str) -> MailError:
    """The server did not let us in: for now, or for good."""
    words = server_words(error)
    if not is_refusal(error) or _FOR_NOW.search(words):
        return UnreachableError(f"{clean_line(host)} lets nobody in just now ({words}). Try again later.")
    return SignInError(
        f"{clean_line(host)} refused the sign-in of {clean_line(user)}: {words.rstrip('. ')}. "
        "Nothing was lost; look at the user name and the password of the account."
    )


def mailbox_error(error: imaplib.IMAP4.error, *, host: str, mailbox: str, opening: bool) -> MailError:
    """The server refused a mailbox. Most servers give no code for one that does not exist."""
    words = server_words(error)
    if opening and _FOR_NOW.search(words):
        return MailError(f"{clean_line(host)} cannot open {clean_line(mailbox)} just now ({words}).")
    if opening or _NO_MAILBOX.search(words):
        return MailboxGoneError(
            f"The mailbox {clean_line(mailbox)} cannot be opened on {clean_line(host)}: "
            f"{words.rstrip('. ')}. Nothing was lost; choose another with mailboxes of the account."
        )
    return MailError(f"{clean_line(host)} did not take the copy into {clean_line(mailbox)}: {words}.")
