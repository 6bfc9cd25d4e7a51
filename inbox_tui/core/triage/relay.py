"""Words of a customer that a marketplace, a review site or a form passes on."""

from __future__ import annotations

import re

from inbox_tui.core.triage.automatic import AutomaticKind
from inbox_tui.core.triage.evidence import gather
from inbox_tui.core.triage.words import words_of

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{12,4000})[\"”“»]")
_TOLD = re.compile(
    r"^[ \t>*]{0,4}(?:[^\n:]{1,60}\b(?:wrote|writes|said|says|schrieb|a écrit|escribió)"
    r"|message(?: from[^\n:]{0,60})?|comments?"
    r"|your message|buyer(?:'s)? (?:message|comments?|note)|customer(?:'s)? (?:message|comments?|note)"
    r"|reason(?: for [^\n:]{0,40})?"
    r"|details|enquiry|description|nachricht|mensaje|messaggio)[ \t]{0,3}:[ \t]*\n?(?P<words>.*)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_END = re.compile(
    r"\n\s*(?:reply to this|to reply|answer (?:this|the)|respond|do not|please do not|view (?:this|the"
    r"|order)|click|--|©|you are receiving"
    r"|you can reply|manage|this (?:message|e-?mail)|the buyer|regards)",
    re.IGNORECASE,
)
_FEW_STARS = re.compile(
    r"\b(?:1|one|2|two)(?:[- ]|/5|\s?out of 5|\s)(?:stars?)?\b(?=[^\n]{0,20}(?:star|review|rating|★|/5"
    r"|out of))|\b[12]/5\b|★(?!★)",
    re.IGNORECASE,
)
_STARS = re.compile(r"\bstars?\b|★|\breview\b|\brating\b", re.IGNORECASE)


def is_good_review(subject: str, text: str) -> bool:
    """Whether a notice tells of a review, and of no bad one."""
    opening = f"{subject}\n\n{text[:400]}"
    return _STARS.search(opening) is not None and _FEW_STARS.search(opening) is None


def relayed_words(subject: str, text: str, from_addr: str, kind: AutomaticKind) -> str | None:
    """The customer's own words inside an automatic mail, or None when it passes on nothing.

    A review counts only when it gives few stars: a good one needs no answer from the complaint desk.
    """
    if kind not in {AutomaticKind.OTHER, AutomaticKind.NONE}:
        return None
    opening = f"{subject}\n\n{text[:400]}"
    relay = gather("automatic", words_of(opening), opening)
    if kind is AutomaticKind.NONE and not (relay.said("relay_sure") and _TOLD.search(text)):
        return None
    if not relay.said("relay") and not relay.said("relay_sure"):
        return None
    if is_good_review(subject, text):
        return None
    told = _TOLD.search(text)
    if told is not None and told["words"].strip():
        words = _END.split(told["words"], maxsplit=1)[0].strip()
        quoted = _QUOTED.match(words)
        return quoted[1] if quoted else words
    quoted = _QUOTED.search(text)
    return quoted[1] if quoted else None
