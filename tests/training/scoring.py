"""Precision, recall and F1 of what was found against what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox_tui.core.checklist.context import LABELS


@dataclass(frozen=True, slots=True)
class Score:
    """How often one check was right; 1.0 where there was nothing to be wrong about."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much is there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def scores(found: Sequence[Mapping[str, bool]], truth: Sequence[Mapping[str, bool]]) -> dict[str, Score]:
    """The score of every learned check over the same replies."""
    both = list(zip(found, truth, strict=True))
    return {
        label: Score(
            sum(f[label] and t[label] for f, t in both),
            sum(f[label] and not t[label] for f, t in both),
            sum(t[label] and not f[label] for f, t in both),
        )
        for label in LABELS
    }


def macro(of: Mapping[str, Score]) -> float:
    """The mean F1 of all checks."""
    return sum(score.f1 for score in of.values()) / len(of)


def table(found: Sequence[Mapping[str, bool]], truth: Sequence[Mapping[str, bool]]) -> str:
    """The scores as lines to print."""
    of = scores(found, truth)
    lines = [
        f"{label:12} P {s.precision:.2f} R {s.recall:.2f} F1 {s.f1:.2f}  {s.right}/{s.wrong}/{s.missed}"
        for label, s in of.items()
    ]
    return "\n".join([*lines, f"macro F1 {macro(of):.3f}"])
