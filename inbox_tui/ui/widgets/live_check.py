"""Runs the checklist while somebody types, without ever holding up a key.

In the event loop as long as it takes no time that anybody could notice; otherwise a moment after the
last key, on a thread of its own. A report on words that have changed since is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from ...ports import Runner

if TYPE_CHECKING:
    from ...core.checklist import Answer, Check, Report

QUICK = 0.002
"""Seconds a check may take in the event loop."""
PAUSE = 0.08
"""Seconds without a key before a slow check starts."""


class LiveCheck:
    """Checks the newest words only; one check at a time, because a checklist remembers what it read.

    ``make`` builds the checklist and runs on the thread, since reading the rules takes a while. A check
    that breaks is told once to ``broken`` and not asked again: one can write and send without it.
    """

    def __init__(
        self,
        runner: Runner,
        make: Callable[[], Check],
        *,
        found: Callable[[Report, str], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._runner = runner
        self._make = make
        self._found = found
        self._broken = broken
        self._check: Check | None = None
        self._question: Answer | None = None
        self._text = ""
        self._took = QUICK
        self._task: asyncio.Task[None] | None = None
        self._out_of_order = False

    @property
    def is_quick(self) -> bool:
        """True while words are checked in the event loop, as they come."""
        return (
            self._check is not None and self._took < QUICK and self._task is None and not self._out_of_order
        )

    def about(self, question: Answer | None) -> None:
        """What the words are held against from now on; None stops checking."""
        self._question = question

    def read(self, text: str) -> None:
        """These are the words now."""
        self._text = text
        if self._question is None or self._task is not None or self._out_of_order:
            return
        if not self.is_quick:
            self._task = asyncio.create_task(self._read_aside())
            return
        try:
            report, self._took = self._timed(replace(self._question, text=text))
        except Exception as error:
            self._break_off(error)
        else:
            self._found(report, text)

    async def _read_aside(self) -> None:
        try:
            while self._question is not None:
                text = self._text
                await asyncio.sleep(PAUSE)
                if text != self._text:
                    continue
                question = self._question
                if question is None:
                    return
                report, self._took = await self._runner.run(self._timed, replace(question, text=text))
                if text == self._text and question is self._question:
                    self._found(report, text)
                    return
        except Exception as error:
            self._break_off(error)
        finally:
            self._task = None

    def _break_off(self, error: Exception) -> None:
        self._out_of_order = True
        self._broken(error)

    def _timed(self, answer: Answer) -> tuple[Report, float]:
        if self._check is None:
            self._check = self._make()
            self._check(answer)
        start = perf_counter()
        report = self._check(answer)
        return report, perf_counter() - start
