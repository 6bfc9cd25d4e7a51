"""What the customer asks for."""

from __future__ import annotations

from collections.abc import Mapping

from inbox_tui.core.triage.evidence import Evidence, is_negated
from inbox_tui.core.triage.model import Category, Remedy
from inbox_tui.core.triage.phrases import Hit

_SAID = 0.05  # probability from which a listed phrase is believed
_UNSAID = 0.3  # the same without one
_DENIED = 0.7  # the same where each such phrase is taken away: "no explanation", "I don't want my money back"


def remedies(evidence: Evidence, category: Category, likely: Mapping[Remedy, float]) -> tuple[Remedy, ...]:
    """The remedies asked for, in the order of the enumeration.

    A phrase of the lists needs little support by the model (`likely`), and the model alone needs more.
    "Send me" alone is redelivery where something is missing or late, and nothing elsewhere; where the same
    words ask for the right thing instead of a wrong one, they are a replacement only.
    """
    words = evidence.words
    denied = evidence.found.get("not_a_wish", [])

    def stands(hit: Hit) -> bool:
        inside = any(d.first <= hit.first and hit.last <= d.last + 1 and d.last >= hit.first for d in denied)
        return not inside and not is_negated(words, hit)

    def enough(remedy: Remedy) -> float:
        hits = evidence.found.get(remedy.value, ())
        if not hits:
            return _UNSAID
        return _SAID if any(stands(hit) for hit in hits) else _DENIED

    asked = {remedy for remedy in Remedy if likely.get(remedy, 0.0) >= enough(remedy)}
    if category not in {Category.LATE_DELIVERY, Category.WRONG_OR_MISSING_ITEM}:
        asked.discard(Remedy.REDELIVERY)
    if {Remedy.REPLACEMENT, Remedy.REDELIVERY} <= asked:
        late = category is Category.LATE_DELIVERY
        asked.discard(Remedy.REPLACEMENT if late else Remedy.REDELIVERY)
    return tuple(remedy for remedy in Remedy if remedy in asked)
