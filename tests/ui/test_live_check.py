"""The checklist while somebody types: quick at once, slow beside the keys, never about other words."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import pytest

from inbox_tui.core.checklist import Answer, Report
from inbox_tui.ui.widgets.live_check import PAUSE, LiveCheck
from tests.ui.reports import a_report
from tests.ui.still_time import in_still_time

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Aside:
    """A runner that counts what is sent to it, and can be slow."""

    calls: int = 0
    wait: float = 0

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it here, later."""
        self.calls += 1
        await asyncio.sleep(self.wait)
        return call(*args, **kwargs)


@dataclass
class Reader:
    """A checklist that takes its time."""

    seconds: float = 0
    texts: list[str] = field(default_factory=list)

    def check(self, answer: Answer) -> Report:
        """Read it."""
        self.texts.append(answer.text)
        time.sleep(self.seconds)
        return a_report()


async def until(wish: Callable[[], bool]) -> None:
    """Wait until it is so, at most five seconds."""
    for _ in range(500):
        if wish():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not happen.")


def listening(
    aside: Aside, check: Callable[[Answer], Report], found: list[str], fell: list[Exception]
) -> LiveCheck:
    """Notes the texts that were reported on, and the errors."""
    return LiveCheck(aside, lambda: check, found=lambda report, text: found.append(text), broken=fell.append)


@in_still_time
async def test_quick_checks_run_at_once_and_slow_ones_beside_the_keys() -> None:
    aside, reader, found, fell = Aside(), Reader(), list[str](), list[Exception]()
    live = LiveCheck(
        aside, lambda: reader.check, found=lambda report, text: found.append(text), broken=fell.append
    )
    live.read("nobody asked")
    live.about(Answer(text=""))
    live.read("first")
    assert found == []
    await until(lambda: found == ["first"])
    if live.is_quick:  # on a machine that is busy even nothing takes a while
        live.read("second")
        assert found == ["first", "second"]
    reader.seconds = 0.05
    live.read("third")
    before = aside.calls
    read = len(reader.texts)
    for number in range(5):
        live.read(f"typing {number}")
    assert len(reader.texts) == read, "no key waits for it"
    await until(lambda: found[-1] == "typing 4")
    assert aside.calls == before + 1


@in_still_time
async def test_a_report_on_old_words_is_dropped() -> None:
    aside, reader, found, fell = Aside(wait=0.05), Reader(), list[str](), list[Exception]()
    live = LiveCheck(
        aside, lambda: reader.check, found=lambda report, text: found.append(text), broken=fell.append
    )
    live.about(Answer(text=""))
    live.read("old")
    await asyncio.sleep(PAUSE + 0.02)
    live.read("new")
    await until(lambda: bool(found))
    assert found == ["new"]


@in_still_time
async def test_nothing_is_said_about_a_case_that_was_left() -> None:
    aside, reader, found, fell = Aside(wait=0.05), Reader(), list[str](), list[Exception]()
    live = LiveCheck(
        aside, lambda: reader.check, found=lambda report, text: found.append(text), broken=fell.append
    )
    live.about(Answer(text="", customer_name="Dana"))
    live.read("words")
    await asyncio.sleep(PAUSE + 0.02)
    live.about(None)
    await asyncio.sleep(0.15)
    assert found == []


@pytest.mark.parametrize("quick", [True, False])
@in_still_time
async def test_a_check_that_breaks_is_told_once_and_not_asked_again(quick: bool) -> None:
    aside, reader, found, fell = Aside(), Reader(), list[str](), list[Exception]()
    broken = not quick

    def check(answer: Answer) -> Report:
        if broken:
            raise ValueError("a rule at fault")
        return reader.check(answer)

    live = listening(aside, check, found, fell)
    live.about(Answer(text=""))
    live.read("one")
    await until(lambda: bool(found or fell))
    broken = True
    live.read("two")
    live.read("three")
    await asyncio.sleep(PAUSE + 0.05)
    assert [str(each) for each in fell] == ["a rule at fault"]
    assert found == (["one"] if quick else [])
