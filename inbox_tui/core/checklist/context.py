"""What a sentence's surroundings say about it: its neighbours, the whole draft, the complaint, the rules.

The words of a sentence alone cannot tell a cause that is owned from an excuse; what stands around it can.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ..linear import probability
from .complaint import Particulars
from .document import Outcome, accepts, rebuts
from .reading import Reading

LABELS: tuple[str, ...] = (
    "empathy",
    "validation",
    "explanation",
    "fault",
    "commitment",
    "solution",
    "follow_up",
    "excuse",
    "blame",
    "canned",
    "argue",
    "overpromise",
)
"""The checks that depend on how a sentence is meant, and so can be learned."""

STANCES: tuple[str, ...] = ("declines", "unsure")
"""What a sentence may say of the shop's stance: that it keeps to its answer, that it does not know yet."""

AMISS: tuple[str, ...] = ("excuse", "blame", "argue")
"""Mistakes that share so many of their words that whether it is any of them is surer than which."""

BESIDE: tuple[str, ...] = (*STANCES, "amiss")
"""What is learned of a sentence's words beside the checks."""

BENDS: tuple[float, ...] = (0.0, -2.5)
"""Log-odds from which those of the words count more, or less, than below."""

_ALONE = 0.65
_ENOUGH = 1.25
_CLIP = 6.0
_FAULT = LABELS.index("fault")

NAMES: tuple[str, ...] = (
    *(f"own {c}" for c in LABELS),
    *(f"rule {c}" for c in LABELS),
    *(f"before {c}" for c in LABELS),
    *(f"after {c}" for c in LABELS),
    *(f"elsewhere {c}" for c in LABELS),
    *(f"draft {c}" for c in LABELS),
    "owned close by",
    "no complaint",
    "shares",
    "shares some",
    "shares much",
    "shares most",
    "accepts",
    "rebuts",
    "accepts and shares",
    "first",
    "last",
    "place",
    "short draft",
    "long draft",
    "asks",
    *(f"own {c} beyond {bend}" for bend in BENDS for c in LABELS),
    "asks only",
    *(f"own {s}" for s in BESIDE),
    *(f"draft {s}" for s in BESIDE),
)
"""What each place of a vector holds."""


def ruled(reading: Reading, found: Mapping[str, Outcome]) -> list[frozenset[str]]:
    """For each sentence the checks that the rules, with all they know of the draft, found in it."""
    marks: list[set[str]] = [set() for _ in reading.sentences]
    starts = [read.start for read in reading.sentences]
    for check in LABELS:
        outcome = found.get(check)
        if outcome is None or not outcome.found:
            continue
        for start, end in outcome.spans:
            number = max(0, bisect_right(starts, start) - 1)
            while number < len(starts) and starts[number] < end:
                if start < starts[number] + len(reading.sentences[number].text):
                    marks[number].add(check)
                number += 1
    return [frozenset(m) for m in marks]


def vectors(
    reading: Reading,
    marks: Sequence[frozenset[str]],
    own: Sequence[Sequence[float]],
    details: Particulars | None,
    only: frozenset[int] | None = None,
) -> list[list[float]]:
    """One vector for each sentence, in the order of NAMES; `own` are the scores from its words alone, of
    LABELS and then of BESIDE.

    With `only`, the vectors of these sentences, in order.
    """
    count = len(reading.sentences)
    clipped = [[s if -_CLIP < s < _CLIP else (_CLIP if s > 0 else -_CLIP) for s in scores] for scores in own]
    odds = [scores[: len(LABELS)] for scores in clipped]
    beside = [scores[len(LABELS) :] for scores in clipped]
    firmest = [max(each) for each in zip(*beside, strict=True)]
    chances = [[probability(s) for s in scores] for scores in odds]
    nothing = [0.0] * len(LABELS)
    draft = [1.0 if any(check in m for m in marks) else 0.0 for check in LABELS]
    best, second = _two_best(chances)
    shared = [
        details.shared(read.text)[0] if details and not read.borrowed else 0.0 for read in reading.sentences
    ]
    most = max(shared, default=0.0)
    asked = 1.0 if details and details.asks else 0.0
    rows = []
    for number, read in enumerate(reading.sentences):
        if only is not None and number not in only:
            continue
        sharing = shared[number]
        accepting = accepts(read)
        elsewhere = [second[k] if chances[number][k] == best[k] else best[k] for k in range(len(LABELS))]
        rows.append(
            [
                *odds[number],
                *(1.0 if check in marks[number] else 0.0 for check in LABELS),
                *(chances[number - 1] if number else nothing),
                *(chances[number + 1] if number + 1 < count else nothing),
                *elsewhere,
                *draft,
                max(
                    (
                        chances[n][_FAULT]
                        for n in range(max(0, number - 2), min(count, number + 3))
                        if n != number
                    ),
                    default=0.0,
                ),
                0.0 if details else 1.0,
                min(sharing, 3.0),
                1.0 if sharing >= _ALONE else 0.0,
                1.0 if sharing >= _ENOUGH else 0.0,
                1.0 if sharing and sharing == most else 0.0,
                1.0 if accepting else 0.0,
                1.0 if rebuts(read) else 0.0,
                1.0 if accepting and sharing >= _ALONE else 0.0,
                1.0 if not number else 0.0,
                1.0 if number + 1 == count else 0.0,
                number / count,
                1.0 if count < 5 else 0.0,
                1.0 if count > 12 else 0.0,
                1.0 if read.words.words[-1:] == ("?",) else 0.0,
                *(s - bend if s > bend else 0.0 for bend in BENDS for s in odds[number]),
                asked,
                *beside[number],
                *firmest,
            ]
        )
    return rows


def _two_best(chances: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """The highest and second highest chance of every label in the draft."""
    best = [0.0] * len(LABELS)
    second = [0.0] * len(LABELS)
    for row in chances:
        for k, chance in enumerate(row):
            if chance > best[k]:
                best[k], second[k] = chance, best[k]
            elif chance > second[k]:
                second[k] = chance
    return best, second
