"""The way in to an SMTP server: connect, encrypt, sign in once, and say in plain words what went wrong."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from ..config import Account
from ..errors import CertificateError, MailError, SignInError, UnreachableError
from .tls import certificate_error, check_plain, tls_context

if TYPE_CHECKING:
    from aiosmtplib import SMTP

T = TypeVar("T")


class SmtpDoor:
    """The way in to one account's server. Each step takes ``timeout`` seconds at most.

    ``password`` is asked on a thread of its own and only when the server wants a sign-in; ``refused`` is
    called when the server does not take it.
    """

    def __init__(
        self,
        *,
        name: str,
        account: Account,
        password: Callable[[], str | None],
        refused: Callable[[], None],
        timeout: float,
    ) -> None:
        self.name = name
        self.host = account.smtp.host.strip("[]")
        self._account = account
        self._password = password
        self._refused = refused
        self._timeout = timeout

    async def open(self) -> "SMTP":
        """A connection that is ready for MAIL.

        Raises UnreachableError, SignInError, CertificateError, ConfigError for another computer without
        encryption, or SecretError from ``password``.
        """
        from aiosmtplib import SMTP, SMTPException

        server = self._account.smtp
        check_plain(server)
        client = SMTP(
            hostname=self.host,
            port=server.port,
            timeout=self._timeout,
            use_tls=server.tls == "implicit",
            start_tls=False,
            tls_context=None if server.tls == "off" else tls_context(self._account.ca_file),
            # Not the real name of this computer: asking for it can take seconds and tells strangers of it.
            local_hostname="[127.0.0.1]",
        )
        opened = False
        try:
            await client.connect()
            await _greet(client)
            if server.tls == "starttls":
                await self._start_tls(client)
                await _greet(client)
            if client.server_auth_methods:
                await self._sign_in(client)
            opened = True
        except (SMTPException, OSError, UnicodeError) as error:
            raise self.translated(error) from error
        finally:
            if not opened:
                client.close()
        return client

    async def _start_tls(self, client: "SMTP") -> None:
        """STARTTLS or nothing: to go on without it would hand the password to whoever took it away."""
        from aiosmtplib import SMTPResponseException

        if not client.supports_extension("starttls"):
            raise CertificateError(
                f"{self.host} offers no encryption (STARTTLS) on port {self._account.smtp.port}, "
                "so nothing was sent. Check the port, or use implicit TLS."
            )
        try:
            await client.starttls()
        except SMTPResponseException as error:
            if 400 <= error.code < 500:
                raise
            raise CertificateError(
                f"{self.host} refused to start encryption: {server_reply(error.code, error.message)}. "
                "Nothing was sent."
            ) from error

    async def _sign_in(self, client: "SMTP") -> None:
        """One try with one method: a wrong password told three times over could lock the account."""
        from aiosmtplib import SMTPAuthenticationError

        ways = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
        offered = [method for name, method in ways.items() if name in client.server_auth_methods]
        password = await _aside(self._password)
        if password is None:
            raise SignInError(f"{self.host} asks for a password, and the account “{self.name}” has none.")
        user = self._account.smtp_login
        for method in offered:
            try:
                await method(user, password)
            except SMTPAuthenticationError as error:
                reply = server_reply(error.code, error.message)
                if error.code == 504:  # it does not know this method after all; the password was not judged
                    continue
                if 400 <= error.code < 500:
                    raise UnreachableError(
                        f"{self.host} cannot check the sign-in just now: {reply}"
                    ) from error
                self._refused()
                raise SignInError(f"{self.host} refused the sign-in of {user}: {reply}") from error
            else:
                return
        known = one_line(" ".join(client.server_auth_methods))
        raise SignInError(f"{self.host} knows none of our ways to sign in (it has {known}).")

    def translated(self, error: Exception) -> MailError:
        """A library's error in words for the owner."""
        place = f"{self.host} port {self._account.smtp.port}"
        for link in _chain(error):
            if isinstance(link, ssl.SSLCertVerificationError):
                return certificate_error(link, host=self.host)
            if isinstance(link, ssl.SSLError) and not isinstance(link, ssl.SSLEOFError):
                return CertificateError(
                    f"No encrypted connection to {place}: {one_line(link.reason or link)}. Nothing was sent. "
                    "Check the port and the kind of encryption."
                )
        why = one_line(error) or "it did not answer in time"
        return UnreachableError(f"{place} could not be reached: {why}. Nothing was sent.")


def server_reply(code: int, message: str) -> str:
    """A server's answer as one clean line."""
    return one_line(f"{code} {message}")


def one_line(found: object) -> str:
    """Words from outside, safe to show."""
    from ..core.text import clean_line

    return clean_line(str(found)).strip()


async def _greet(client: "SMTP") -> None:
    """EHLO, or HELO where a server is that old."""
    from aiosmtplib import SMTPHeloError

    try:
        await client.ehlo()
    except SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it came from."""
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


async def _aside(call: Callable[[], T]) -> T:
    """The result of a blocking call from a daemon thread, for which quitting does not wait."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result, failure = None, None
        try:
            result = call()
        except BaseException as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=work, daemon=True, name="smtp-password").start()
    return await answer
