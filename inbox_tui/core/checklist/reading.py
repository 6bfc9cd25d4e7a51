"""A draft as the checks see it: its sentences with what fired in them, greeting and signature apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from .clauses import clauses
from .lexicon import Lexicon, function_words
from .masking import MASK, address_spans, lifted_spans, masked, quoted_spans
from .matching import Fired, Hit, by_check, fired
from .normalise import Plain, plain
from .rules import RuleIndex
from .sentences import Words, sentences, words

_CACHED = 4_096
_LETTERS = re.compile(r"[^\W\d_]+")
_GREETING = re.compile(
    r"\s*(?:(?:dear|hi|hello|hey|hiya|morning|good (?:morning|afternoon|evening|day)|greetings|g'day"
    r"|respected|bonjour"
    r"|hola|hallo|guten tag|liebe[r]?|sehr geehrte[rs]?|estimad[oa]|ch[eè]re?|ciao|beste)\b)?"
    r"[ ,]*(?P<name>(?:\b(?:dr|mrs?|ms|prof|rev|st)\.|[^\n,:;!.?]){0,60})",
    re.IGNORECASE,
)
_SHORT_LINE = 48
_CLOSING = re.compile(
    r"(?:(?:[A-Z][\w.'-]*|\+?\d[\d().]*|and|the|of|at|for|from|in|all|us|team|crew|with|our|your|yours|very|best|kind"
    r"|warm(?:est)?|regards|wishes|sincerely|truly|thanks|cheers|love|[&+|/x-])(?:,? |$)){1,12}"
)
_BORROWED = 0.8


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence: where it starts, its words as written and as the rules see them, and what fired.

    `of` has the hits of each check, `tags` the tags of all their rules. `denied` and `supposed` are checks
    whose words do not count here; `odds` is what a learned model makes of these words alone, empty where
    there is no model. `borrowed` says that nearly all of it are the customer's own words.
    """

    start: int
    text: str
    words: Words
    hits: tuple[Hit, ...]
    of: Mapping[str, tuple[Hit, ...]]
    tags: frozenset[str]
    denied: frozenset[str] = frozenset()
    supposed: frozenset[str] = frozenset()
    odds: tuple[float, ...] = ()
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole draft: normalised `text` with quotations blanked, where the name and the signature stand.

    In `own` the customer's words are blanked as well. `language` is the one it seems to be written in.
    `sentences` leaves out what is only quoted, and names under the letter.
    """

    plain: Plain
    text: str
    sentences: tuple[Read, ...]
    greeting: tuple[int, int]
    signature: int
    own: str
    language: str = "en"


Judge = Callable[[Words, Fired, Lexicon], tuple[float, ...]]
"""What makes odds of a sentence's words."""


class _Known(NamedTuple):
    """Of a sentence what its words alone tell, wherever it stands: the fields of ``Read``, in their order."""

    words: Words
    hits: tuple[Hit, ...]
    of: Mapping[str, tuple[Hit, ...]]
    tags: frozenset[str]
    denied: frozenset[str]
    supposed: frozenset[str]
    odds: tuple[float, ...]


