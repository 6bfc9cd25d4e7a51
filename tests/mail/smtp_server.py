"""An SMTP server that misbehaves on request, and counts what it took."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "Grüße, 世界"


@dataclass
class Behaviour:
    """What the server does wrong, and what it saw."""

    fault: str = ""
    slow: float = 5
    """Seconds that a slow answer takes."""
    received: list[Envelope] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    commands: list[str] = field(default_factory=list)
    lines: list[asyncio.Transport] = field(default_factory=list)
    """As they were opened."""
    took_one: asyncio.Event = field(default_factory=asyncio.Event)

    def login(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """The callback that judges a password."""
        self.logins += 1
        good = data.login == b"owner@shop.example" and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuses by address."""
        if address.startswith("gone@"):
            return "550 5.1.1 No such user \x1b[31mhere"
        if address.startswith("later@"):
            return "450 4.2.1 Mailbox is busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The answer to the final dot."""
        match self.fault:
            case "drop after dot":
                self.received.append(envelope)
                hang_up(server)
                return "250 never heard"
            case "slow dot":
                self.received.append(envelope)
                self.took_one.set()
                await asyncio.sleep(self.slow)
                return "250 2.0.0 Queued at last"
            case "nonsense after dot":
                self.received.append(envelope)
                return "who knows"
            case "421 after dot" | "451 after dot" | "554 after dot":
                return f"{self.fault[:3]} 4.3.0 Not now"
        self.received.append(envelope)
        return "250 2.0.0 Queued as 12345"


def hang_up(server: SMTP) -> None:
    """Break the line without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


class FaultySmtp(SMTP):
    """aiosmtpd with faults before and inside DATA."""

    @property
    def behaviour(self) -> Behaviour:
        """The script of this server."""
        found = self.event_handler
        assert isinstance(found, Behaviour)
        return found

    def connection_made(self, transport: Any) -> None:
        """Counts, and hangs up at once when told to."""
        if self.session is None:
            self.behaviour.connections += 1
            self.behaviour.lines.append(transport)
        super().connection_made(transport)
        if self.behaviour.fault == "drop at once":
            hang_up(self)

    async def push(self, status: Any) -> None:
        """Changes the greeting."""
        if self.behaviour.fault == "no room" and str(status).startswith("220"):
            status = "421 Too many connections"
        if self.behaviour.fault.endswith(" greeting") and str(status).startswith("220"):
            status = f"{self.behaviour.fault[:3]} 4.3.2 Not now"
        await super().push(status)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        """Cannot ask its list of users just now."""
        if self.behaviour.fault.endswith(" at auth"):
            await self.push(f"{self.behaviour.fault[:3]} 4.7.0 Not now")
            return
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        """Refuses the sender, or tires of the connection."""
        self.behaviour.commands.append(f"MAIL {arg}")
        match self.behaviour.fault:
            case "550 mail" | "554 mail" | "451 mail" | "530 mail" | "421 mail":
                await self.push(f"{self.behaviour.fault[:3]} 5.0.0 Not from you")
            case "421 second mail" if len(self.behaviour.commands) == 2:
                await self.push("421 4.7.0 One message for each connection")
                hang_up(self)
            case _:
                await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        """Hangs up."""
        match self.behaviour.fault:
            case "drop at rcpt":
                hang_up(self)
                return
            case "silent at rcpt":
                await asyncio.sleep(self.behaviour.slow)
            case "451 at rcpt" | "554 at rcpt" | "421 at rcpt":
                await self.push(f"{self.behaviour.fault[:3]} 4.0.0 Not to them")
                return
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Fails before 354, or right behind it."""
        match self.behaviour.fault:
            case "drop at data":
                hang_up(self)
            case "silent at data":
                await asyncio.sleep(5)
            case "451 at data" | "554 at data" | "421 at data":
                await self.push(f"{self.behaviour.fault[:3]} 5.0.0 No text from you")
            case "drop before dot":
                await self.push("354 Go on")
                await self._reader.readline()
                hang_up(self)
            case _:
                await super().smtp_DATA(arg)


@asynccontextmanager
async def faulty_server(
    behaviour: Behaviour,
    *,
    sign_in: bool = False,
    starttls: ssl.SSLContext | None = None,
    implicit: ssl.SSLContext | None = None,
    **options: Any,
) -> AsyncIterator[int]:
    """The port of a server on loopback that does as ``behaviour`` says."""
    loop = asyncio.get_running_loop()
    made: list[FaultySmtp] = []

    def factory() -> FaultySmtp:
        made.append(
            FaultySmtp(
                behaviour,
                hostname="mail.shop.example",
                loop=loop,
                tls_context=starttls,
                auth_require_tls=False,
                authenticator=behaviour.login,
                auth_exclude_mechanism=None if sign_in else ["LOGIN", "PLAIN"],
                **options,
            )
        )
        return made[-1]

    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=implicit)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for one in made:
            hang_up(one)
        await asyncio.sleep(0)
