"""The terminal is told of complaints once, in clean words, by day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.app import App

from inbox_tui.bootstrap import open_program
from inbox_tui.config import HoursSettings, NotifySettings
from inbox_tui.config_file import load as load_config
from inbox_tui.core.case import Case
from inbox_tui.core.notices import Notice, Why
from inbox_tui.errors import ConfigError
from inbox_tui.ports import HistoryEntry
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.telling import desktop, words
from tests.ui.desk.at_the_desk import until
from tests.ui.desk_fixture import fill
from tests.ui.shop import CONFIG, NOW, Shop, open_shop


def notice(name: str, why: Why = Why.NEW, subject: str = "Broken") -> Notice:
    return Notice(why=why, case_id=name, customer=name, subject=subject)


@pytest.mark.parametrize(
    ("notices", "told"),
    [
        ([notice("Dana Reed")], "New complaint: Dana Reed, Broken"),
        ([notice("Dana Reed", Why.SOON)], "Answer soon: Dana Reed, Broken"),
        ([notice("Dana Reed", Why.LATE, "")], "Late: Dana Reed, (no subject)"),
        ([notice("Dana"), notice("Tom")], "2 new complaints: Dana, Tom"),
        ([notice(n) for n in ("Ana", "Bo", "Cy", "Di")], "4 new complaints: Ana, Bo and 2 more"),
        ([notice("Ana"), notice("Bo", Why.SOON)], "New complaint: Ana, Broken; Answer soon: Bo, Broken"),
        ([notice("")], "New complaint: (no sender), Broken"),
    ],
)
def test_all_is_told_in_one_line(notices: list[Notice], told: str) -> None:
    assert words(notices) == told


@pytest.mark.parametrize(
    "nasty",
    ["\x1b]52;c;x\x07", "\x07\x07", "a\nb\r\nc", "\x9d52;c;x\x9c", "\u202eevil", "\x1bP+q\x1b\\", "x" * 5000],
)
def test_nothing_that_a_stranger_wrote_reaches_the_terminal_as_a_command(nasty: str) -> None:
    text = words([notice(nasty, subject=nasty)])
    for environment in ({}, {"TMUX": "x"}):
        sent = desktop(text, environment=environment)
        inner = sent.removeprefix("\x1bPtmux;\x1b").removesuffix("\x1b\\")
        assert inner.startswith("\x1b]9;") and inner.endswith("\x07")
        middle = inner[4:-1]
        assert middle.isprintable() and len(middle) <= 160


def test_inside_tmux_it_is_wrapped_to_be_passed_on() -> None:
    assert desktop("hi", environment={}) == "\x1b]9;hi\x07"
    assert desktop("hi", environment={"TMUX": "x"}) == "\x1bPtmux;\x1b\x1b]9;hi\x07\x1b\\"


@pytest.mark.parametrize("bad", ['day_from = "late"', 'day_until = "8 pm"', "bell = 1", 'day_from = "8:00Z"'])
def test_a_bad_setting_is_named(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[notify]\n{bad}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=bad.split()[0]) as told:
        load_config(file)
    assert str(file) in str(told.value)


# --- by day and at night -------------------------------------------------------------------------


def told_of(shop: Shop) -> list[tuple[str, Why]]:
    return [(each.case_id, each.why) for each in shop.desk.notices.look()]


def test_what_comes_at_night_is_told_of_in_the_morning_all_at_once(shop: Shop) -> None:
    shop.desk.notices.begin()
    for hours, name in ((8, "Ana"), (12, "Bo")):
        shop.clock.at = NOW + timedelta(hours=hours)
        shop.case(name.lower(), name, "Broken", hours_ago=-hours)
        assert told_of(shop) == []
    shop.clock.at = datetime(2026, 11, 25, 8, 1, tzinfo=UTC)
    assert told_of(shop) == [("ana", Why.NEW), ("bo", Why.NEW)]
    assert told_of(shop) == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (NotifySettings(), []),
        (NotifySettings(at_night=True), [("ana", Why.NEW)]),
        (NotifySettings(day_until="23:00"), [("ana", Why.NEW)]),
        (NotifySettings(at_night=True, new=False), []),
    ],
)
def test_the_night_is_what_the_owner_says(
    tmp_path: Path, settings: NotifySettings, told: list[tuple[str, Why]]
) -> None:
    shop = open_shop(tmp_path, config=msgspec.structs.replace(CONFIG, notify=settings))
    shop.desk.notices.begin()
    shop.clock.at = NOW + timedelta(hours=8)
    shop.case("ana", "Ana", "Broken", hours_ago=-8)
    assert told_of(shop) == told
    shop.desk.office.close()


def test_two_programs_on_one_home_ring_once_for_one_complaint(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[notify]\nat_night = true\n", encoding="utf-8")
    one, other = (open_program(str(tmp_path)) for _ in range(2))
    for each in (one, other):
        each.desk.notices.begin()
    at = datetime.now(UTC)
    case = Case(id="ana", account="shop", received_at=at, unanswered_since=at, from_name="Ana")
    one.desk.office.casebook.add_case(case, HistoryEntry(case_id="ana", at=at, actor="test", what="new"))
    told = [[notice.case_id for notice in each.desk.notices.look()] for each in (one, other)]
    assert told == [["ana"], []]
    for each in (one, other):
        assert each.desk.notices.look() == []
        each.close()


def test_a_closed_day_is_night(tmp_path: Path) -> None:
    hours = HoursSettings(tue="09:00-17:00", wed="09:00-17:00", closed=("2026-11-24",))
    shop = open_shop(tmp_path, config=msgspec.structs.replace(CONFIG, hours=hours))
    shop.desk.notices.begin()
    shop.case("ana", "Ana", "Broken", hours_ago=0)
    assert told_of(shop) == []
    shop.clock.at = NOW + timedelta(hours=20)
    assert told_of(shop) == [("ana", Why.NEW)]
    shop.desk.office.close()


def test_one_that_turns_amber_can_be_left_out(tmp_path: Path) -> None:
    for soon, told in ((True, [("ana", Why.SOON)]), (False, [])):
        folder = tmp_path / str(soon)
        folder.mkdir()
        settings = NotifySettings(soon=soon, at_night=True)
        shop = open_shop(folder, config=msgspec.structs.replace(CONFIG, notify=settings))
        shop.case("ana", "Ana", "Broken", hours_ago=1)
        shop.desk.notices.begin()
        shop.clock.at = NOW + timedelta(hours=19)
        assert told_of(shop) == told
        shop.desk.office.close()


# --- the app -------------------------------------------------------------------------------------


async def test_the_app_rings_once_for_a_complaint_that_comes_in(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    rung: list[App[Any]] = []
    monkeypatch.setattr(App, "bell", lambda app: rung.append(app))
    monkeypatch.delenv("TMUX", raising=False)
    app = InboxApp(shop.desk, stores=shop.desk.stores, config=CONFIG, poll_seconds=0.05)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: shop.server.asked >= 2)
        assert app._driver is not None
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        assert rung == [], "what was there is on the screen"
        shop.case("new", "Nia \x1b[31mFord", "Cracked", hours_ago=0)
        await until(pilot, lambda: len(rung) == 1)
        asked = shop.server.asked
        await until(pilot, lambda: shop.server.asked >= asked + 3)
        assert rung == [app]
        (sent,) = [each for each in written if "\x1b]9;" in each]
        assert sent.startswith("\x1b]9;New complaint: Nia ") and sent.endswith("Ford, Cracked\x07")
        assert "\x1b" not in sent[1:]


async def test_each_way_of_telling_can_be_turned_off(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[App[Any]] = []
    monkeypatch.setattr(App, "bell", lambda app: rung.append(app))
    for settings, bells, notes in (
        (NotifySettings(bell=False), 0, 1),
        (NotifySettings(desktop=False), 1, 0),
        (NotifySettings(bell=False, desktop=False), 0, 0),
    ):
        rung.clear()
        config = msgspec.structs.replace(CONFIG, notify=settings)
        app = InboxApp(shop.desk, stores=shop.desk.stores, config=config)
        async with app.run_test():
            written: list[str] = []
            assert app._driver is not None
            monkeypatch.setattr(app._driver, "write", written.append)
            app.announce([notice("Dana")])
            assert (len(rung), len([each for each in written if "]9;" in each])) == (bells, notes)
