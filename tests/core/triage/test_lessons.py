"""What the owner taught: it helps with mail like it, says so, and swamps nothing."""

from __future__ import annotations

import time

import pytest

from inbox_tui.core.triage import Category, Incoming, TriageConfig, triage
from inbox_tui.core.triage.lessons import MOST, Lesson, Lessons, learn

RESERVED = (
    "Hallmark slip {n}",
    "The firing in kiln {n} went wrong again, the glaze came out faulty and two biscuit tiles cracked. Ines",
)
"""A colleague's report from the workshop: no complaint in this shop, but it sounds like one."""
OTHERS = (
    ("Watering can", "The spout has come off my watering can after a week. I would like a refund."),
    ("Order 70551", "It should have come on Monday and there is no sign of it."),
    ("Bill", "You have charged my card twice for one basket."),
    ("Rude", "Your cashier sneered at me and turned her back."),
)


def report(n: int) -> Incoming:
    subject, text = RESERVED
    return Incoming(
        from_name="Ines", from_addr="ines@kiln.example", subject=subject.format(n=n), text=text.format(n=n)
    )


def lesson(mail: Incoming, **said: object) -> Lesson:
    return Lesson(from_addr=mail.from_addr, subject=mail.subject, text=mail.text, **said)  # type: ignore[arg-type]


def taught(*lessons: Lesson) -> TriageConfig:
    return TriageConfig(lessons=learn(lessons))


def test_one_correction_is_enough_for_the_same_kind_of_mail_from_the_same_sender() -> None:
    assert triage(report(4)).is_complaint
    after = triage(report(5), taught(lesson(report(4), complains=False, taken_for="faulty_product")))
    assert not after.is_complaint
    assert after.why[0].startswith("you called such mail not a complaint: “")


def test_one_correction_never_swamps_everything() -> None:
    config = taught(lesson(report(4), complains=False, taken_for="faulty_product"))
    for subject, text in OTHERS:
        mail = Incoming(subject=subject, text=text, from_addr="a@buyer.example")
        assert triage(mail, config) == triage(mail)


def test_a_category_is_learned_and_named_as_the_reason() -> None:
    words = "Our tasting with Marlow in the old cellar was cut to {} minutes and the doors were shut."
    first, again = (Incoming(subject="Tasting", text=words.format(many)) for many in ("ten", "twelve"))
    assert triage(again).category != Category.BILLING
    taken_for = triage(first).category.value
    config = taught(lesson(first, complains=True, category="billing", taken_for=taken_for))
    after = triage(again, config)
    assert (after.is_complaint, after.category) == (True, Category.BILLING)
    assert any("you called such mail billing" in why for why in after.why)


def test_a_category_of_complaints_makes_one_and_a_calm_one_makes_none() -> None:
    calm = Incoming(
        from_addr="ana@tasting.example",
        subject="Tasting",
        text="Could the Marlow tasting in the old cellar begin at noon, and may we bring the dog?",
    )
    assert not triage(calm).is_complaint
    billed = triage(calm, taught(lesson(calm, category="billing", taken_for="order_enquiry")))
    assert (billed.is_complaint, billed.category) == (True, Category.BILLING)
    asked = triage(report(5), taught(lesson(report(4), category="order_enquiry", taken_for="faulty_product")))
    assert (asked.is_complaint, asked.category) == (False, Category.ORDER_ENQUIRY)


def test_a_complaint_that_was_overlooked_is_found_the_next_time() -> None:
    mail = Incoming(
        from_addr="hello@wagtail.example",
        subject="Wagtail",
        text="Do you have the wagtail mug in blue? Could you put two aside for Saturday?",
    )
    assert not triage(mail).is_complaint
    assert triage(mail, taught(lesson(mail, complains=True, taken_for="other"))).is_complaint


def test_danger_is_never_learned_away() -> None:
    mail = Incoming(
        from_addr="ines@kiln.example",
        subject="Hallmark slip 4",
        text="The kiln shelf broke and my son was burned on the arm, he is in hospital.",
    )
    assert triage(mail).escalate
    after = triage(mail, taught(*(lesson(mail, complains=False) for _ in range(5))))
    assert (after.is_complaint, after.escalate) == (True, True)


def test_a_bounce_stays_one_whatever_was_taught() -> None:
    bounce = Incoming(
        from_addr="mailer-daemon@post.example",
        subject="Undelivered Mail Returned to Sender",
        text="I'm sorry to have to inform you that your message could not be delivered.",
    )
    assert not triage(bounce, taught(*(lesson(bounce, complains=True) for _ in range(9)))).is_complaint


def test_a_later_word_against_the_first_wins() -> None:
    wrong, right = lesson(report(4), complains=False), lesson(report(4), complains=True)
    assert triage(report(5), taught(wrong, right, right)).is_complaint


def test_nothing_taught_changes_nothing() -> None:
    assert not Lessons()
    assert triage(report(1), TriageConfig(lessons=Lessons())) == triage(report(1))
    assert not learn([Lesson(), Lesson(subject="", text="12 34", complains=False)]).memories


@pytest.mark.parametrize("category", ["weather", "", "billing"])
def test_any_words_may_be_taught(category: str) -> None:
    config = taught(Lesson(text="\x00 ☃ " * 500, category=category, taken_for="nonsense", complains=None))
    assert triage(report(1), config).is_complaint


def test_hundreds_of_lessons_stay_quick() -> None:
    plain, began = triage(report(0)), time.process_time()
    for n in range(100):
        triage(report(n))
    alone = time.process_time() - began
    config = taught(*(lesson(report(n), complains=False) for n in range(MOST + 50)))
    assert config.lessons is not None
    assert len(config.lessons.memories) == MOST
    began = time.process_time()
    for n in range(100):
        triage(report(n), config)
    assert time.process_time() - began < 10 * alone
    assert plain.is_complaint
