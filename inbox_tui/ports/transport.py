"""The mail server, outbound: what may come of handing over a message."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ..core.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """250 after the final dot: the server has it, whatever happens afterwards."""

    reply: str
    refused: Mapping[str, str]
    """Recipients that this server did not take, with its words."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The server said no. ``permanent`` tells 5xx from 4xx."""

    permanent: bool
    reply: str


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """The message surely did not go: no connection, or it broke before the text was handed over."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountStopped:
    """Sign-in or certificate failed: trying again by itself could lock the account."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The line broke after the text was handed over: it may have been delivered."""

    reason: str


Outcome = Accepted | Refused | Unreachable | AccountStopped | Unknown


class Transport(Protocol):
    """One SMTP account. A connection is reused between deliveries and reopened when it is gone."""

    async def connect(self) -> tuple[str, ...]:
        """Sign in and return the server's extensions. Raises the MailErrors of ``errors``."""
        ...

    async def deliver(self, *, sender: str, to: Sequence[str], raw: bytes) -> Outcome:
        """Hand over ``raw`` exactly as it is. Never raises for what a network can do."""
        ...

    async def close(self) -> None:
        """Say goodbye; an error here changes nothing."""
        ...
