"""Letters that came back, as services report them that send mail for others: a JSON value instead of words.

Read by its fields and not as a whole, because on its way a long line is broken wherever a server likes.
"""

import re

from ..core.text import clean_line
from ..ports import Bounce, BounceKind
from .headers import message_ids

_LIMIT = 60_000
_IS_BOUNCE = re.compile(r'"(?:notificationType|eventType)"\s{0,9}:\s{0,9}"(?:Bounce|DeliveryDelay)"')
_DELAYED = re.compile(r'"(?:action"\s{0,9}:\s{0,9}"delayed|eventType"\s{0,9}:\s{0,9}"DeliveryDelay)"')
_RECIPIENT = re.compile(r'"emailAddress"\s{0,9}:\s{0,9}"([^"\s]{3,320})"')
_REASON = re.compile(r'"(?:diagnosticCode|status)"\s{0,9}:\s{0,9}"([^"]{1,500})"')
_FIELD = re.compile(
    r'"name"\s{0,9}:\s{0,9}"message-id"\s{0,9},\s{0,9}"value"\s{0,9}:\s{0,9}"([^"]{1,500})"', re.IGNORECASE
)
_COMMON = re.compile(r'"messageId"\s{0,9}:\s{0,9}"(<[^"]{1,500}>)"')


def read_notice(text: str) -> Bounce | None:
    """What came back, if ``text`` (clean) is such a notice; else None."""
    if not text.lstrip().startswith("{") or not _IS_BOUNCE.search(text, 0, _LIMIT):
        return None
    delayed = _DELAYED.search(text, 0, _LIMIT)
    return Bounce(
        kind=BounceKind.DELAYED if delayed else BounceKind.FAILED,
        recipient=_first(_RECIPIENT, text),
        original_message_id=next(iter(message_ids(_first(_FIELD, text) or _first(_COMMON, text))), ""),
        reason=clean_line(_first(_REASON, text), limit=500),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text, 0, _LIMIT)
    return found[1] if found else ""
