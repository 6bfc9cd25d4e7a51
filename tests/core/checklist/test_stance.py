"""How far the shop takes the failure as its own, and what it then has to say."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist import Level, Stance, check

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
