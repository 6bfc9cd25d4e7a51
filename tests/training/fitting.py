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
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from inbox_tui.core.checklist.complaint import Particulars
from inbox_tui.core.checklist.context import AMISS, BESIDE, LABELS, STANCES, ruled
from inbox_tui.core.checklist.document import Outcome
from inbox_tui.core.checklist.engine import Checklist
from inbox_tui.core.checklist.features import local
from inbox_tui.core.checklist.lexicon import lexicon
from inbox_tui.core.checklist.matching import Fired
from inbox_tui.core.checklist.model import MISTAKES, Stance
from inbox_tui.core.checklist.reading import Reading
from inbox_tui.core.checklist.stance import GUESSED
from inbox_tui.core.table import stored
from tests.training.corpus import Labelled

SCALE = 0.05
LEAST = 0.1
"""Features of which no label has a weight as large as this are left out: 50,000 of them change nothing."""
FAR_FETCHED = 0.5
"""How much a sentence counts that stands in no letter: those of `replies/` were written to be odd."""
STRENGTH = {"words": 0.25, "around": 0.1, "draft": 0.05, "stance": 0.1}
"""How far each step may follow the replies: the inverse of the regularisation."""
STEPS = 60
"""So many steps down lead to where nothing more is gained on batches held out."""

SAID = (*LABELS, *BESIDE)
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
    beside: Array
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
        _said(reply.labels_at(*reading.plain.span(r.start, r.start + len(r.text)))) for r in reading.sentences
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
        beside=told[:, len(LABELS) :],
        stance=reply.stance or _shown(truth, told[:, len(LABELS) :].any(axis=0).tolist()),
        truth=truth,
        known=reply.known
        | (frozenset(STANCES) if reply.batch.startswith("letters-") else frozenset())
        | (frozenset({"amiss"}) if reply.known.issuperset(AMISS) else frozenset()),
        judged=reply.whole,
        repeats=not reply.whole and reply.batch != "rules",
    )


def _said(labels: frozenset[str]) -> list[bool]:
    """Which of SAID a sentence with these labels has."""
    told = labels | {"amiss"} if labels.intersection(AMISS) else labels
    return [label in told for label in SAID]


def _shown(truth: dict[str, bool], said: list[bool]) -> str:
    """The stance that the labels of a letter show, empty where they do not.

    A reply that dodges without refusing leaves the failure with the shop, whatever it says.
    """
    if truth["fault"]:
        return Stance.OURS
    stance = next((stance for stance, there in zip(GUESSED, said, strict=False) if there), "")
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
        truth = np.vstack([np.hstack([e.labels, e.beside]) for e in examples]) > 0
        lengths = [len(e.features) for e in examples]
        told = np.repeat([[label in e.known for label in SAID] for e in examples], lengths, axis=0)
        counting = np.repeat(
            [1.0 if e.batch.startswith("letters-") else FAR_FETCHED for e in examples], lengths
        )
        telling = np.zeros((len(self.known), len(SAID)))
        for k in range(len(SAID)):
            yes, no = truth[:, k] & told[:, k], ~truth[:, k] & told[:, k]
            inside = (1 + matrix[yes].sum(axis=0)) / (yes.sum() + 2)
            outside = (1 + matrix[no].sum(axis=0)) / (no.sum() + 2)
            telling[:, k] = np.minimum(np.abs(np.log(inside / outside)), 3.0).A1
        self.weights, self.bias = descended(
            matrix, telling, truth, counting[:, None] * told * STRENGTH["words"]
        )

    def odds(self, example: Example) -> Array:
        """Log-odds of all that is learned of a sentence, one row per sentence."""
        return self._matrix(example.features) @ self.weights.T + self.bias

    def shipped(self) -> dict[str, object]:
        """The same model in bytes, in the form that the checklist reads."""
        whole = np.clip(np.rint(self.weights / SCALE), -128, 127).astype(int)
        weights = {
            feature: whole[:, i].tolist()
            for feature, i in self.known.items()
            if np.abs(self.weights[:, i]).max() >= LEAST
        }
        return stored(SAID, self.bias, SCALE, weights)

    def _matrix(self, rows: list[list[str]]) -> Any:
        known = self.known
        # In order, so that sums come out the same to the last digit.
        places = [sorted(known[f] for f in row if f in known) for row in rows]
        ends = np.cumsum([0, *map(len, places)])
        flat = np.array([p for row in places for p in row], dtype=int)
        return sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(known)))


def descended(matrix: Any, telling: Array, truth: Array, counting: Array) -> tuple[Array, Array]:
    """The weights and the bias of a logistic regression for each column of `truth`, all in one descent.

    A row counts for a label as `counting` says, 0 where it was not labelled. A weight costs the less the
    more its feature tells.
    """
    signs = np.where(truth, 1.0, -1.0)
    turned = matrix.T.tocsr()
    shape = (matrix.shape[1] + 1, truth.shape[1])

    def cost(flat: Array) -> tuple[float, Array]:
        at = flat.reshape(shape)
        margins = -signs * (matrix @ (at[:-1] * telling) + at[-1])
        slope = -counting * signs / (1.0 + np.exp(-margins))
        down = at + np.vstack([(turned @ slope) * telling, slope.sum(axis=0)])
        return 0.5 * float((at * at).sum()) + float(
            (counting * np.logaddexp(0.0, margins)).sum()
        ), down.ravel()

    steps = {"maxiter": STEPS, "maxcor": 8, "ftol": 1e-6}
    best = minimize(cost, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=steps)
    found = best.x.reshape(shape)
    return (found[:-1] * telling).T.copy(), found[-1].copy()


@dataclass(frozen=True)
class Rows:
    """Steps two and three: plain logistic regression, one model per label."""

    weights: Array
    bias: Array

    @classmethod
    def fitted(cls, rows: list[Array], truth: Array, known: Array, strength: float) -> Rows:
        """Fit one model per label; `rows` holds each label's own matrix, `known` what was labelled."""
        models = [
            LogisticRegression(C=strength, solver="newton-cholesky", max_iter=200, tol=1e-3).fit(
                rows[k][known[:, k]].astype(np.float32), truth[known[:, k], k] > 0
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
