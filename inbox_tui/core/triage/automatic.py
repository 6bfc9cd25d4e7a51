"""Mail that no person wrote: bounces, delays, absence notes, newsletters, receipts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.words import words_of

_LETTER = 20_000  # characters in which a foot is looked for
_READ = 1500  # a notice says what it is at once; mail quoted below it must not


class AutomaticKind(StrEnum):
    """Who or what wrote a mail, when it was no person."""

    NONE = "none"
    BOUNCE = "bounce"
    DELAYED = "delayed"
    OUT_OF_OFFICE = "out_of_office"
    NEWSLETTER = "newsletter"
    OTHER = "other"


_MAILER = re.compile(r"^(?:mailer-daemon|post_?master|mail-daemon|maildaemon|mailerdaemon)\b", re.IGNORECASE)
_ROBOT = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|notifications?|alerts?|reports?|bounces?|automated|robot"
    r"|system|monitor(?:ing)?|cron|backup)\b",
    re.IGNORECASE,
)


# The foot of a circular, told from a customer who writes that unsubscribing does not work.
_FOOT = re.compile(
    r"\bunsubscribe\s*[|·•]|[|·•]\s*unsubscribe\b|\bto unsubscribe\b|\bunsubscribe (?:here|at any time)\b"
    r"|\bunsubscribe\.?\s*\Z|\bclick here to unsubscribe\b",
    re.IGNORECASE,
)
_CIRCULAR = re.compile(
    r"\bin (?:your|a) browser\b|\byou(?:'re| are) (?:receiving|getting) this\b|\b(?:update|manage) (?:your )?"
    r"(?:profile|preferences)\b|\bno longer wish to\b|\bunsubscribe at any time\b|\d ?% off\b|\bthis week:"
    r"|\b(?:read|listen) (?:on|now|more|online)\b",
    re.IGNORECASE,
)


def lowered(headers: Mapping[str, str]) -> dict[str, str]:
    """Header names in lower case, values as text, whatever the mapping held."""
    return {str(name).strip().casefold(): str(value).strip() for name, value in headers.items()}


def kind_of_automatic(headers: Mapping[str, str], from_addr: str, subject: str, text: str) -> AutomaticKind:
    """What kind of automatic mail this is, or NONE for mail of a person.

    Headers decide where they are present (RFC 3834: `Auto-Submitted: no` means a person); words decide
    between the kinds, and alone only where no person writes so, because forwarded notices lose their headers.
    """
    fields = lowered(headers)
    said = _phrases_in(f"{subject}\n\n{text[:_READ]}")
    said_in_subject = _phrases_in(subject)
    auto = fields.get("auto-submitted", "").split(";")[0].strip().casefold()
    replied = auto == "auto-replied" or any(
        f in fields for f in ("x-autoreply", "x-autorespond", "x-autoresponder")
    )
    sender = from_addr.strip() or fields.get("from", "")
    from_mailer = (
        _MAILER.match(sender) is not None or _MAILER.match(fields.get("from", "").lstrip('<"')) is not None
    )
    no_sender = fields.get("return-path", "?").strip() in {"<>", "< >", ""}
    content = fields.get("content-type", "").casefold()
    report = "delivery-status" in content or "x-failed-recipients" in fields
    generated = (
        replied or auto not in {"", "no"} or fields.get("x-auto-response-suppress", "") not in {"", "none"}
    )

    if report or from_mailer or (no_sender and said & {"bounce", "delayed"}):
        failed = fields.get("x-failed-recipients") is not None or "bounce" in said_in_subject
        return AutomaticKind.DELAYED if "delayed" in said and not failed else AutomaticKind.BOUNCE
    if auto == "no":
        return AutomaticKind.NONE
    if "away_plain" in said_in_subject or ("out_of_office" in said and (replied or no_sender or generated)):
        return AutomaticKind.OUT_OF_OFFICE
    if any(f in fields for f in ("list-unsubscribe", "list-id", "list-post")) or "feedback-id" in fields:
        return AutomaticKind.NEWSLETTER
    precedence = fields.get("precedence", "").casefold()
    if generated or no_sender or content.startswith("multipart/report"):
        return AutomaticKind.OTHER
    if precedence in {"bulk", "list", "junk", "auto_reply"}:
        return (
            AutomaticKind.NEWSLETTER if precedence == "list" or "newsletter" in said else AutomaticKind.OTHER
        )
    if said & {"auto_acknowledgement"} and _ROBOT.match(from_addr.strip()):
        return AutomaticKind.OTHER
    if _CIRCULAR.search(text[:_LETTER]) and _FOOT.search(text[:_LETTER].strip()):
        return AutomaticKind.NEWSLETTER
    if "bounce" in said_in_subject and "bounce" in _phrases_in(text[:_READ]):
        return AutomaticKind.BOUNCE
    if _ROBOT.match(from_addr.strip()):
        return AutomaticKind.OTHER
    return AutomaticKind.NONE


def _phrases_in(text: str) -> set[str]:
    return {hit.name for hit in rulebook("automatic").hits(words_of(text))}
