"""The keys of the five common jobs are as few as the README says: its table is read and pressed."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.core.outbox import Kind, State
from tests.ui.desk.at_the_desk import case, running, until
from tests.ui.desk_fixture import REPLY, DeskApp, fill
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop

README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| (?P<job>[^|]+) \| (?P<keys>[^|]+`[^|]*) \| (?P<count>\d+) \|$", re.MULTILINE)
JOBS = [
    (found["job"], found["keys"], int(found["count"])) for found in ROW.finditer(README.read_text("utf-8"))
]

Done = Callable[[DeskApp, Shop], bool]


def _answered(app: DeskApp, shop: Shop) -> bool:
    return [(i.kind, i.state) for i in shop.book.outbox(case_id="tom")] == [(Kind.REPLY, State.SCHEDULED)]


def _taken_back(app: DeskApp, shop: Shop) -> bool:
    draft = shop.book.draft("tom")
    states = [item.state for item in shop.book.outbox(case_id="tom")]
    return draft is not None and draft.text == REPLY and State.SCHEDULED not in states


def _aside(app: DeskApp, shop: Shop) -> bool:
    found = case(shop, "tom")
    tomorrow = (NOW + timedelta(days=1)).replace(hour=9, minute=0)
    return found.state is CaseState.SNOOZED and found.snoozed_until == tomorrow


def _closed(app: DeskApp, shop: Shop) -> bool:
    return case(shop, "tom").state is CaseState.RESOLVED and any("put right" in said for said in app.said)


def _asks(app: DeskApp, shop: Shop) -> bool:
    found = shop.book.outbox(case_id="tom")
    return [(i.kind, i.send_at) for i in found] == [(Kind.CHECK_BACK, NOW + timedelta(days=3))]


DONE: dict[str, Done] = {
    "Answer it": _answered,
    "Take that reply back, word for word": _taken_back,
    "Put it aside until tomorrow at nine": _aside,
    "Close it as put right": _closed,
    "Ask in three days how things are": _asks,
}


def test_the_readme_counts_five_jobs() -> None:
    assert [job for job, _, _ in JOBS] == list(DONE)
    assert all(len(re.findall("`[^`]+`", keys)) == count for _, keys, count in JOBS)


@pytest.mark.parametrize(("job", "keys", "count"), JOBS, ids=[job for job, _, _ in JOBS])
async def test_that_many_keys_do_it(shop: Shop, job: str, keys: str, count: int) -> None:
    fill(shop)
    async with running(shop, (120, 36)) as (app, pilot):
        assert app.main.list.row is not None and app.main.list.row.id == "tom"
        steps = re.findall(r"`[^`]+`|your words", keys)
        if DONE[job] is _taken_back:
            steps = [*re.findall(r"`[^`]+`|your words", JOBS[0][1]), *steps]
        for step in steps:
            if step == "your words":
                await until(pilot, lambda: app.focused is app.main.editor)
                app.main.editor.insert(REPLY)
                continue
            before = frame(app), tuple(app.said)
            key = step.strip("`")
            await pilot.press(key.lower() if len(key) > 1 else key)
            await until(pilot, lambda: (frame(app), tuple(app.said)) != before)  # noqa: B023 - awaited here
        await until(pilot, lambda: DONE[job](app, shop))
