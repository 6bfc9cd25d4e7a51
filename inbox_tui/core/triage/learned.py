"""What a model learned from labelled letters says about one mail.

Word lists know what they were told. The model weighs them together with plain words, so that a letter in
words of its own is still read; its weights come from tests/training/train_triage.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources

from inbox_tui.core.linear import Dense, dense, probability
from inbox_tui.core.table import Table, restored
from inbox_tui.core.triage.model import Category, Remedy, Urgency
from inbox_tui.core.triage.signs import Sign

from ..frozen import dataclass

COMPLAINT = "complaint"
ESCALATE = "escalate"
THANKS = "thanks"
COMPLAINS_OTHERWISE = (
    "complains otherwise"  # OTHER serves complaints and calm mail: the model keeps them apart
)
_WEIGHTS = "letters.json"
_FEW = 6  # known signs with words below which a mail says nothing
_PLAIN = 0.35  # log-odds from which a word on its own is worth showing


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Probabilities of the model; those of `kinds` sum to 1."""

    complaint: float
    escalate: float
    thanks: float
    kinds: Mapping[str, float]
    remedies: Mapping[Remedy, float]
    urgency: Urgency

    def best(self, kinds: Iterable[str]) -> str:
        """The likeliest of these kinds."""
        return max(kinds, key=lambda kind: self.kinds.get(kind, 0.0))


def kind_of(category: Category, *, complains: bool) -> str:
    """The name of a category in the model."""
    return COMPLAINS_OTHERWISE if complains and category is Category.OTHER else category.value


def labels() -> tuple[str, ...]:
    """All labels of the model, in order."""
    kinds = (*(f"kind {category.value}" for category in Category), f"kind {COMPLAINS_OTHERWISE}")
    wishes = (f"asks {remedy.value}" for remedy in Remedy)
    return (COMPLAINT, ESCALATE, THANKS, *kinds, *wishes, *(f"urgency {u.value}" for u in Urgency))


@cache
def judged_twice() -> tuple[str, ...]:
    """The labels of the second look, in order: those that hold or not, and then every kind."""
    return (*yes_or_no(), *(label for label in labels() if label.startswith("kind ")))


@cache
def yes_or_no() -> tuple[str, ...]:
    """The labels that stand by themselves: of the kinds a mail has one, of the urgencies too."""
    return tuple(label for label in labels() if not label.startswith(("kind ", "urgency ")))


@cache
def places() -> tuple[str, ...]:
    """What the second look goes by: what the first said of the whole mail and of its sentences."""
    views = ("whole", "odds", "loudest", "last", "first", "mean")
    return (*(f"{view} {label}" for view in views for label in labels()), "signs")


_in_use: list[tuple[Table, Dense | None]] = []


def use(model: Table, second: Dense | None = None) -> None:
    """Judge by this model from now on; for proving a model before it is shipped."""
    _in_use[:] = [(model, second)]


def _model() -> Table:
    return (_in_use[0] if _in_use else _shipped())[0]


@cache
def _shipped() -> tuple[Table, Dense | None]:
    path = resources.files("inbox_tui.core.triage").joinpath("weights", _WEIGHTS)
    data = json.loads(path.read_text(encoding="utf-8"))
    return restored(data), dense(data["second"], places())


def first_look(model: Table, signs: Mapping[str, Sign]) -> list[float]:
    """A number for each of `places`: log-odds and probabilities of the mail, log-odds of its sentences."""
    whole = model.scores(signs)
    sentences: dict[int, list[str]] = {}
    for name, sign in signs.items():
        if sign.first >= 0:
            sentences.setdefault(sign.sentence, []).append(name)
    each = [model.scores(sentences[at]) for at in sorted(sentences)] or [model.scores(())]
    loudest = [max(said) for said in zip(*each, strict=True)]
    mean = [sum(said) / len(each) for said in zip(*each, strict=True)]
    odds = map(probability, whole)
    return [*whole, *odds, *loudest, *each[-1], *each[0], *mean, math.log1p(len(signs))]


def opinion(signs: Mapping[str, Sign]) -> Opinion:
    """The model's view of a mail with these signs."""
    model, second = _in_use[0] if _in_use else _shipped()
    row = first_look(model, signs)
    said = {label: probability(score) for label, score in zip(model.labels, row, strict=False)}
    kinds = _shares({label[5:]: p for label, p in said.items() if label.startswith("kind ")})
    if second is not None:
        # The mean of both looks: the second knows the habits of the first, and errs where it has none.
        again = {label: second.score(at, row) for at, label in enumerate(judged_twice())}
        said |= {label: (said[label] + probability(again[label])) / 2 for label in yes_or_no()}
        scores = {label[5:]: score for label, score in again.items() if label.startswith("kind ")}
        most = max(scores.values())
        anew = _shares({kind: math.exp(score - most) for kind, score in scores.items()})
        kinds = {kind: (p + anew[kind]) / 2 for kind, p in kinds.items()}
    complaining = sum(kinds[kind] for kind in complaint_kinds())
    return Opinion(
        complaint=(said[COMPLAINT] + complaining) / 2,
        escalate=said[ESCALATE],
        thanks=said[THANKS],
        kinds=kinds,
        remedies={remedy: said[f"asks {remedy.value}"] for remedy in Remedy},
        urgency=max(Urgency, key=lambda urgency: said[f"urgency {urgency.value}"]),
    )


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    """The same, summing to 1."""
    total = sum(weights.values()) or 1.0
    return {name: weight / total for name, weight in weights.items()}


@cache
def complaint_kinds() -> tuple[str, ...]:
    """The kinds that are complaints."""
    return tuple(kind_of(c, complains=True) for c in Category if c.is_complaint_kind)


def is_at_a_loss(signs: Iterable[Sign]) -> bool:
    """Whether the model knows next to nothing of these words, so that its view is only a habit."""
    known = _model().rows
    return sum(sign.first >= 0 and sign.name in known for sign in signs) < _FEW


def telling(
    label: str, signs: Mapping[str, Sign], worth_showing: Callable[[Sign], bool] = lambda _: True
) -> Sign | None:
    """The sign with words that speaks loudest for a label, to tell the owner why; None if none is loud."""
    model = _model()
    place = model.labels.index(label)
    loudest, most = None, _PLAIN / model.scale
    for name, sign in signs.items():
        if sign.first < 0 or name not in model.rows:
            continue
        loud = model.weight(name, place)
        if loud > most and worth_showing(sign):
            loudest, most = sign, loud
    return loudest
