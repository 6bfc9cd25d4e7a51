"""What something costs beside something plainer, measured in turns, so that a busy machine slows both."""

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter

from pytest_benchmark.fixture import BenchmarkFixture

Timed = Callable[[], float]
"""Does a thing and returns its seconds."""


def timed(call: Callable[[], object]) -> Timed:
    """The seconds of a call."""

    def run() -> float:
        began = perf_counter()
        call()
        return perf_counter() - began

    return run


def beside(benchmark: BenchmarkFixture, ours: Timed, bare: Timed, *, at_most: float, rounds: int = 7) -> None:
    """Note the ratio of the medians with the benchmark, and fail above ``at_most``. Where benchmarks are
    not enabled both run once, and only have to work.

    ``work_ratio`` compares the processor's time alone, ended child processes included: it says more where
    other programs want the machine as well.
    """
    seconds: list[tuple[float, float]] = []
    work: list[tuple[float, float]] = []

    def both() -> None:
        marks = [_work()]
        bare_seconds = bare()
        marks.append(_work())
        our_seconds = ours()
        marks.append(_work())
        seconds.append((our_seconds, bare_seconds))
        work.append((marks[2] - marks[1], marks[1] - marks[0]))

    benchmark.pedantic(both, rounds=rounds, warmup_rounds=1 if benchmark.enabled else 0)
    if benchmark.enabled:
        ratio = _ratio(seconds[1:])
        note(benchmark, ratio=ratio, work_ratio=_ratio(work[1:]), at_most=at_most)
        assert ratio <= at_most, f"{ratio:.2f} times the bare one; the mark is {at_most}"


def note(benchmark: BenchmarkFixture, **figures: float) -> None:
    """Keep figures with the benchmark (``--benchmark-json``) and say them."""
    benchmark.extra_info |= {name: round(figure, 4) for name, figure in figures.items()}
    print(f"{benchmark.name}: " + ", ".join(f"{name} {figure:.4g}" for name, figure in figures.items()))


def _ratio(pairs: list[tuple[float, float]]) -> float:
    ours, bare = zip(*pairs, strict=True)
    return median(ours) / (median(bare) or 1e-9)


def _work() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
