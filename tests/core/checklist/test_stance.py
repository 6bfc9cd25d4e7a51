"""How far the shop takes the failure as its own, and what it then has to say."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from inbox_tui.core.checklist import MISTAKES, Answer, Complaint, Level, Report, Stance, check
from inbox_tui.core.checklist.context import LABELS
from tests.training.scoring import macro, scores

from .drafts import GOOD, answer, of

CASES = [
    ("That was our mistake.", Stance.OURS),
    ("I'm afraid we cannot refund the teapot after a year of use.", Stance.NOT_OURS),
    ("We are still looking into what happened to the teapot.", Stance.UNKNOWN),
    ("It was partly our mistake.", Stance.SHARED),
    ("", Stance.OURS),
]


@pytest.mark.parametrize(("text", "stance"), CASES)
def test_the_stance_is_guessed_from_the_draft_and_said_to_be_a_guess(text: str, stance: Stance) -> None:
    report = check(answer(text))
    assert (report.stance, report.stance_guessed) == (stance, True)


def test_a_stance_that_the_owner_set_is_no_guess() -> None:
    report = check(answer(GOOD, stance=Stance.SHARED))
    assert (report.stance, report.stance_guessed) == (Stance.SHARED, False)


MUSTS = {
    Stance.OURS: {"fault", "solution", "validation"},
    Stance.SHARED: {"fault", "solution", "validation"},
    Stance.NOT_OURS: {"validation", "explanation"},
    Stance.UNKNOWN: {"validation", "follow_up"},
}


@pytest.mark.parametrize("stance", Stance)
def test_each_stance_has_its_musts(stance: Stance) -> None:
    report = check(answer("Dear Odile,", stance=stance))
    assert {f.check for f in report.findings if f.level is Level.MUST} == MUSTS[stance]


def test_fault_does_not_apply_where_the_shop_stands_by_its_decision() -> None:
    fault = of(check(answer("We stand by the charge.", stance=Stance.NOT_OURS)), "fault")
    assert fault.found is None
    assert fault.level is Level.OK


def test_arguing_stops_whatever_the_stance() -> None:
    report = check(answer("We are sorry you feel that way.", stance=Stance.NOT_OURS))
    assert [f.check for f in report.errors] == ["argue"]


def test_who_does_not_know_yet_says_by_when_they_will() -> None:
    text = "Dear Odile,\n\nWe are still looking into what happened. I will ring you"
    vague = of(check(answer(text + ".", stance=Stance.UNKNOWN)), "follow_up")
    assert (vague.found, vague.level) == (False, Level.MUST)
    assert "by when" in vague.message
    assert text[slice(*vague.spans[0])] == "I will ring"
    assert of(check(answer(text + " by Friday noon.", stance=Stance.UNKNOWN)), "follow_up").found
    assert of(check(answer(text + ".", stance=Stance.OURS)), "follow_up").found


@cache
def replies() -> list[tuple[Stance, frozenset[str], Report]]:
    """Forty replies in the manner of real shops: what a careful reader sees in them, and the report."""
    told = tomllib.loads(Path(__file__).with_name("stances.toml").read_text(encoding="utf-8"))["reply"]
    return [
        (
            Stance(one["stance"]),
            frozenset(one["there"]),
            check(Answer(text=one["text"], complaint=Complaint(text=one["complaint"]))),
        )
        for one in told
    ]


def test_whole_replies_show_how_far_the_shop_takes_it_as_its_own() -> None:
    right = [stance is report.stance for stance, _, report in replies()]
    assert len(right) >= 40
    assert sum(right) / len(right) >= 0.9


def test_a_kind_refusal_is_no_mistake() -> None:
    alarms = [
        f.check for _, _, report in replies() for f in report.findings if f.check in MISTAKES and f.found
    ]
    assert len(alarms) <= 0.1 * len(replies())


def test_the_parts_of_a_reply_that_refuses_or_does_not_know_yet_are_found() -> None:
    found = [{f.check: bool(f.found) for f in report.findings} for _, _, report in replies()]
    truth = [{label: label in there for label in LABELS} for _, there, _ in replies()]
    told = scores(found, truth)
    assert (
        macro(
            {
                label: told[label]
                for label in ("empathy", "validation", "explanation", "solution", "follow_up")
            }
        )
        >= 0.8
    )


def test_a_refusal_is_not_asked_for_ownership_and_who_does_not_know_yet_for_a_date() -> None:
    for stance, _, report in replies():
        if stance is report.stance is Stance.NOT_OURS:
            assert of(report, "fault").found is None
        if stance is report.stance is Stance.UNKNOWN:
            assert of(report, "fault").level is not Level.MUST
            assert of(report, "follow_up").found or of(report, "follow_up").level is Level.MUST


def test_short_replies_show_their_stance_in_many_words() -> None:
    lines = Path(__file__).with_name("stances.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split(" ", 1) for line in lines if not line.startswith("#")]
    wrong = [text for stance, text in told if check(Answer(text=text)).stance != stance]
    assert len(told) >= 30
    assert len(wrong) <= 0.1 * len(told), wrong
