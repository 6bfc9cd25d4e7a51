"""Train the sentence model of the checklist on the replies in this folder and write its weights.

    python tests/training/train.py            train and write inbox_tui/core/checklist/weights/en.json
    python tests/training/train.py --score    also hold out every batch in turn and print what that gives

Needs numpy and scikit-learn, which the project itself never does; README.md tells how.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# More threads than idle processors make each other wait, many times as long as one alone takes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from inbox_tui.core.checklist.context import LABELS, NAMES, vectors
from inbox_tui.core.checklist.engine import Checklist
from inbox_tui.core.checklist.learned import DRAFT_NAMES, FLOOR, draft_rows, idle, likely, restrained, sure
from inbox_tui.core.checklist.model import MISTAKES
from inbox_tui.core.checklist.stance import GUESSED, STANCE_NAMES, stance_row
from tests.training.corpus import examples_of_rules, fragments, labelled, letters
from tests.training.fitting import STRENGTH, Array, Example, Rows, Words, example, with_pieces
from tests.training.scoring import table

WEIGHTS = Path(__file__).parents[2] / "inbox_tui/core/checklist/weights/en.json"
FOLDS = 5
TRUSTED = 0.85
SMOOTH = 12
"""Steps of the grid on either side over which the worth of a threshold is averaged."""
ALIKE = 0.002
"""Worths that differ by no more than this are the same."""
STRICT = {check: 0.5 if check in MISTAKES else 0.3 for check in LABELS}
"""How dearly a threshold pays for each point of precision below TRUSTED.

