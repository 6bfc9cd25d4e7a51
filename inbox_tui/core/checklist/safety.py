"""Calm words for the cases in which a kind reply can do harm: think first, and let the owner read along.

They are notices, not findings: there is nothing to tick off, and they never hold a reply back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Answer, Stance

NOTICES: dict[str, str] = {
    "injury": "Somebody may be hurt. Ask how they are first; let the owner read this, and an insurer if there"
    " is one, before you write whose fault it was.",
    "safety": "Others may be in danger too. Bring in the owner now, and stop selling it until somebody has"
    " looked; be kind, and admit a fault only when it is known.",
    "allergy": "Food or an allergy may have harmed somebody. Ask how they are, keep what is left of it, and"
    " bring in the owner before you write whose fault it was.",
    "legal": "The law is mentioned. Be kind and keep to facts; let the owner read this before it admits or"
    " refuses anything.",
    "chargeback": "Their bank may take the money back. Keep dates and proofs, and tell the owner before you"
    " promise money as well.",
    "public": "This may be read by many. Write as if everyone will see it, and let the owner read it first.",
    "vulnerable": "Somebody here needs extra care. Short plain words, one clear step, an offer to ring them;"
    " and tell the owner.",
}
"""What to think of, by the danger that triage names."""

ELSEWHERE = (
    "You stand by your answer and they wrote again. Say kindly where else they can turn; the scaffold"
    " “ombudsman” is a start."
)
"""A complaint that stays unresolved needs a way on: that an independent body exists, and how to reach it."""

_NAMED = re.compile(
    r"\b(?:ombuds\w+|adjudicat\w+|arbitrat\w+|mediat(?:or|ion)|conciliat\w+|small claims|trading standards"
    r"|(?:alternative )?dispute resolution|consumer (?:centre|council|advice|protection)"
    r"|schlichtung\w*|schiedsstelle|verbraucherzentrale)\b",
    re.IGNORECASE,
)


def notices(answer: Answer, stance: Stance) -> tuple[str, ...]:
    """What the owner should think of before this reply leaves; mostly nothing."""
    return tuple(_notices(answer, stance))


def _notices(answer: Answer, stance: Stance) -> Iterator[str]:
    for alarm in dict.fromkeys(answer.alarms):
        if alarm in NOTICES:
            yield NOTICES[alarm]
    if answer.wrote_again and stance is Stance.NOT_OURS and not _NAMED.search(answer.text):
        yield ELSEWHERE
