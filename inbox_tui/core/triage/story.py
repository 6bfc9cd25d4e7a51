"""Signs that a person tells what happened to them, whatever words they choose for the trouble.

People complain in images of their own, and no list holds them all. What such letters share is the telling:
past tense, negation, times and amounts, the shop as the one who acted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inbox_tui.core.triage.words import Word

_PAST = frozenset(
    (
        *(
            "was",
            "were",
            "had",
            "got",
            "came",
            "said",
            "told",
            "did",
            "went",
            "took",
            "gave",
            "made",
            "sent",
            "paid",
        ),
        *(
            "bought",
            "found",
            "left",
            "lost",
            "broke",
            "fell",
            "kept",
            "ran",
            "rang",
            "wrote",
            "felt",
            "put",
            "cut",
        ),
        *(
            "stood",
            "sat",
            "saw",
            "spent",
            "threw",
            "drove",
            "woke",
            "stuck",
            "turned",
            "supposed",
            "been",
            "done",
        ),
        *(
            "habe",
            "hatte",
            "war",
            "wurde",
            "haben",
            "hat",
            "ist",
            "kam",
            "ai",
            "avons",
            "etait",
            "ete",
            "avait",
        ),
        *(
            "he",
            "hemos",
            "fue",
            "era",
            "estaba",
            "ho",
            "ha",
            "abbiamo",
            "stato",
            "heb",
            "hebben",
            "was",
            "werd",
        ),
    )
) - {"he", "ha", "ist", "hat", "haben"}
_NOT = frozenset(
    (
        *(
            "no",
            "not",
            "never",
            "nothing",
            "nobody",
            "none",
            "nowhere",
            "without",
            "neither",
            "nor",
            "cannot",
            "only",
        ),
        *(
            "dont",
            "doesnt",
            "didnt",
            "wont",
            "wasnt",
            "isnt",
            "arent",
            "werent",
            "hasnt",
            "havent",
            "hadnt",
            "cant",
        ),
        *(
            "couldnt",
            "wouldnt",
            "shouldnt",
            "nicht",
            "kein",
            "keine",
            "nie",
            "pas",
            "rien",
            "jamais",
            "aucun",
            "non",
        ),
        *("nada", "nunca", "sin", "niet", "geen", "ikke", "inte", "nie", "nao"),
    )
)
_TURN = frozenset(
    ("but", "instead", "yet", "then", "again", "twice", "still", "until", "already", "however", "aber")
)
_SPAN = frozenset(
    (
        *(
            "minutes",
            "mins",
            "min",
            "hours",
            "hour",
            "hrs",
            "days",
            "weeks",
            "months",
            "years",
            "week",
            "month",
            "times",
        ),
        *("tage", "wochen", "stunden", "jours", "semaines", "heures", "dias", "semanas", "horas", "giorni"),
    )
)
_KIN = frozenset(
    (
        *(
            "son",
            "daughter",
            "mum",
            "mother",
            "dad",
            "father",
            "wife",
            "husband",
            "kids",
            "child",
            "children",
            "baby",
        ),
        *("nan", "gran", "grandad", "sister", "brother", "guests", "neighbour", "dog", "cat", "bride"),
    )
)
_SHOUT = re.compile(r"\b[A-Z]{4,20}\b(?![-\d])")
_LOUD = re.compile(r"[!?]{2,}")
_ASK = re.compile(r"[?？]")


def story_points(words: Sequence[Word], text: str) -> float:
    """How much this reads like an account of something that went wrong: 0 for none, rarely above 4."""
    texts = [word.text for word in words]
    past = sum(1 for t in texts if t in _PAST or (len(t) > 4 and t.endswith("ed") and t.isascii()))
    denied = sum(1 for t in texts if t in _NOT)
    turns = sum(1 for t in texts if t in _TURN)
    acted = sum(1 for a, b in pairwise(texts) if a in {"you", "youve", "your"} and _is_past(b))
    spans = sum(1 for t in texts if t in _SPAN)
    points = 0.35 * min(past, 4) + 0.4 * min(denied, 3) + 0.25 * min(turns, 2) + 0.5 * min(acted, 2)
    points += 0.3 * min(spans, 2) + 0.3 * any(t in _KIN for t in texts)
    points += 0.4 * (_SHOUT.search(text) is not None) + 0.4 * (_LOUD.search(text) is not None)
    return points


def _is_past(word: str) -> bool:
    return word in _PAST or word.endswith("ed") or word in {"have", "said", "charge", "keep", "people", "lot"}


def asks(text: str) -> int:
    """How many questions stand in the text."""
    return len(_ASK.findall(text))
