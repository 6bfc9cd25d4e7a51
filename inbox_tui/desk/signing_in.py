"""A try to sign in to both servers of an account, and what it says about the account."""

from ..core.frozen import dataclass
from ..errors import InboxError
from ..ports import MailServer, Transport

WAYS = ("reading (IMAP)", "sending (SMTP)")


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How a try to sign in went. ``wrong`` is None when it worked."""

    capabilities: tuple[str, ...] = ()
    wrong: InboxError | None = None

    @property
    def error(self) -> str:
        """One sentence, empty when it worked."""
        return "" if self.wrong is None else str(self.wrong)


BothTried = tuple[Tried, Tried]
"""IMAP and SMTP."""


async def sign_in(server: MailServer, transport: Transport) -> BothTried:
    """Sign in to both and hang up. Blocks on the first."""
    try:
        imap = Tried(capabilities=server.connect())
    except InboxError as error:
        imap = Tried(wrong=error)
    finally:
        server.close()
    try:
        smtp = Tried(capabilities=await transport.connect())
    except InboxError as error:
        smtp = Tried(wrong=error)
    finally:
        await transport.close()
    return imap, smtp


def failure(tested: BothTried) -> str:
    """One sentence for what did not work, empty where both did."""
    for what, one in zip(WAYS, tested, strict=True):
        if one.wrong is not None:
            return f"{what} failed: {one.error}"
    return ""
