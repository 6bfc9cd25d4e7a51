"""What rules cannot list: a small model that was trained on labelled replies, and how it joins the rules.

Three steps, each plain addition: the words of a sentence, its surroundings with what the rules found, the
draft as a whole. The rules speak in the second step as evidence, and they name the words where they can.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..linear import Dense, dense, probability
from ..table import Table, restored
from .complaint import Particulars
from .context import BESIDE, LABELS, NAMES, ruled, vectors
from .document import STOCK, Outcome, owned_close_by, stock
from .features import local
from .lexicon import Lexicon
from .masking import MASK
from .matching import Fired, counted
from .reading import Read, Reading
from .sentences import Words
from .stance import STANCE_NAMES

LANGUAGES = frozenset({"en"})
"""Languages for which there are weights."""

DRAFT_NAMES: tuple[str, ...] = (
    "best",
    "second",
    "any",
    "sum",
    *(f"most {c}" for c in LABELS),
    "sentences",
    *(f"rules {c}" for c in LABELS),
    "asks only",
)
"""What each place of a draft's row holds."""

FLOOR = -6.0
"""The log-odds of what is out of the question."""
LEAST = -1.6
"""The log-odds that a sentence needs to be pointed at, however much the rest of the draft suggests it."""

# Where a guard objects to the words of these checks, nothing learned overrules it.
_SUPPOSABLE = frozenset({"fault", "commitment", "blame", "excuse", "argue", "overpromise", "empathy"})
_DENIABLE = _SUPPOSABLE | {"solution", "follow_up"}
_SURE = 0.0
_FAULT = LABELS.index("fault")
_EXCUSE = LABELS.index("excuse")
_SURER = tuple(LABELS.index(check) for check in ("blame", "argue", "overpromise"))
_PLAIN = 1.0
_DOUBT = 2.5
_UNLIKELY = -5.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The three steps, the guess of the stance, and for each label the log-odds from which a draft has it."""

    words: Table
    around: Dense
    draft: Dense
    stance: Dense
    thresholds: tuple[float, ...]

    def odds(self, words: Words, rules: Fired, lexicon: Lexicon) -> tuple[float, ...]:
        """Step one, which depends on the sentence alone and so is worth remembering: LABELS, then BESIDE."""
        return tuple(self.words.scores(local(words, rules, lexicon)))


@cache
def learned(language: str) -> Learned:
    """The model of a language; raises FileNotFoundError if there is none, ValueError if it does not fit."""
    text = resources.files(__package__).joinpath("weights", f"{language}.json").read_text(encoding="utf-8")
    data = json.loads(text)
    words = restored(data["words"])
    if words.labels != (*LABELS, *BESIDE):
        raise ValueError("the model was made for other checks than these")
    return Learned(
        words,
        dense(data["around"], NAMES),
        dense(data["draft"], DRAFT_NAMES),
        dense(data["stance"], STANCE_NAMES),
        tuple(data["thresholds"]),
    )


def around(
    model: Dense,
    reading: Reading,
    marks: Sequence[frozenset[str]],
    own: Sequence[Sequence[float]],
    details: Particulars | None,
) -> list[list[float]]:
    """Step two: for each sentence the log-odds of every label, with its surroundings."""
    rows = vectors(reading, marks, own, details)
    odds = [
        [FLOOR if idle else model.score(k, row) for k, idle in enumerate(idles)]
        for row, idles in zip(rows, idle(marks, own), strict=True)
    ]
    return restrained(reading, odds)


def idle(marks: Sequence[frozenset[str]], own: Sequence[Sequence[float]]) -> list[list[bool]]:
    """For each sentence the labels of which neither its words nor the rules give any sign."""
    return [
        [score < _UNLIKELY and check not in mark for check, score in zip(LABELS, scores, strict=False)]
        for mark, scores in zip(marks, own, strict=True)
    ]


def restrained(reading: Reading, odds: list[list[float]]) -> list[list[float]]:
    """The same log-odds where guards and certain rules have had the last word."""
    for check in ("excuse", "blame"):
        at = LABELS.index(check)
        for owned, row, read in zip(owned_close_by(reading, check), odds, reading.sentences, strict=True):
            if owned:
                row[at] = FLOOR if counted(read.of, check) else row[at] - _DOUBT
    owns = owning(odds)
    for read, row in zip(reading.sentences, odds, strict=True):
        guard(read, row, owns=owns)
        _give_way(row)
    return odds


def _give_way(row: list[float]) -> None:
    """Let a doubtful excuse, the vaguest of mistakes, give way to one that is surer in the same sentence."""
    if row[_EXCUSE] < _SURE and any(row[at] >= _PLAIN for at in _SURER):
        row[_EXCUSE] -= _DOUBT


def owning(odds: Sequence[Sequence[float]]) -> bool:
    """Whether some sentence of the draft more likely than not owns the failure."""
    return any(row[_FAULT] > 0 for row in odds)


def guard(read: Read, row: list[float], *, owns: bool = True) -> None:
    """Let quotation, negation, condition and certain rules have the last word on one sentence."""
    if 2 * read.text.count(MASK) > len(read.text) or read.borrowed:
        row[:] = [FLOOR] * len(row)
    if read.denied or read.supposed:
        for at, check in enumerate(LABELS):
            if check in read.denied and check in _DENIABLE:
                row[at] = FLOOR
            elif check in read.supposed:
                row[at] = FLOOR if check in _SUPPOSABLE else row[at] - _DOUBT
    for check in certain(read, owns=owns):
        at = LABELS.index(check)
        row[at] = max(row[at], _SURE)


def certain(read: Read, *, owns: bool = True) -> frozenset[str]:
    """The checks of a sentence for which a rule fired that needs nobody's consent.

    Rules for replies that disown the failure are certain only where the draft does not own it.
    """
    if "certain" not in read.tags:
        return frozenset()
    return frozenset(
        hit.rule.check
        for hit in read.hits
        if "certain" in hit.rule.tags and not (owns and hit.rule.when == "disowned")
    )


def sure(reading: Reading, odds: Sequence[Sequence[float]]) -> frozenset[str]:
    """The checks that the rules settle for the draft as a whole."""
    owns = owning(odds)
    settled = frozenset[str]().union(*(certain(read, owns=owns) for read in reading.sentences))
    return settled | {"canned"} if stock(reading) >= STOCK else settled


def likely(label: int, odds: Sequence[Sequence[float]]) -> bool:
    """Whether some sentence may carry the label at all: what nothing points at is not said to be there."""
    return any(row[label] >= LEAST for row in odds)


def draft_row(
    label: int,
    odds: Sequence[Sequence[float]],
    most: Sequence[float],
    found: Sequence[float],
    asks: float,
) -> list[float]:
    """The row of step three for one label, from step two's log-odds of all sentences."""
    own = sorted((row[label] for row in odds), reverse=True)
    best = max(own[0], FLOOR) if own else FLOOR
    second = max(own[1], FLOOR) if len(own) > 1 else FLOOR
    chances = [probability(s) for s in own]
    none = math.prod([1.0 - c for c in chances])
    noisy = math.log(1.0 - none + 1e-4) - math.log(none + 1e-4)
    return [best, second, noisy, sum(chances), *most, math.log(max(1, len(own))), *found, asks]


