"""What the word lists say about one mail: weighed by kind, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inbox_tui.core.triage.phrases import Hit
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.words import Word

_NEGATORS = frozenset(
    (
        *(
            "no",
            "not",
            "never",
            "nothing",
            "none",
            "without",
            "isnt",
            "wasnt",
            "arent",
            "werent",
            "didnt",
            "hardly",
        ),
        *("zero", "kein", "keine", "keinen", "nicht", "pas", "sans", "jamais", "sin", "nunca", "ni", "senza"),
        *("geen", "niet", "ikke", "inte"),
    )
)
_BEFORE = 3  # words before a phrase in which a negation takes it away
_UNLESS = frozenset({"only", "just", "believe", "understand", "happy", "good", "acceptable"})


@dataclass(kw_only=True)
class Evidence:
    """The phrases found, by list, and the text that they were found in."""

    words: Sequence[Word]
    text: str
    found: dict[str, list[Hit]] = field(default_factory=dict)

    def said(self, name: str) -> bool:
        """Whether any phrase of this list stands in the mail."""
        return name in self.found

    def count(self, name: str) -> int:
        """How many separate places have a phrase of this list."""
        return len(self.found.get(name, ()))

    def quote(self, name: str) -> str:
        """The first words that the list matched, as written."""
        hit = self.found[name][0]
        return " ".join(self.text[self.words[hit.first].start : self.words[hit.last].end].split())[:60]


def gather(book: str, words: Sequence[Word], text: str, muted: frozenset[int] = frozenset()) -> Evidence:
    """Phrases of one rule file outside muted sentences; overlapping ones of a list count once."""
    evidence = Evidence(words=words, text=text)
    rules = rulebook(book)
    for hit in rules.hits(list(words)):
        if words[hit.first].sentence in muted:
            continue
        if rules.info[hit.name].negatable and is_negated(words, hit):
            continue
        places = evidence.found.setdefault(hit.name, [])
        if places and hit.first <= places[-1].last:
            if hit.last > places[-1].last:
                places[-1] = Hit(hit.name, places[-1].first, hit.last)
            continue
        places.append(hit)
    return evidence


def is_negated(words: Sequence[Word], hit: Hit) -> bool:
    """Whether a negation in the same clause stands just before the phrase."""
    clause = words[hit.first].clause
    before = [w.text for w in words[max(0, hit.first - _BEFORE) : hit.first] if w.clause == clause]
    for place, word in enumerate(before):
        if word in _NEGATORS and not (_UNLESS & set(before[place + 1 :])):
            return True
    return False


def sentences_of(hits: Iterable[Hit], words: Sequence[Word]) -> frozenset[int]:
    """The sentences in which these phrases stand."""
    return frozenset(words[hit.first].sentence for hit in hits)
