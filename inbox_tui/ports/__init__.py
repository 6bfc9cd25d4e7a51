"""The doors of the house: what the desk asks of mail servers, stores, clock and secrets.

Adapters implement these and translate their libraries' errors into ``errors``. Every port is blocking
unless it says ``async``; the program decides on which thread it runs (see ``Runner``).
"""

from .casebook import Casebook
from .mail_cache import Conversation, MailCache, Shelf, Verdict
from .mail_server import Fetched, MailboxStatus, MailServer
from .parser import Bounce, BounceKind, Parser
from .records import Act, Changed, Draft, HistoryEntry, Note, Present, Recorded, Stale, Taken
from .running import Clock, Marks, Runner
from .secrets import Secrets
from .transport import Accepted, AccountStopped, Outcome, Refused, Transport, Unknown, Unreachable

__all__ = [
    "Accepted",
    "AccountStopped",
    "Act",
    "Bounce",
    "BounceKind",
    "Casebook",
    "Changed",
    "Clock",
    "Conversation",
    "Draft",
    "Fetched",
    "HistoryEntry",
    "MailCache",
    "MailServer",
    "MailboxStatus",
    "Marks",
    "Note",
    "Outcome",
    "Parser",
    "Present",
    "Recorded",
    "Refused",
    "Runner",
    "Secrets",
    "Shelf",
    "Stale",
    "Taken",
    "Transport",
    "Unknown",
    "Unreachable",
    "Verdict",
]
