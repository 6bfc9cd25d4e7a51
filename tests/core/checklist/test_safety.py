"""Notices for the cases in which a kind reply can do harm; they tell, and never hold a reply back."""

import pytest

from inbox_tui.core.checklist import Answer, Checklist, Stance
from inbox_tui.core.checklist.safety import ELSEWHERE, NOTICES
from inbox_tui.core.triage import Incoming, dangers, triage
from inbox_tui.core.triage.model import DANGERS

KIND = "Dear Ada,\n\nI am sorry that the pan handle came off and that you were hurt. How is your hand?\n\nJo"
FIRM = (
    "Dear Ada,\n\nI have read your letter again. The coat was worn for a year before the seam opened, so we"
    " cannot take it back, and I stand by that. I know that it is not what you hoped for.\n\nJo"
)
checklist = Checklist()


def notices(
    text: str, alarms: tuple[str, ...] = (), *, again: bool = False, stance: Stance | None = None
) -> tuple[str, ...]:
    answer = Answer(text=text, alarms=alarms, wrote_again=again, stance=stance)
    return checklist.check(answer).notices


def test_every_danger_that_triage_names_has_words() -> None:
    assert set(NOTICES) == set(DANGERS)


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("The pan handle broke and I burned my hand. I had to go to hospital.", "injury"),
        ("My son is allergic to nuts and your cake had nuts in it. He could not breathe.", "allergy"),
        ("Refund me or you will hear from my solicitor.", "legal"),
    ],
)
def test_what_the_customer_said_is_what_is_told(said: str, danger: str) -> None:
    alarms = dangers(triage(Incoming(subject="Complaint", text=said)).why)
    assert danger in alarms
    assert NOTICES[danger] in notices(KIND, alarms)


def test_most_replies_get_none_and_a_name_that_triage_does_not_know_says_nothing() -> None:
    assert notices(KIND) == ()
    assert notices(KIND, ("weather",)) == ()
    assert dangers(("late delivery: “three weeks”", "look first: reads like danger")) == ()


def test_a_notice_is_told_once_and_stops_nothing() -> None:
    with_it = checklist.check(Answer(text=KIND, alarms=("injury", "injury")))
    without = checklist.check(Answer(text=KIND))
    assert with_it.notices == (NOTICES["injury"],)
    assert (with_it.ready, with_it.findings) == (without.ready, without.findings)


def test_who_stands_by_an_answer_is_told_of_the_way_on() -> None:
    assert notices(FIRM, again=True, stance=Stance.NOT_OURS) == (ELSEWHERE,)
    assert notices(FIRM, again=False, stance=Stance.NOT_OURS) == ()
    assert notices(FIRM, again=True, stance=Stance.OURS) == ()
    said = f"{FIRM}\n\nYou can turn to the furniture ombudsman; their address is on our page."
    assert notices(said, again=True, stance=Stance.NOT_OURS) == ()