class Reader:
    """Reads drafts, remembering every sentence, so that a keystroke costs only the changed one."""

    def __init__(
        self, index: RuleIndex, lexicon: Lexicon, judge: Judge | None = None, *, language: str = "en"
    ) -> None:
        self._language = language
        self._index = index
        self._lexicon = lexicon
        self._judge = judge
        self._known: dict[str, _Known] = {}
        self._apart: dict[str, tuple[tuple[tuple[int, int], _Known], ...]] = {}
        self.read_afresh = 0

    def read(self, text: str, source: str = "") -> Reading:
        """Read a draft; `source` is the customer's text, whose words do not count as the writer's."""
        form = plain(text)
        own = masked(form.text, quoted_spans(form.text) + address_spans(form.text))
        lifted = masked(own, lifted_spans(own, plain(source).text)) if source else own
        found = []
        for sentence in sentences(own):
            end = sentence.start + len(sentence.text)
            said = lifted[sentence.start : end]
            read = Read(sentence.start, sentence.text, *self._one(said), borrowed=_borrowed(said))
            if not _says_nothing(read):
                found.append(read)
        return Reading(form, own, tuple(found), _greeting(own), _signature(own), lifted, self._language)

    def apart(self, reading: Reading) -> Reading:
        """The same draft with its clauses for sentences; unchanged where no sentence has more than one."""
        found: list[Read] = []
        for read in reading.sentences:
            found += self._clauses(read, reading.own[read.start : read.start + len(read.text)]) or (read,)
        if len(found) == len(reading.sentences):
            return reading
        return replace(reading, sentences=tuple(found))

    def _clauses(self, read: Read, said: str) -> list[Read]:
        """Each clause of a sentence read by itself; what the sentence denies or supposes, it does too."""
        known = self._apart.get(said)
        if known is None:
            ranges = clauses(said, self._lexicon)
            known = self._apart[said] = tuple(self._clause(read, said, start, end) for start, end in ranges)
        return [Read(read.start + start, read.text[start:end], *clause) for (start, end), clause in known]

    def _clause(self, whole: Read, said: str, start: int, end: int) -> tuple[tuple[int, int], _Known]:
        text = said[start:end]
        if text[:6].lower() == "which ":
            # Standing by itself it says "that", as long as before, so that offsets stay true.
            text = f"that {text[5:]}"
        # Sentences end in a full stop where the model and the rules learned to read them.
        alone = self._one(text if text.endswith((".", "!")) else f"{text}.")
        own = {hit.rule.check for hit in alone.hits if hit.rule.weight > 0}
        return (start, end), alone._replace(
            denied=alone.denied | (whole.denied - own), supposed=alone.supposed | (whole.supposed - own)
        )

    def _one(self, text: str) -> _Known:
        known = self._known.get(text)
        if known is not None:
            return known
        self.read_afresh += 1
        as_ruled = words(text, self._lexicon)
        rules = fired(as_ruled, self._index)
        odds = self._judge(as_ruled, rules, self._lexicon) if self._judge else ()
        tags = frozenset[str]().union(*(hit.rule.tags for hit in rules.hits))
        fresh = _Known(as_ruled, rules.hits, by_check(rules.hits), tags, rules.denied, rules.supposed, odds)
        if len(self._known) >= _CACHED:
            self._known = {}
            self._apart = {}
        self._known[text] = fresh
        return fresh


def language(text: str) -> str:
    """The language of a text, by its function words; English while there is too little to tell."""
    of_lines = [_counts(line) for line in text[:6_000].split("\n")]
    counts = dict(zip(function_words(), map(sum, zip(*of_lines, strict=True)), strict=True))
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < 4 or counts[best] <= counts["en"] * 1.4:
        return "en"
    return best


@lru_cache(maxsize=1_024)
def _counts(line: str) -> tuple[int, ...]:
    """How many function words of each language a line has."""
    said = _LETTERS.findall(line.lower())
    return tuple(sum(map(known.__contains__, said)) for known in function_words().values())


def _borrowed(text: str) -> bool:
    said = text.replace(" ", "")
    return said.count(MASK) > _BORROWED * len(said)


def _says_nothing(read: Read) -> bool:
    """Whether a sentence is only quoted, or only closes a letter: a name, an address, a greeting."""
    if not read.text.strip(f"{MASK} .:>-"):
        return True
    if any(hit.rule.weight > 0 for hit in read.hits) or not read.text[-1:].isalnum():
        return False
    return " " not in read.text or _CLOSING.fullmatch(read.text) is not None


def _greeting(text: str) -> tuple[int, int]:
    match = _GREETING.match(text)
    return match.span("name") if match else (0, 0)


def _signature(text: str) -> int:
    """Where the closing lines begin: the short ones at the end that are no sentences."""
    end = len(text.rstrip(" \n" + MASK + ">"))
    begin = end
    for _ in range(7):
        line_start = text.rfind("\n", 0, begin) + 1
        line = text[line_start:begin].strip()
        if line_start == 0 or len(line) > _SHORT_LINE or line.endswith((".", "!", "?", ":")):
            break
        begin = max(line_start - 1, 0)
    return begin