A mistake that is pointed at wrongly costs more trust than one that is missed.
"""
LOWEST = -1.5
"""No threshold lies lower: what the whole draft speaks against is not there, however likely one sentence."""


@dataclass(frozen=True)
class Model:
    """All three steps with their thresholds, and the guess of the stance."""

    words: Words
    around: Rows
    draft: Rows
    stance: Rows
    thresholds: list[float]

    def found(self, example: Example) -> dict[str, bool]:
        """What the model finds in a reply."""
        near = _around(self.around, example, self.words.odds(example))
        return _found(example, near, _judged(self.draft, _draft_rows(example, near), near), self.thresholds)

    def shipped(self) -> dict[str, Any]:
        """The form that the checklist reads."""
        return {
            "words": self.words.shipped(),
            "around": self.around.shipped(NAMES),
            "draft": self.draft.shipped(DRAFT_NAMES),
            "stance": self.stance.shipped(STANCE_NAMES),
            "thresholds": [round(t, 2) for t in self.thresholds],
        }


def trained(examples: list[Example], folds: int = FOLDS) -> tuple[Model, dict[str, dict[str, bool]]]:
    """Train all steps, each on what the step before says about batches that it was not trained on.

    Also what that finds in each whole reply, by its id: every batch is held out, but the thresholds are not.
    """
    fold = {batch: i % folds for i, batch in enumerate(sorted({e.batch for e in examples}))}
    parts = [
        ([e for e in examples if fold[e.batch] != k], [e for e in examples if fold[e.batch] == k])
        for k in sorted(set(fold.values()))
    ]
    own: dict[str, Array] = {}
    for others, held in parts:
        words = Words(others)
        own.update({e.id: words.odds(e) for e in held})
    near = {e.id: _vectors(e, own[e.id]) for e in examples}
    second: dict[str, Array] = {}
    for others, held in parts:
        around = _fit_around(others, near)
        second.update({e.id: _around(around, e, own[e.id]) for e in held})
    whole = {e.id: _draft_rows(e, second[e.id]) for e in examples}
    third: dict[str, Array] = {}
    for others, held in parts:
        draft = _fit_draft(others, whole)
        third.update({e.id: _judged(draft, whole[e.id], second[e.id]) for e in held})
    judged = [e for e in examples if e.judged]
    odds = np.array([third[e.id] for e in judged])
    truth = np.array([[e.truth[label] for label in LABELS] for e in judged])
    known = known_labels(judged)
    thresholds = [
        threshold(odds[known[:, k], k], truth[known[:, k], k], STRICT[label])
        for k, label in enumerate(LABELS)
    ]
    model = Model(
        Words(examples),
        _fit_around(examples, near),
        _fit_draft(examples, whole),
        _fit_stance(examples, own),
        thresholds,
    )
    return model, {e.id: _found(e, second[e.id], third[e.id], thresholds) for e in judged}


def _found(example: Example, near: Array, odds: Array, thresholds: list[float]) -> dict[str, bool]:
    """What is found in a reply, from the log-odds of its sentences and of the whole."""
    settled = sure(example.reading, near.tolist())
    return {label: label in settled or bool(odds[k] >= thresholds[k]) for k, label in enumerate(LABELS)}


def threshold(odds: Array, truth: Array, strict: float) -> float:
    """The log-odds that serve best, precision below TRUSTED costing extra.

    Judged with its surroundings, since the very best point of one set of replies is mostly luck. Of those
    that serve alike, the strictest.
    """
    grid = np.arange(LOWEST, 4.0, 0.05)
    worth = []
    for at in grid:
        chosen = odds >= at
        right = int((chosen & truth).sum())
        precision = right / max(1, int(chosen.sum()))
        recall = right / max(1, int(truth.sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        worth.append(f1 - max(0.0, TRUSTED - precision) * strict)
    width = 2 * SMOOTH + 1
    around = np.convolve(np.pad(worth, SMOOTH, mode="edge"), np.ones(width) / width, mode="valid")
    return float(grid[np.flatnonzero(around >= around.max() - ALIKE)[-1]])


def _vectors(example: Example, own: Array) -> Array:
    rows = vectors(example.reading, example.marks, own.tolist(), example.details)
    return np.array(rows).reshape(len(example.features), len(NAMES))


def _around(around: Rows, example: Example, own: Array) -> Array:
    odds = _vectors(example, own) @ around.weights.T + around.bias
    odds[np.array(idle(example.marks, own.tolist()), dtype=bool).reshape(odds.shape)] = FLOOR
    return np.array(restrained(example.reading, odds.tolist())).reshape(odds.shape)


def _judged(draft: Rows, rows: Array, near: Array) -> Array:
    """Log-odds of every label for a draft, out of the question where no sentence is likely enough."""
    odds = (rows * draft.weights).sum(axis=1) + draft.bias
    odds[[not likely(k, near.tolist()) for k in range(len(LABELS))]] = FLOOR
    return odds


def _draft_rows(example: Example, odds: Array) -> Array:
    return np.array(draft_rows(odds.tolist(), example.found, example.details))


def _fit_around(examples: list[Example], near: dict[str, Array]) -> Rows:
    rows = np.vstack([near[e.id] for e in examples])
    truth = np.vstack([e.labels for e in examples])
    known = np.repeat(known_labels(examples), [len(e.features) for e in examples], axis=0)
    return Rows.fitted([rows] * len(LABELS), truth, known, STRENGTH["around"])


def _fit_draft(examples: list[Example], whole: dict[str, Array]) -> Rows:
    truth = np.array([[e.truth[label] for label in LABELS] for e in examples])
    rows = [np.vstack([whole[e.id][k] for e in examples]) for k in range(len(LABELS))]
    return Rows.fitted(rows, truth, known_labels(examples), STRENGTH["draft"])


def _fit_stance(examples: list[Example], own: dict[str, Array]) -> Rows:
    told = [e for e in examples if e.judged and e.stance and len(e.features)]
    rows = np.array([stance_row(e.reading, own[e.id].tolist()) for e in told])
    truth = np.array([[e.stance == stance for stance in GUESSED] for e in told])
    return Rows.fitted([rows] * len(GUESSED), truth, np.ones_like(truth), STRENGTH["stance"])


def known_labels(examples: list[Example]) -> Array:
    """For each reply which checks were labelled in it."""
    return np.array([[label in e.known for label in LABELS] for e in examples])


def held_out(examples: list[Example]) -> tuple[list[dict[str, bool]], list[dict[str, bool]]]:
    """What models find in replies of batches that they never saw, and what is there."""
    fold = {batch: i % FOLDS for i, batch in enumerate(sorted({e.batch for e in examples}))}
    found = []
    truth = []
    for k in sorted(set(fold.values())):
        model, _ = trained([e for e in examples if fold[e.batch] != k])
        for one in examples:
            if fold[one.batch] == k and one.judged and not one.batch.startswith("fragments-"):
                found.append(model.found(one))
                truth.append(one.truth)
    return found, truth


def main() -> None:
    """Read the replies, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", action="store_true", help="hold out every batch in turn and print figures")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    rules = Checklist(by_rules_alone=True)
    examples = [
        example(reply, rules)
        for reply in [*with_pieces([*labelled(), *letters()]), *fragments(), *examples_of_rules()]
        if reply.answer.text.strip()
    ]
    replies = sum(e.judged for e in examples)
    print(f"{replies} replies and {len(examples) - replies} pieces and examples of rules")
    if options.score:
        print(table(*held_out(examples)))
    model, found = trained(examples)
    whole = [e for e in examples if e.id in found and not e.batch.startswith("fragments-")]
    for name, told in (
        ("letters", [e for e in whole if e.batch.startswith("letters-")]),
        ("replies", [e for e in whole if not e.batch.startswith("letters-")]),
    ):
        print(f"{name}, {len(told)}, batches held out in turn but the thresholds chosen on them:")
        print(table([found[e.id] for e in told], [e.truth for e in told]), flush=True)
    data = json.dumps(model.shipped(), ensure_ascii=False, separators=(",", ":"))
    options.output.write_text(data + "\n", encoding="utf-8")
    digest = hashlib.sha256(options.output.read_bytes()).hexdigest()
    options.output.with_suffix(".sha256").write_text(digest + "\n", encoding="utf-8")
    print(f"{options.output}: {options.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
