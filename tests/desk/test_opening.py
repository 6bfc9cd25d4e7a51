"""The shop's opening hours, days off and public holidays, from the config to the clock."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from inbox_tui.bootstrap import holidays_of
from inbox_tui.config import Config, HoursSettings
from inbox_tui.config_file import load
from inbox_tui.core.deadlines import Pace
from inbox_tui.core.when import Resolved
from inbox_tui.errors import ConfigError
from inbox_tui.paths import paths

from ..ui.shop import CONFIG, open_shop

WEEK = HoursSettings(mon="09:00-17:00", tue="09:00-17:00", thu="09:00-17:00", closed=("2026-11-26",))


def test_the_list_counts_open_hours_and_leaves_out_days_off(tmp_path: Path) -> None:
    config = msgspec.structs.replace(CONFIG, hours=WEEK)
    shop = open_shop(tmp_path, config=config)
    shop.case("c1", "Dana Reed", "Arrived in pieces", hours_ago=1)  # on Tuesday at 13:03
    (row,) = shop.desk.inbox.rows()
    assert row.due.pace is Pace.ON_TIME
    # 3:57 on Tuesday, eight hours on each of Monday, Tuesday; the Thursday is a day off.
    assert row.due.at == datetime(2026, 12, 3, 13, 3, tzinfo=UTC)
    found = shop.desk.cases.when("in 1 business day")
    assert isinstance(found, Resolved)
    assert found.at.date() == date(2026, 11, 30)
    answer = shop.desk.replies.question("c1")
    assert answer.hours_since == pytest.approx(1.0)
    shop.clock.at += timedelta(days=1)
    assert shop.desk.replies.question("c1").hours_since == pytest.approx(3.95)


def test_without_hours_the_clock_runs_day_and_night(tmp_path: Path) -> None:
    shop = open_shop(tmp_path)
    assert shop.desk.office.opening is None
    assert shop.desk.office.is_open_day(date(2026, 11, 27))
    assert not shop.desk.office.is_open_day(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[hours]\nmon = "9-17"\n', ["config.toml", "mon", '"09:00-17:30"']),
        ("[hours]\nmon = 9\n", ["config.toml", "hours.mon", "str"]),
        ('[hours]\nclosed = ["24.12."]\n', ["config.toml", "closed", "2026-12-24"]),
        ('[hours]\nclosed = "2026-12-24"\n', ["config.toml", "hours.closed", "array"]),
        ('[hours]\nregion = "SCT"\n', ["config.toml", "region", "country"]),
        ('[hours]\nmonday = "09:00-17:00"\n', ["config.toml", "monday"]),
    ],
)
def test_a_mistake_in_the_config_is_named_with_file_key_and_what_fits(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert all(word in str(caught.value) for word in words), caught.value


def test_public_holidays_by_country_and_region(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    where = paths(str(tmp_path))
    scotland = holidays_of(Config(hours=HoursSettings(country="gb", region="sct")), where)
    england = holidays_of(Config(hours=HoursSettings(country="GB", region="ENG")), where)
    assert [day(date(2026, 12, 25)) for day in (scotland, england)] == [True, True]
    assert [day(date(2026, 1, 2)) for day in (scotland, england)] == [True, False]
    assert not holidays_of(Config(), where)(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("hours", "key"),
    [
        (HoursSettings(country="XX"), "hours.country"),
        (HoursSettings(country="GB", region="ZZ"), "hours.region"),
    ],
)
def test_an_unknown_country_or_region_is_named(tmp_path: Path, hours: HoursSettings, key: str) -> None:
    pytest.importorskip("holidays")
    with pytest.raises(ConfigError, match=key):
        holidays_of(Config(hours=hours), paths(str(tmp_path)))
