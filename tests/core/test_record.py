"""The complaint record: what may stand in it, and what it lacks."""

import pytest

from inbox_tui.core.record import ASKED, FIELDS, BadField, Record, changes, filled, from_mapping, missing


def test_what_is_said_is_kept_and_an_empty_word_takes_it_out() -> None:
    record = filled(
        Record(redress="a mug"), {"cause": "  packed\n badly ", "justified": "YES", "redress": ""}
    )
    assert record == Record(cause="packed badly", justified="yes")
    assert isinstance(record, Record)
    assert changes(Record(redress="a mug"), record) == (
        ("cause", "packed badly"),
        ("justified", "yes"),
        ("redress", ""),
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("couse", "x", "no field"),
        ("justified", "perhaps", "yes, partly, no"),
        ("verified_on", "01/12/2026", "2026-12-01"),
        ("keep_until", "2026-02-30", "no day"),
        ("keep_until", "20260203", "no day"),
        ("cause", "x" * 501, "501 letters"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_words(name: str, value: str, words: str) -> None:
    outcome = filled(Record(), {name: value})
    assert isinstance(outcome, BadField)
    assert name not in FIELDS or outcome.reason.startswith(FIELDS[name].title)
    assert words in outcome.reason


def test_what_is_missing_is_what_would_be_asked_for() -> None:
    assert missing(Record()) == ASKED
    assert missing(Record(**dict.fromkeys(ASKED, "no"))) == ()


def test_a_field_of_a_newer_program_is_left_out() -> None:
    assert from_mapping({"cause": "packing", "mood": "blue"}) == Record(cause="packing")


def test_every_field_has_its_question() -> None:
    assert set(FIELDS) == set(Record.__dataclass_fields__)
