"""What is read again while somebody types, and what is remembered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from inbox_tui.core.checklist import Answer, Checklist

from .drafts import GOOD, answer


def test_only_the_changed_sentence_is_read_again() -> None:
    checklist = Checklist()
    checklist.check(answer(GOOD))
    before = checklist.read_afresh
    checklist.check(answer(GOOD.replace("Saturday", "Sunday")))
    assert checklist.read_afresh == before + 1
    checklist.check(answer("Hello there.\n" + GOOD))
    assert checklist.read_afresh == before + 2


def test_clauses_are_remembered_and_read_only_while_a_part_is_missing() -> None:
    compound = "I was late, and I will write to you on Friday."
    missing = Checklist()
    missing.check(answer(compound))
    assert missing.read_afresh == 3
    missing.check(answer(f"Hello there. {compound}"))
    assert missing.read_afresh == 4
    complete = Checklist()
    complete.check(answer(GOOD))
    before = complete.read_afresh
    complete.check(answer(GOOD + "\nThe shelf is empty, and the cupboard is locked.\n"))
    assert complete.read_afresh == before + 1


def test_threads_may_share_a_checklist() -> None:
    shared = Checklist()
    drafts = [answer(GOOD.replace("Saturday", f"day {n % 7}")) for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(shared.check, drafts))
    assert together == [Checklist().check(draft) for draft in drafts]


def test_the_same_draft_gives_the_same_report() -> None:
    assert Checklist().check(answer(GOOD)) == Checklist().check(answer(GOOD))
    warm = Checklist()
    warm.check(Answer(text="I'm sorry."))
    assert warm.check(answer(GOOD)) == Checklist().check(answer(GOOD))
