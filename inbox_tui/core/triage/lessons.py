"""What the owner taught: corrections of earlier mail, and how far they move the reading of the next.

Each lesson is kept as the words of its mail. It speaks for mail with the same words, the louder the more
they share, and only as loudly as was needed to put its own mail right; so one correction cannot turn
everything, and several that agree can. Nothing else is stored: the weights follow from the lessons, in
their order, and a lesson that is taken back is as if it had never been.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from inbox_tui.core.linear import probability
from inbox_tui.core.triage.learned import Opinion, kind_of, opinion
from inbox_tui.core.triage.model import Category, Incoming
from inbox_tui.core.triage.products import everyday
from inbox_tui.core.triage.reading import Reading, read

from ..frozen import dataclass

MOST = 300
"""Lessons that are looked at: the newest."""
_LOUDEST = 8.0  # log-odds by which one lesson may move mail that is word for word the same
_ALIKE = 0.12  # likeness from which two mails have anything to do with each other
_SENDER = 2.0  # how much a sender counts, in words
_SURE = 1.5  # log-odds at which a lesson counts as learned
_ROUNDS = 4
_SHOWN = 0.4  # log-odds from which a lesson is named as a reason
_SHORTEST = 3
_READ = 250  # words of a mail
_SHARED_HOSTS = frozenset(
    {
        *(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "hotmail.co.uk",
            "live.com",
            "msn.com",
        ),
        *("yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com"),
        *("gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "free.fr", "laposte.net", "libero.it"),
        *("mail.com", "btinternet.com", "comcast.net"),
    }
)
"""Hosts of everybody's mail: the same host says nothing of the same sender."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One mail that the owner judged: whether it complains (None: not said) and what it is about ("": not
    said); ``taken_for`` is the category that was guessed.
    """

    from_addr: str = ""
    subject: str = ""
    text: str = ""
    complains: bool | None = None
    category: str = ""
    taken_for: str = ""


@dataclass(frozen=True, kw_only=True)
class _Memory:
    """A lesson as it is used: its words with their weights, and how loudly it speaks."""

    words: Mapping[str, float]
    complains: bool | None
    kind: str
    taken_for: str
    on_complaint: float
    on_kind: float


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """Everything taught so far, ready to be asked about a mail."""

    memories: tuple[_Memory, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was taught."""
        return bool(self.memories)

    def heard(self, reading: Reading, from_addr: str) -> Heard:
        """What the lessons say about a mail."""
        own = _words(reading, from_addr)
        pairs = [(memory, alike) for memory in self.memories if (alike := _likeness(memory.words, own))]
        kinds: dict[str, float] = {}
        for memory, alike in pairs:
            if memory.on_kind:
                kinds[memory.kind] = kinds.get(memory.kind, 0.0) + memory.on_kind * alike
                if memory.taken_for:
                    kinds[memory.taken_for] = kinds.get(memory.taken_for, 0.0) - memory.on_kind * alike
        return Heard(
            complaint=sum(_sign(memory) * memory.on_complaint * alike for memory, alike in pairs),
            kinds=kinds,
            pairs=tuple(pairs),
            words=own,
        )


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the lessons say about one mail, in log-odds to add to what the shipped model says."""

    complaint: float = 0.0
    kinds: Mapping[str, float]
    pairs: tuple[tuple[_Memory, float], ...] = ()
    words: Mapping[str, float]

    def moved(self, view: Opinion) -> Opinion:
        """The model's view after the lessons."""
        if not self.pairs:
            return view
        weighed = {kind: p * math.exp(self.kinds.get(kind, 0.0)) for kind, p in view.kinds.items()}
        total = sum(weighed.values()) or 1.0
        return replace(
            view,
            complaint=probability(_log_odds(view.complaint) + self.complaint),
            kinds={kind: p / total for kind, p in weighed.items()},
        )

    @property
    def calls_it_a_complaint(self) -> bool:
        """Whether the lessons alone are sure that it complains."""
        return self.complaint >= _SURE

    def why(self, category: Category, *, complains: bool) -> str:
        """The lesson that speaks loudest for this outcome, in words for the owner; or nothing."""
        kind = kind_of(category, complains=complains)

        def loud(memory: _Memory, alike: float) -> float:
            for_complaint = memory.on_complaint if memory.complains is complains else 0.0
            return alike * max(for_complaint, memory.on_kind if memory.kind == kind else 0.0)

        memory, alike = max(self.pairs, key=lambda pair: loud(*pair), default=(None, 0.0))
        if memory is None or loud(memory, alike) < _SHOWN:
            return ""
        shared = sorted(set(memory.words) & set(self.words), key=lambda word: -memory.words[word])
        named = ", ".join(f"“{word.partition(':')[2] or word}”" for word in shared[:3])
        called = "not a complaint" if not complains else category.label
        if complains and memory.kind != kind:
            called = "a complaint"
        elif not complains and memory.complains is None:
            called = category.label
        return f"you called such mail {called}: {named}"


