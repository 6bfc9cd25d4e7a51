"""Parts that one clause carries while the sentence around it hides them.

A second look only ever adds a part that the draft is still without. Mistakes are left to the whole sentence:
what excuses or blames depends on what it is joined to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .complaint import Particulars
from .context import LABELS, ruled, vectors
from .document import Outcome
from .learned import FLOOR, Learned, certain, guard
from .masking import MASK
from .reading import Read, Reading

PARTS: dict[str, tuple[float, float]] = {
    "empathy": (1.5, 2.0),
    "explanation": (0.0, 1.0),
    "fault": (1.0, 2.0),
    "commitment": (0.5, 0.75),
    "solution": (1.5, 1.5),
    "follow_up": (2.0, 4.0),
}
"""The log-odds from which a clause carries a part, where a rule found it as well and where none did."""

_PLACE = {check: LABELS.index(check) for check in PARTS}
_HOPELESS = -3.0
_TIES = frozenset({":", ";", "-", "--"})
_LIKELIER = 0.75

Span = tuple[int, int]


def open_clauses(reading: Reading, apart: Reading, missing: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """By number the clauses that may well carry a part that the draft is still without."""
    whole = {_span(read) for read in reading.sentences}
    open_ones = {}
    for number, read in enumerate(apart.sentences):
        # Half a sentence about quoted words leaves too much to guess.
        if _span(read) in whole or MASK in read.words.line or " " not in read.text.strip():
            continue
        by_rules = {hit.rule.check for hit in read.hits}
        likely = tuple(
            check
            for check in missing
            if check in by_rules or check == "explanation" or read.odds[_PLACE[check]] >= _HOPELESS
        )
        if likely:
            open_ones[number] = likely
    return open_ones


def by_clauses(
    model: Learned,
    apart: Reading,
    by_rules: Mapping[str, Outcome],
    details: Particulars | None,
    open_ones: Mapping[int, tuple[str, ...]],
) -> dict[str, Outcome]:
    """The parts that those clauses carry, at the clauses; `by_rules` is what the rules find in `apart`."""
    marks = ruled(apart, by_rules)
    rows = vectors(apart, marks, [read.odds for read in apart.sentences], details, frozenset(open_ones))
    causes = _causes(apart, marks)
    carrying: dict[str, list[Read]] = {}
    for (number, likely), row in zip(sorted(open_ones.items()), rows, strict=True):
        read = apart.sentences[number]
        sure = certain(read)
        odds = [FLOOR] * len(LABELS)
        for check in likely:
            odds[_PLACE[check]] = model.around.score(_PLACE[check], row)
        guard(read, odds)
        for check in likely:
            backed, alone = PARTS[check]
            enough = backed if check in marks[number] else alone
            if check == "explanation" and number in causes:
                enough -= _LIKELIER
            if check in sure or odds[_PLACE[check]] >= enough:
                carrying.setdefault(check, []).append(read)
    return {check: _carried(check, reads) for check, reads in carrying.items()}


def _causes(apart: Reading, marks: Sequence[frozenset[str]]) -> frozenset[int]:
    """The clauses that a colon or a dash ties to an owned failure: what stands there is nearly always why."""
    clauses = apart.sentences
    return frozenset(
        number
        for number in range(1, len(clauses))
        if "fault" in marks[number - 1]
        and apart.text[_span(clauses[number - 1])[1] : clauses[number].start].strip() in _TIES
    )


def _carried(check: str, clauses: Sequence[Read]) -> Outcome:
    rules = [f"{check}/{hit.rule.id}" for read in clauses for hit in read.hits if hit.rule.check == check]
    return Outcome(
        True,
        tuple(_span(read) for read in clauses),
        tuple(read.words.line.strip() for read in clauses),
        tuple(dict.fromkeys(rules or [f"{check}/learned"])),
    )


def _span(read: Read) -> Span:
    return read.start, read.start + len(read.text)
