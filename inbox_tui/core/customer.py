"""What the shop knows of a customer: their complaints, what was promised, how it ended, their language."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from .case import Case, CaseState
from .frozen import dataclass
from .promises import Promise

RECURS_WITHIN = timedelta(days=90)
"""Recurrence: the same customer and category within this time of closing."""
_LEAST_SIGNS = 3

_SIGNS = {
    "English": "the and you for with my was not have this that is are please would",
    "German": "der die das und nicht ich ist bitte mit ein eine für auf habe wir sehr",
    "French": "le la les et je vous pas est une des pour que dans avec mon bonjour",
    "Spanish": "el los las que por para con una no mi pero usted gracias hola está",
    "Italian": "il che non per una con sono ho della buongiorno grazie mio gli questo",
    "Dutch": "het een en ik niet van dat is met voor mijn graag bestelling maar u",
}
_WORD = re.compile(r"[^\W\d_]+")
_TONGUES = {name: frozenset(words.split()) for name, words in _SIGNS.items()}
_READ = 400
"""Words that are looked at; a longer letter has shown its language by then."""


@dataclass(frozen=True, kw_only=True)
class CustomerCard:
    """A customer as their card shows them. Instants are aware UTC."""

    name: str
    address: str
    since: datetime
    last_heard_at: datetime | None = None
    last_answered_at: datetime | None = None
    language: str = ""
    others: tuple[Case, ...] = ()
    """Their other complaints, newest first."""
    promises: tuple[Promise, ...] = ()
    """What was promised to them in any case."""
    ratings: tuple[str, ...] = ()
    """What they said of how it ended, newest first: 1 to 5."""
    recurs: Case | None = None
    """The earlier case that this one is a recurrence of."""


NO_COMPLAINT = frozenset({CaseState.NOT_COMPLAINT, CaseState.MERGED})
"""States in which a case is no complaint of its own."""


def is_complaint(case: Case) -> bool:
    """A case that counts as a complaint of its own."""
    return case.state not in NO_COMPLAINT


class Closings:
    """When which complaints were closed, so that asking about each of thousands stays quick."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._closed: dict[tuple[str, str], list[tuple[datetime, str, Case]]] = {}
        for case in cases:
            if case.resolved_at is not None and case.from_addr.strip() and is_complaint(case):
                self._closed.setdefault(_key(case), []).append((case.resolved_at, case.id, case))
        for closed in self._closed.values():
            closed.sort(key=lambda each: each[:2])

    def before(self, case: Case) -> Case | None:
        """The case of the same customer and category that was closed last, and at most 90 days before this
        one came in: then this one is a recurrence."""
        closed = self._closed.get(_key(case), [])
        at = bisect_right(closed, case.received_at, key=lambda each: each[0])
        if at == 0 or case.received_at - closed[at - 1][0] > RECURS_WITHIN:
            return None
        return closed[at - 1][2]


def _key(case: Case) -> tuple[str, str]:
    return case.from_addr.strip().lower(), case.category


def same_customer(address: str, other: str) -> bool:
    """Whether two addresses are those of one customer."""
    return address.strip().lower() == other.strip().lower()


def card(case: Case, everybody: Collection[Case], promises: Iterable[Promise]) -> CustomerCard:
    """The card of the customer of ``case``, from all cases and all promises."""
    known = case.from_addr.strip() != ""
    same = [each for each in everybody if known and same_customer(each.from_addr, case.from_addr)]
    theirs = {each.id: each for each in (*same, case)}
    others = [each for each in theirs.values() if each.id != case.id and is_complaint(each)]
    others.sort(key=lambda each: each.received_at, reverse=True)
    rated = sorted(theirs.values(), key=lambda each: each.received_at, reverse=True)
    return CustomerCard(
        name=case.from_name,
        address=case.from_addr,
        since=min(each.received_at for each in theirs.values()),
        last_heard_at=max(filter(None, (each.last_in_at for each in theirs.values())), default=None),
        last_answered_at=max(filter(None, (each.last_out_at for each in theirs.values())), default=None),
        language=language(case.text),
        others=tuple(others),
        promises=tuple(one for one in promises if one.case_id in theirs),
        ratings=tuple(each.record.satisfaction for each in rated if each.record.satisfaction),
        recurs=Closings(others).before(case),
    )


def language(text: str) -> str:
    """The language that a letter is written in, by its small words; empty where too few of them show it."""
    words = Counter(word.group().lower() for word, _ in zip(_WORD.finditer(text), range(_READ), strict=False))
    scores = {name: sum(words[sign] for sign in signs) for name, signs in _TONGUES.items()}
    first, second = sorted(scores.values(), reverse=True)[:2]
    if first < _LEAST_SIGNS or first <= second:
        return ""
    return max(scores, key=lambda name: scores[name])
