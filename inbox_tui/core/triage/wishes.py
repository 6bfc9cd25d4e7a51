"""What the customer asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from inbox_tui.core.triage.evidence import Evidence, is_negated
from inbox_tui.core.triage.model import Category, Remedy
from inbox_tui.core.triage.phrases import Hit
from inbox_tui.core.triage.words import Word

_OR = frozenset({"or", "oder", "ou", "o"})  # not the Dutch "of": "a refund of the replacement" is one wish
_NEAR = 6  # words from the last of one phrase to the first of its alternative
_SAID = 0.02  # probability from which a listed phrase is believed
_UNSAID = 0.25  # the same without one
_DENIED = 0.6  # the same where each such phrase is taken away: "no explanation", "I don't want my money back"


def remedies(evidence: Evidence, category: Category, likely: Mapping[Remedy, float]) -> tuple[Remedy, ...]:
    """The remedies asked for, in the order of the enumeration.

    A phrase of the lists needs little support by the model (`likely`), and the model alone needs more.
    Where two phrases are alternatives ("a new one or my money back"), who asks for one asks for both.
    "Send me" alone is redelivery where something is missing or late, and nothing elsewhere; where the same
    words ask for the right thing instead of a wrong one, they are a replacement only.
    """
    words = evidence.words
    denied = evidence.found.get("not_a_wish", [])

    def stands(hit: Hit) -> bool:
        inside = any(d.first <= hit.first <= d.last for d in denied)
        return not inside and not is_negated(words, hit)

    def enough(remedy: Remedy) -> float:
        hits = evidence.found.get(remedy.value, ())
        if not hits:
            return _UNSAID
        return _SAID if any(stands(hit) for hit in hits) else _DENIED

    asked = {remedy for remedy in Remedy if likely.get(remedy, 0.0) >= enough(remedy)}
    phrases = [(r, hit) for r in Remedy for hit in evidence.found.get(r.value, ()) if stands(hit)]
    joined = [pair for pair in _alternatives(words, phrases) if not asked.isdisjoint(pair)]
    asked = asked.union(*joined)
    if category not in {Category.LATE_DELIVERY, Category.WRONG_OR_MISSING_ITEM}:
        asked.discard(Remedy.REDELIVERY)
    if {Remedy.REPLACEMENT, Remedy.REDELIVERY} <= asked:
        late = category is Category.LATE_DELIVERY
        asked.discard(Remedy.REPLACEMENT if late else Remedy.REDELIVERY)
    return tuple(remedy for remedy in Remedy if remedy in asked)


def _alternatives(
    words: Sequence[Word], phrases: Iterable[tuple[Remedy, Hit]]
) -> Iterator[tuple[Remedy, Remedy]]:
    """The remedies of which an "or" leads from one to the other in the same sentence."""
    ordered = sorted(phrases, key=lambda phrase: (phrase[1].first, phrase[1].last))
    for at, (remedy, hit) in enumerate(ordered):
        for other, later in ordered[at + 1 :]:
            between = words[hit.last : later.first + 1]
            if len(between) > _NEAR or words[hit.first].sentence != words[later.last].sentence:
                break
            if any(word.text in _OR for word in between):
                yield remedy, other
