"""One SMTP account: opening, signing in and handing over, with an outcome that never guesses.

MAIL, RCPT and DATA are separate calls, and DATA itself is two steps, because everything hangs on when a
line breaks: before the server said 354 the message surely did not go, afterwards it may have.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from ..config import Account
from ..core.letter import LetterError, wire_address
from ..errors import CertificateError, InboxError, MailError, SignInError, UnreachableError
from ..ports import Accepted, AccountStopped, Outcome, Refused, Unknown, Unreachable
from .smtp_answer import answer_within
from .smtp_door import SmtpDoor, one_line, server_reply
from .smtp_envelope import NotPossibleError, encoding_for, mail_options

if TYPE_CHECKING:
    from aiosmtplib import SMTP

T = TypeVar("T")

PROBE_SECONDS = 5.0
"""How long an idle connection may take to say that it is still alive."""
GOODBYE_SECONDS = 2.0
DOT_SECONDS = 120.0
"""How long a server may think about a message that it has: giving up sooner would make a question of what
is merely slow. A large one may take longer to travel, up to ``LONGEST_DOT``, well inside the lease."""
LONGEST_DOT = 400.0
SLOWEST_LINE = 50_000
"""Bytes a second."""
STILL_WARM = 5.0
"""A connection that took a message so many seconds ago needs no question whether it is alive."""
STEPS = 4
"""Everything before the text may take this many timeouts together: well inside the lease of a claim."""
_ASKS_FOR_SIGN_IN = frozenset({530, 534, 535, 538})
_BARE_ENDS = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")


class SmtpTransport:
    """Delivers for one account (see ``ports.Transport``). ``timeout`` is in seconds, for each step;
    ``dot_timeout`` for the answer to the message itself.

    ``password`` is asked on a thread of its own and only when the server wants a sign-in; ``refused`` is
    called when the server does not take it.
    """

    def __init__(
        self,
        *,
        name: str,
        account: Account,
        password: Callable[[], str | None],
        refused: Callable[[], None] = lambda: None,
        timeout: float = 30,
        dot_timeout: float = DOT_SECONDS,
    ) -> None:
        self._door = SmtpDoor(name=name, account=account, password=password, refused=refused, timeout=timeout)
        self._host = self._door.host
        self._timeout = timeout
        self._dot_timeout = dot_timeout
        self._clean_at = float("-inf")
        self._client: SMTP | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()

    async def connect(self) -> tuple[str, ...]:
        """Sign in (if not yet) and return the server's extensions with their parameters.

        Raises UnreachableError, SignInError, CertificateError, ConfigError, or SecretError when there is no
        password.
        """
        async with self._turn():
            try:
                client, _ = await self._bounded(self._ready)
            except asyncio.CancelledError:
                self._drop()
                raise
            return tuple(
                sorted(one_line(f"{word.upper()} {rest}") for word, rest in client.esmtp_extensions.items())
            )

    async def deliver(self, *, sender: str, to: Sequence[str], raw: bytes) -> Outcome:
        """Hand over ``raw``; only line ends that SMTP forbids are mended. Never raises for a network."""
        from aiosmtplib import SMTPException

        data = _BARE_ENDS.sub(b"\r\n", raw)
        try:
            given = {wire_address(one): one for one in to}
            envelope = (wire_address(sender), tuple(given))
        except LetterError as error:
            return Refused(permanent=True, reply=f"{error} Nothing was sent.")
        if not given:
            return Refused(permanent=True, reply="There is nobody to send this to. Nothing was sent.")
        async with self._turn():
            try:
                opened = await self._bounded(lambda: self._open_envelope(*envelope, data))
                if not isinstance(opened, dict):
                    return opened
                refused = {given[one]: reply for one, reply in opened.items()}
                return await self._hand_over(data, refused=refused)
            except (SignInError, CertificateError) as error:
                return AccountStopped(reason=str(error))
            except MailError as error:
                return Unreachable(reason=str(error))
            except InboxError as error:
                return AccountStopped(reason=str(error))
            except (SMTPException, OSError) as error:
                self._drop()
                return Unreachable(reason=str(self._door.translated(error)))
            except asyncio.CancelledError:
                self._drop()
                raise

    async def close(self) -> None:
        """Say goodbye for two seconds at most; an error here changes nothing."""
        from aiosmtplib import SMTPException

        async with self._turn():
            if self._client is None:
                return
            try:
                await self._client.quit(timeout=GOODBYE_SECONDS)
            except (SMTPException, OSError):
                return
            finally:
                self._drop()

    # --- the steps of a delivery -------------------------------------------------------------

    async def _open_envelope(
        self, sender: str, to: tuple[str, ...], data: bytes
    ) -> dict[str, str] | Refused | AccountStopped:
        """MAIL, RCPT and DATA up to 354: the recipients that were refused, or why nothing can go."""
        from aiosmtplib import SMTPRecipientRefused, SMTPSenderRefused

        try:
            client = await self._mail(sender, to, data)
        except SMTPSenderRefused as error:
            reply = server_reply(error.code, error.message)
            if error.code in _ASKS_FOR_SIGN_IN:
                return AccountStopped(reason=f"{self._host} takes no mail without a sign-in: {reply}")
            return Refused(permanent=error.code >= 500, reply=reply)
        except NotPossibleError as error:
            return Refused(permanent=True, reply=f"{error} Nothing was sent.")
        refused: dict[str, str] = {}
        codes: list[int] = []
        encoding = encoding_for(to)
        for one in to:
            try:
                await client.rcpt(one, encoding=encoding)
            except SMTPRecipientRefused as error:
                refused[one] = server_reply(error.code, error.message)
                codes.append(error.code)
        if len(refused) == len(to):
            return Refused(permanent=min(codes) >= 500, reply="; ".join(dict.fromkeys(refused.values())))
        code, message = await client.execute_command(b"DATA")
        if code == 354:
            return refused
        if code < 400:
            self._drop()
            raise UnreachableError(
                f"{self._host} answered DATA with {server_reply(code, message)}. Nothing was sent."
            )
        return Refused(permanent=code >= 500, reply=server_reply(code, message))

    async def _mail(self, sender: str, to: tuple[str, ...], data: bytes) -> "SMTP":
        """A connection on which MAIL was accepted; one that had gone stale is replaced once."""
        from aiosmtplib import SMTPSenderRefused, SMTPServerDisconnected

        client, reused = await self._ready()
        encoding = encoding_for((sender, *to))

        async def mail(client: "SMTP") -> None:
            options = mail_options(client.esmtp_extensions, host=self._host, encoding=encoding, data=data)
            await client.mail(sender, options=options, encoding=encoding)

        try:
            await mail(client)
        except (SMTPServerDisconnected, SMTPSenderRefused) as error:
            if not reused or (isinstance(error, SMTPSenderRefused) and error.code != 421):
                raise
            self._drop()
            client, _ = await self._ready()
            await mail(client)
        return client

    async def _hand_over(self, data: bytes, *, refused: dict[str, str]) -> Outcome:
        """The text and the final dot. From here on, silence means that nobody knows."""
        from aiosmtplib import SMTPException, SMTPReadTimeoutError, SMTPServerDisconnected

        protocol = self._client.protocol if self._client is not None else None
        text = _LEADING_DOT.sub(b"..", data)
        try:
            if protocol is None:
                raise SMTPServerDisconnected("Connection lost")
            # It either takes all of it or, on a line known to be dead, nothing.
            protocol.write((text if text.endswith(b"\r\n") else text + b"\r\n") + b".\r\n")
        except SMTPServerDisconnected:
            self._drop()
            return Unreachable(reason=f"{self._host} hung up before the message was sent.")
        try:
            patience = min(self._dot_timeout + len(text) / SLOWEST_LINE, LONGEST_DOT)
            code, message = await answer_within(patience, protocol)
        except SMTPReadTimeoutError:
            self._drop()
            return Unknown(reason=f"{self._host} said nothing after the text was sent.")
        except (SMTPException, OSError):
            self._drop()
            return Unknown(reason=f"the line to {self._host} broke after the text was sent.")
        if 200 <= code < 300:
            self._clean_at = monotonic()
            return Accepted(reply=server_reply(code, message), refused=refused)
        if 400 <= code < 600:
            if code == 421:
                self._drop()
            return Refused(permanent=code >= 500, reply=server_reply(code, message))
        self._drop()
        return Unknown(reason=f"{self._host} answered the message with {server_reply(code, message)}.")

    # --- the connection ----------------------------------------------------------------------

    async def _ready(self) -> tuple["SMTP", bool]:
        """A connection with no envelope open, and whether it had been used before."""
        from aiosmtplib import SMTPException

        clean_at, self._clean_at = self._clean_at, float("-inf")
        if self._client is not None:
            if monotonic() - clean_at < STILL_WARM:
                return self._client, True
            try:
                await self._client.rset(timeout=min(self._timeout, PROBE_SECONDS))
                return self._client, True
            except (SMTPException, OSError):
                self._drop()
        self._client = await self._door.open()
        return self._client, False

    async def _bounded(self, step: Callable[[], Awaitable[T]]) -> T:
        """The step, within the time that everything before the text may take."""
        limit = STEPS * self._timeout
        try:
            async with asyncio.timeout(limit):
                return await step()
        except TimeoutError as error:
            self._drop()
            raise self._door.translated(error) from error

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One caller at a time; a connection of another event loop is of no use to this one."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._lock, self._client = loop, asyncio.Lock(), None
        async with self._lock:
            yield

    def _drop(self) -> None:
        """Hang up at once: nothing that is still unsent may leave later."""
        client, self._client = self._client, None
        if client is None:
            return
        wire = client.transport
        client.close()
        if isinstance(wire, asyncio.WriteTransport):
            wire.abort()
