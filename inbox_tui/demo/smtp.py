"""The demo's SMTP side: takes everything, sends nothing on, keeps it all in memory."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

Delivery = Callable[[str, list[str], bytes], Awaitable[None]]
SIZE_LIMIT = 35_000_000


class MemorySmtp:
    """SMTP on loopback. Whatever it takes goes to ``deliver``: the sender, the recipients, the bytes."""

    def __init__(self, passwords: dict[str, str], deliver: Delivery) -> None:
        self.port = 0
        self._passwords = passwords
        self._deliver = deliver
        self._lines: list[SMTP] = []
        self._server: asyncio.Server | None = None

    async def open(self, host: str) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._answer, host, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._server.close()
        for line in self._lines:
            if isinstance(line.transport, asyncio.WriteTransport):
                line.transport.abort()

    def _answer(self) -> SMTP:
        # A line that is closed has no transport left and need not be remembered.
        self._lines = [line for line in self._lines if line.transport is not None]
        line = SMTP(
            self,
            hostname="mail.shop.example",
            ident="Demo mail, nothing leaves this computer",
            enable_SMTPUTF8=True,
            data_size_limit=SIZE_LIMIT,
            # A sign-in is possible on loopback but not required: the demo refuses nothing.
            auth_require_tls=False,
            authenticator=self._judge,
            loop=asyncio.get_running_loop(),
        )
        self._lines.append(line)
        return line

    def _judge(
        self, server: SMTP, session: object, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        wanted = self._passwords.get(data.login.decode("utf-8", "replace"))
        good = wanted is not None and data.password == wanted.encode()
        return AuthResult(success=good, handled=False)

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802
        """The name by which aiosmtpd asks what to do with a message."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode("utf-8", "surrogateescape")
        await self._deliver(envelope.mail_from or "", list(envelope.rcpt_tos), raw)
        return "250 2.0.0 Kept in memory; nothing left this computer"
