"""What the owner decides about a case, its history, and how it is taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.message import Address, CachedMessage, Direction, MailRef, Message
from inbox_tui.core.when import Resolved
from inbox_tui.desk.cases.inbox import Listing
from inbox_tui.desk.cases.undoing import undo_newest
from inbox_tui.desk.receiving.intake import Intake
from inbox_tui.errors import NotFoundError, RefusedError
from inbox_tui.ports import Act, Casebook, Changed, HistoryEntry, Stale

from ..ui.shop import NOW, Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path)


def letter(
    shop: Shop,
    uid: int,
    text: str,
    *,
    hours_ago: float,
    home: str = "k7f3p2qa",
    direction: Direction = Direction.IN,
    **fields: object,
) -> CachedMessage:
    """A whole message in the cache."""
    sender = Address(name="Dana Reed", email="dana@buyer.example")
    message = Message(message_id=f"<{uid}@x.example>", sender=sender, subject="My order", text=text, **fields)  # type: ignore[arg-type]
    mail = CachedMessage(
        ref=MailRef(account="shop", mailbox="INBOX" if direction == "in" else "Sent", uidvalidity=1, uid=uid),
        conversation=home,
        direction=direction,
        received_at=NOW - timedelta(hours=hours_ago),
        flags=frozenset(),
        size=100,
        message=message,
    )
    shop.cache.put([mail], {mail.ref: b""})
    return mail


BROKEN = "The teapot of order 4471 arrived broken. I want my money back."


def test_every_decision_is_in_the_history_and_can_be_taken_back(shop: Shop) -> None:
    before = shop.case("c1", "Dana Reed", "Arrived in pieces")
    cases = shop.desk.cases
    until = NOW + timedelta(days=3)
    steps = [
        ("category", lambda: cases.categorise("c1", "billing")),
        ("stance", lambda: cases.take_stance("c1", "not_ours")),
        ("snoozed", lambda: cases.snooze("c1", until=until)),
        ("resolved", lambda: cases.resolve("c1", reason="refunded")),
        ("reopened", lambda: cases.reopen("c1")),
        ("marked as not a complaint", lambda: cases.not_a_complaint("c1")),
        ("marked as a complaint", lambda: cases.a_complaint("c1")),
    ]
    for _, act in steps:
        act()
    assert [h.what for h in shop.book.history("c1")][1:] == [what for what, _ in steps]
    for _ in steps:
        undo_newest(shop.desk)
    after = shop.book.case("c1")
    assert after is not None
    assert (after.state, after.category, after.stance) == (before.state, before.category, before.stance)
    assert (after.unanswered_since, after.snoozed_until) == (before.unanswered_since, None)
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo_newest(shop.desk)


def test_undo_keeps_what_the_customer_did_in_the_meantime(shop: Shop) -> None:
    shop.case("k7f3p2qa", "Dana Reed", "My order", hours_ago=9)
    shop.desk.cases.resolve("k7f3p2qa")
    letter(shop, 1, "It broke again, the second teapot.", hours_ago=1)
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    undo_newest(shop.desk)
    case = shop.book.case("k7f3p2qa")
    assert case is not None
    assert case.last_in_at == NOW - timedelta(hours=1)
    assert case.unanswered_since is not None


def test_what_is_not_allowed_changes_nothing(shop: Shop) -> None:
    before = shop.case("c1", "Dana Reed", "Arrived in pieces")
    cases = shop.desk.cases
    for act in (
        lambda: cases.reopen("c1"),
        lambda: cases.a_complaint("c1"),
        lambda: cases.categorise("c1", "weather"),
        lambda: cases.take_stance("c1", "never"),
        lambda: cases.note("c1", "  "),
        lambda: cases.snooze("c1", until=NOW),
        lambda: cases.merge("c1", "c1"),
    ):
        with pytest.raises(RefusedError):
            act()
    with pytest.raises(NotFoundError):
        cases.resolve("nowhere1")
    assert shop.book.case("c1") == before


def test_merging_moves_the_older_clock_and_shows_both_letters(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "First", hours_ago=9)
    shop.case("c2", "Dana Reed", "Second", hours_ago=2)
    letter(shop, 1, "first words", hours_ago=9, home="c1")
    letter(shop, 2, "second words", hours_ago=2, home="c2")
    kept = shop.desk.cases.merge("c1", "c2")
    assert (kept.id, kept.unanswered_since) == ("c2", NOW - timedelta(hours=9))
    assert [row.id for row in shop.desk.inbox.rows()] == ["c2"]
    view = shop.desk.inbox.conversation("c2")
    assert [each.fresh.strip() for each in view.messages] == ["first words", "second words"]


def test_a_sleeper_comes_back_by_itself(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    found = shop.desk.cases.when("in 3 days")
    assert isinstance(found, Resolved)
    shop.desk.cases.snooze("c1", until=found.at)
    assert shop.desk.cases.wake() == 0
    shop.clock.at = found.at
    assert shop.desk.cases.wake() == 1
    case = shop.book.case("c1")
    assert case is not None
    assert case.state is CaseState.OPEN


def test_other_mail_can_be_made_a_case(shop: Shop) -> None:
    letter(shop, 1, "What are your opening hours?", hours_ago=3)
    (row,) = shop.desk.inbox.rows(Listing.ALL)
    assert (row.is_complaint, row.state) == (False, "not_complaint")
    assert shop.desk.inbox.rows() == []
    shop.desk.cases.a_complaint(row.id)
    (row,) = shop.desk.inbox.rows()
    assert (row.is_complaint, row.state) == (True, "open")
    assert row.due.at == NOW + timedelta(hours=21)


def test_a_list_of_one_state_holds_no_mail_in_another(shop: Shop) -> None:
    letter(shop, 1, "What are your opening hours?", hours_ago=3, home="mail1")
    for name, hours in (("open1", 2), ("done1", 4)):
        shop.case(name, "Dana Reed", "Arrived in pieces")
        letter(shop, hours, BROKEN, hours_ago=hours, home=name)
    shop.desk.cases.resolve("done1")
    inbox = shop.desk.inbox
    assert [row.id for row in inbox.rows(state=CaseState.NOT_COMPLAINT)] == ["mail1"]
    assert [row.id for row in inbox.rows(state=CaseState.NOT_COMPLAINT, limit=1)] == ["mail1"]
    assert [row.id for row in inbox.rows(Listing.ALL, state=CaseState.RESOLVED)] == ["done1"]
    assert {row.id for row in inbox.rows(Listing.ALL)} == {"mail1", "open1", "done1"}


def test_intake_may_run_again_and_again(shop: Shop) -> None:
    letter(shop, 1, BROKEN, hours_ago=30)
    letter(shop, 2, "So sorry, a new one leaves today.", hours_ago=20, direction=Direction.OUT)
    intake = Intake(shop.desk.office)
    assert intake.take_in("shop", ["k7f3p2qa"]).opened == ("k7f3p2qa",)
    case = shop.book.case("k7f3p2qa")
    assert case is not None
    assert (case.state, case.first_response_at) == (CaseState.WAITING, NOW - timedelta(hours=20))
    history = len(shop.book.history("k7f3p2qa"))
    assert intake.take_in("shop", ["k7f3p2qa"]).opened == ()
    assert len(shop.book.history("k7f3p2qa")) == history


class Meanwhile:
    """A casebook in which somebody else does something just before the next change of a case is stored."""

    def __init__(self, book: Casebook, act: Callable[[], object]) -> None:
        self._book = book
        self._act: Callable[[], object] | None = act

    def change_case(self, case: Case, entry: HistoryEntry) -> Changed | Stale:
        """Too late, the first time."""
        self._somebody_acts()
        return self._book.change_case(case, entry)

    def change_cases(self, act: Act) -> list[Case] | Stale:
        """As above."""
        self._somebody_acts()
        return self._book.change_cases(act)

    def _somebody_acts(self) -> None:
        if (act := self._act) is not None:
            self._act = None
            act()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)


def beside(shop: Shop, act: Callable[[], object]) -> None:
    """From here on somebody else is quicker, once."""
    shop.desk.office.casebook = Meanwhile(shop.book, act)  # type: ignore[assignment]


@pytest.mark.parametrize("direction", [Direction.IN, Direction.OUT])
def test_two_programs_that_hear_the_same_letter_tell_the_case_once(
    shop: Shop, tmp_path: Path, direction: Direction
) -> None:
    other = open_shop(tmp_path)
    letter(shop, 1, BROKEN, hours_ago=3)
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    letter(shop, 2, "It is about the teapot of order 4471.", hours_ago=1, direction=direction)
    beside(shop, lambda: Intake(other.desk.office).take_in("shop", ["k7f3p2qa"]))
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    told = [each.what for each in shop.book.history("k7f3p2qa")]
    assert told == ["complaint came in", "customer wrote" if direction == Direction.IN else "answered"]


def test_a_letter_is_heard_although_the_owner_changes_the_case(shop: Shop, tmp_path: Path) -> None:
    letter(shop, 1, BROKEN, hours_ago=3)
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    letter(shop, 2, "And its lid is broken as well.", hours_ago=1)
    beside(shop, lambda: open_shop(tmp_path).desk.cases.resolve("k7f3p2qa", reason="put right"))
    assert Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"]).heard == ("k7f3p2qa",)
    assert [each.what for each in shop.book.history("k7f3p2qa")][1:] == ["resolved", "reopened"]


def test_two_programs_wake_a_case_once(shop: Shop, tmp_path: Path) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    shop.desk.cases.snooze("c1", until=NOW + timedelta(days=1))
    other = open_shop(tmp_path)
    shop.clock.at = other.clock.at = NOW + timedelta(days=2)
    beside(shop, other.desk.cases.wake)
    assert shop.desk.cases.wake() == 0
    assert [each.what for each in shop.book.history("c1")].count("back from snooze") == 1
    assert shop.desk.office.case("c1").state is CaseState.OPEN


def test_automatic_mail_neither_opens_nor_wakes_a_case(shop: Shop) -> None:
    automatic = {"auto-submitted": "auto-replied"}
    letter(shop, 1, "I am away. Your parcel is broken.", hours_ago=3, headers=automatic)
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    assert shop.book.case("k7f3p2qa") is None


def test_an_old_complaint_from_before_the_program_is_no_late_case(shop: Shop) -> None:
    letter(shop, 1, BROKEN, hours_ago=24 * 200)
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    assert shop.book.case("k7f3p2qa") is None