def draft_rows(
    odds: Sequence[Sequence[float]], found: Mapping[str, Outcome], details: Particulars | None
) -> list[list[float]]:
    """The rows of step three for all labels."""
    most = [probability(max((row[k] for row in odds), default=FLOOR)) for k in range(len(LABELS))]
    flags = [1.0 if check in found and found[check].found else 0.0 for check in LABELS]
    asks = 1.0 if details and details.asks else 0.0
    return [draft_row(k, odds, most, flags, asks) for k in range(len(LABELS))]


def decided(
    model: Learned, reading: Reading, found: Mapping[str, Outcome], details: Particulars | None
) -> dict[str, Outcome]:
    """The outcome of every learned check, with the rules' own words as evidence where they have some."""
    marks = ruled(reading, found)
    odds = around(model.around, reading, marks, [read.odds for read in reading.sentences], details)
    rows = draft_rows(odds, found, details)
    settled = sure(reading, odds)
    return {
        check: _outcome(check, reading, [row[k] for row in odds], found.get(check))
        if odds
        and (check in settled or (likely(k, odds) and model.draft.score(k, rows[k]) >= model.thresholds[k]))
        else Outcome(False)
        for k, check in enumerate(LABELS)
    }


def _outcome(check: str, reading: Reading, odds: Sequence[float], rules: Outcome | None) -> Outcome:
    """Found, at the sentences that are likely by themselves or else at the likeliest one."""
    best = max(odds)
    spans: list[tuple[int, int]] = []
    said: list[str] = []
    named: dict[str, None] = {}
    for read, chance in zip(reading.sentences, odds, strict=True):
        if chance < min(best, _SURE):
            continue
        own = _ruled_spans(read, rules)
        if own:
            spans += [(start, end) for start, end, _ in own]
            said += [words for _, _, words in own]
            named.update(dict.fromkeys(rules.rules if rules else ()))
        else:
            spans.append((read.start, read.start + len(read.text)))
            said.append(read.words.line.strip())
            named[f"{check}/learned"] = None
    return Outcome(True, tuple(dict.fromkeys(spans)), tuple(said), tuple(named), rules.case if rules else "")


def _ruled_spans(read: Read, rules: Outcome | None) -> list[tuple[int, int, str]]:
    """The places in a sentence that the rules point at, with the words said there."""
    if rules is None or not rules.found:
        return []
    end = read.start + len(read.text)
    said = rules.said if len(rules.said) == len(rules.spans) else ("",) * len(rules.spans)
    return [
        (a, b, words or read.words.line.strip())
        for (a, b), words in zip(rules.spans, said, strict=True)
        if a < end and read.start < b
    ]
