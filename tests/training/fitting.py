"""The parts of training: replies as rows of features, and logistic regressions over them.

Needs numpy and scikit-learn.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from inbox_tui.core.checklist.complaint import Particulars
from inbox_tui.core.checklist.context import LABELS, STANCES, ruled
from inbox_tui.core.checklist.document import Outcome
from inbox_tui.core.checklist.engine import Checklist
from inbox_tui.core.checklist.features import local
from inbox_tui.core.checklist.lexicon import lexicon
from inbox_tui.core.checklist.matching import Fired
from inbox_tui.core.checklist.model import MISTAKES, Stance
from inbox_tui.core.checklist.reading import Reading
from inbox_tui.core.checklist.stance import GUESSED
from inbox_tui.core.linear import Linear
from tests.training.corpus import Labelled

SCALE = 0.01
SMALLEST = 12
SMALLEST_OF = {"2": 18, "s": 18, "3": 24}
"""Weights below these, times SCALE, are left out: they cost bytes and change nothing.

Pairs and triples of words are many, and few of them tell anything.
"""
FAR_FETCHED = 0.5
"""How much a sentence counts that stands in no letter: those of `replies/` were written to be odd."""
STRENGTH = {"words": 0.25, "around": 0.1, "draft": 0.05, "stance": 0.1}
"""How far each step may follow the replies: the inverse of the regularisation."""

SAID = (*LABELS, *STANCES)
"""What is learned of a sentence by its words."""

Array = Any


@dataclass(frozen=True)
class Example:
    """A reply as the rules see it, with one row of labels per sentence."""

    id: str
    batch: str
    reading: Reading
    details: Particulars | None
    found: dict[str, Outcome]
    marks: list[frozenset[str]]
    features: list[list[str]]
    labels: Array
    stances: Array
    stance: str
    truth: dict[str, bool]
    known: frozenset[str]
    judged: bool
    repeats: bool


def example(reply: Labelled, rules: Checklist) -> Example:
    """Read a reply and put its labels on the sentences as the checklist cuts them."""
    seen = rules.observe(reply.answer)
    reading = seen.reading
    rows = [
        [label in reply.labels_at(*reading.plain.span(r.start, r.start + len(r.text))) for label in SAID]
        for r in reading.sentences
    ]
    told = np.array(rows, dtype=float).reshape(len(rows), len(SAID))
    truth = reply.truth
    if seen.found["canned"].found and any("canned" in labels for _, _, labels, _ in reply.sentences):
        # Sentences are marked, phrases count: one sentence may well hold two of them.
        truth["canned"] = True
    return Example(
        id=reply.id,
        batch=reply.batch,
        reading=reading,
        details=seen.details,
        found=seen.found,
        marks=ruled(reading, seen.found),
        features=[
            local(r.words, Fired(r.hits, r.denied, r.supposed), lexicon("en")) for r in reading.sentences
        ],
        labels=told[:, : len(LABELS)],
        stances=told[:, len(LABELS) :],
        stance=reply.stance or _shown(truth, told[:, len(LABELS) :].any(axis=0).tolist()),
        truth=truth,
        known=reply.known | (frozenset(STANCES) if reply.batch.startswith("letters-") else frozenset()),
        judged=reply.whole,
        repeats=not reply.whole and reply.batch != "rules",
    )


def _shown(truth: dict[str, bool], said: list[bool]) -> str:
    """The stance that the labels of a letter show, empty where they do not.

    A reply that dodges without refusing leaves the failure with the shop, whatever it says.
    """
    if truth["fault"]:
        return Stance.OURS
    stance = next((stance for stance, there in zip(GUESSED, said, strict=True) if there), "")
    return stance or (Stance.OURS if any(truth[check] for check in MISTAKES & truth.keys()) else "")


def with_pieces(replies: list[Labelled]) -> list[Labelled]:
    """Each reply also half-typed and as a single remark: the checklist reads drafts, not only letters."""
    pieces = []
    for reply in replies:
        dice = random.Random(reply.id)
        count = len(reply.sentences)
        if count > 1:
            pieces.append(reply.piece(0, dice.randrange(1, count)))
            first = dice.randrange(count)
            pieces.append(reply.piece(first, min(count, first + dice.randrange(1, 4))))
    return [*replies, *pieces]


class Words:
    """Step one: logistic regression on words, each feature stretched by how much it tells by itself."""

    def __init__(self, examples: list[Example]) -> None:
        examples = [e for e in examples if not e.repeats]
        rows = [row for e in examples for row in e.features]
        counts = Counter(feature for row in rows for feature in row)
        self.known = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n > 1))}
        matrix = self._matrix(rows)
        truth = np.vstack([np.hstack([e.labels, e.stances]) for e in examples])
        counting = np.repeat(
            [1.0 if e.batch.startswith("letters-") else FAR_FETCHED for e in examples],
            [len(e.features) for e in examples],
        )
        self.weights = np.zeros((len(SAID), len(self.known)))
        self.bias = np.zeros(len(SAID))
        for k, label in enumerate(SAID):
            told = np.repeat([label in e.known for e in examples], [len(e.features) for e in examples])
            yes = (truth[:, k] > 0) & told
            no = (truth[:, k] == 0) & told
            inside = (1 + matrix[yes].sum(axis=0)) / (yes.sum() + 2)
            outside = (1 + matrix[no].sum(axis=0)) / (no.sum() + 2)
            telling = np.minimum(np.abs(np.log(inside / outside)), 3.0).A1
            model = LogisticRegression(C=STRENGTH["words"], solver="liblinear", random_state=1)
            model.fit(matrix.multiply(telling).tocsr()[told], yes[told], sample_weight=counting[told])
            self.weights[k] = model.coef_[0] * telling
            self.bias[k] = model.intercept_[0]

    def odds(self, example: Example) -> Array:
        """Log-odds of all that is learned of a sentence, one row per sentence."""
        return self._matrix(example.features) @ self.weights.T + self.bias

    def shipped(self) -> Linear:
        """The same model in whole numbers."""
        whole = np.rint(self.weights / SCALE).astype(int)
        least = np.array([SMALLEST_OF.get(feature.split(" ")[0], SMALLEST) for feature in self.known])
        whole[np.abs(whole) < least] = 0
        weights = {
            feature: [int(v) for k in np.flatnonzero(whole[:, i]) for v in (k, whole[k, i])]
            for feature, i in self.known.items()
            if whole[:, i].any()
        }
        return Linear(SAID, tuple(float(b) for b in self.bias), SCALE, weights)

    def _matrix(self, rows: list[list[str]]) -> Any:
        known = self.known
        # In order, so that sums come out the same to the last digit.
        places = [sorted(known[f] for f in row if f in known) for row in rows]
        ends = np.cumsum([0, *map(len, places)])
        flat = np.array([p for row in places for p in row], dtype=int)
        return sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(known)))


@dataclass(frozen=True)
class Rows:
    """Steps two and three: plain logistic regression, one model per label."""

    weights: Array
    bias: Array

    @classmethod
    def fitted(cls, rows: list[Array], truth: Array, known: Array, strength: float) -> Rows:
        """Fit one model per label; `rows` holds each label's own matrix, `known` what was labelled."""
        models = [
            LogisticRegression(C=strength, solver="newton-cholesky", max_iter=200).fit(
                rows[k][known[:, k]], truth[known[:, k], k] > 0
            )
            for k in range(len(rows))
        ]
        return cls(np.vstack([m.coef_[0] for m in models]), np.array([m.intercept_[0] for m in models]))

    def shipped(self, names: tuple[str, ...]) -> dict[str, Any]:
        """The form that the checklist reads."""
        return {
            "names": list(names),
            "bias": [round(float(b), 4) for b in self.bias],
            "weights": [[round(float(w), 4) for w in row] for row in self.weights],
        }