def learn(lessons: Sequence[Lesson]) -> Lessons:
    """Go through the newest lessons, in order, a few times: each speaks up until its mail is read right."""
    taught: list[tuple[Lesson, Mapping[str, float], float, Mapping[str, float]]] = []
    for lesson in map(_meant, lessons[-MOST:]):
        reading = read(Incoming(from_addr=lesson.from_addr, subject=lesson.subject, text=lesson.text))
        words = _words(reading, lesson.from_addr)
        if words:
            view = opinion(reading.signs)
            taught.append((lesson, words, _log_odds(view.complaint), view.kinds))
    alike = [[(at, like) for at, (_, other, _, _) in enumerate(taught) if (like := _likeness(other, words))]
             for _, words, _, _ in taught]  # fmt: skip
    signs = [_sign(lesson) for lesson, _, _, _ in taught]
    on_complaint = _settle(
        alike, signs, lambda at, moved: signs[at] * (taught[at][2] + moved), [sign != 0 for sign in signs]
    )
    kinds = [_kind(lesson) for lesson, _, _, _ in taught]

    def lead(at: int, moved: float) -> float:
        odds = taught[at][3]
        rival = max((p for kind, p in odds.items() if kind != kinds[at]), default=0.0)
        return math.log((odds.get(kinds[at], 0.0) + 1e-4) / (rival + 1e-4)) + moved

    # Only lessons of one kind help each other here; the rest of the mail is the rival.
    same = [[(at, like) for at, like in row if kinds[at] == kinds[place]] for place, row in enumerate(alike)]
    on_kind = _settle(same, [1.0] * len(taught), lead, [bool(kind) for kind in kinds])
    return Lessons(
        memories=tuple(
            _Memory(
                words=words,
                complains=lesson.complains,
                kind=kinds[at],
                taken_for=_guess(lesson) if _guess(lesson) != kinds[at] else "",
                on_complaint=on_complaint[at],
                on_kind=on_kind[at],
            )
            for at, (lesson, words, _, _) in enumerate(taught)
        )
    )


def _settle(
    alike: Sequence[Sequence[tuple[int, float]]],
    signs: Sequence[float],
    margin: Callable[[int, float], float],
    counts: Sequence[bool],
) -> list[float]:
    """How loudly each lesson speaks, so that its own mail comes out right by ``_SURE`` if that can be had."""
    loud = [0.0] * len(alike)
    for _ in range(_ROUNDS):
        for at, row in enumerate(alike):
            if not counts[at]:
                continue
            short = _SURE - margin(at, sum(loud[other] * signs[other] * like for other, like in row))
            loud[at] = min(_LOUDEST, max(0.0, loud[at] + short))
    return loud


def _meant(lesson: Lesson) -> Lesson:
    """The lesson in full: a category that only complaints have, or only other mail, says which it is."""
    if lesson.complains is not None or lesson.category not in set(Category):
        return lesson
    category = Category(lesson.category)
    return lesson if category is Category.OTHER else replace(lesson, complains=category.is_complaint_kind)


def _kind(lesson: Lesson) -> str:
    if lesson.category not in set(Category):
        return ""
    category = Category(lesson.category)
    complains = category.is_complaint_kind if lesson.complains is None else lesson.complains
    return kind_of(category, complains=complains)


def _guess(lesson: Lesson) -> str:
    if lesson.taken_for not in set(Category):
        return ""
    category = Category(lesson.taken_for)
    return kind_of(category, complains=category.is_complaint_kind)


def _words(reading: Reading, from_addr: str) -> dict[str, float]:
    """The words that a shop meets and others do not, and the sender; their squares sum to 1."""
    common = everyday()
    found = dict.fromkeys(
        word.text
        for word in reading.words[:_READ]
        if len(word.text) >= _SHORTEST and not word.text[0].isdigit() and word.text not in common
    )
    weights = dict.fromkeys(found, 1.0)
    address = from_addr.strip().casefold()
    host = address.rpartition("@")[2]
    if host and host not in _SHARED_HOSTS:
        weights[f"from:{host}"] = _SENDER
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if found else {}


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """From 0 (nothing in common that is worth a word) to 1 (the same words)."""
    if len(other) < len(one):
        one, other = other, one
    like = sum(weight * other[word] for word, weight in one.items() if word in other)
    return like if like >= _ALIKE else 0.0


def _sign(said: Lesson | _Memory) -> float:
    return 0.0 if said.complains is None else (1.0 if said.complains else -1.0)


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))
