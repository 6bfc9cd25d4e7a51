"""The customer's card: what came before, what was promised, in which language, and whether it recurs."""

from datetime import timedelta

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.core.customer import Closings, card, language
from inbox_tui.core.promises import Promise
from inbox_tui.core.record import Record
from inbox_tui.core.recording import completed, known, to_ask

from .cases import NOW, case

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days_ago", "rest", "recurs"),
    [
        (1, {}, True),
        (89, {}, True),
        (91, {}, False),
        (10, {"category": "billing"}, False),
        (10, {"from_addr": "other@buyer.example"}, False),
        (10, {"from_addr": "Dana.Reed@Buyer.example"}, True),
        (10, {"state": CaseState.NOT_COMPLAINT}, False),
    ],
)
def test_recurrence_is_the_same_trouble_within_ninety_days_of_closing(
    days_ago: float, rest: dict[str, object], recurs: bool
) -> None:
    state = rest.pop("state", CaseState.RESOLVED)
    other = case(
        state,  # type: ignore[arg-type]
        id="old",
        age=100 * DAY,
        resolved_at=NOW - days_ago * DAY,
        **rest,
    )
    new = case(CaseState.OPEN, id="new", age=timedelta(0))
    assert (Closings([new, other]).before(new) is other) is recurs


def test_without_an_address_nobody_is_the_same() -> None:
    new = case(id="new", from_addr="", age=timedelta(0))
    assert (
        Closings([case(CaseState.RESOLVED, id="old", from_addr="", resolved_at=NOW - DAY)]).before(new)
        is None
    )
    assert card(new, [new, case(id="old", from_addr="")], []).others == ()


def test_the_card_gathers_what_is_known_of_a_customer() -> None:
    old = case(
        CaseState.RESOLVED,
        id="old",
        age=30 * DAY,
        resolved_at=NOW - 20 * DAY,
        record=Record(satisfaction="4"),
    )
    older = case(id="older", age=60 * DAY, category="billing", last_out_at=NOW - 50 * DAY)
    gone = case(CaseState.MERGED, id="gone", age=70 * DAY)
    other = case(id="other", from_addr="tom@buyer.example")
    new = case(id="new", age=timedelta(0), text="I am not happy with the teapot and you have not answered.")
    promised = Promise(case_id="old", outbox_id=1, text="a new teapot", made_at=NOW)
    elsewhere = Promise(case_id="other", outbox_id=2, text="a mug", made_at=NOW)
    found = card(new, [older, new, other, gone, old], [promised, elsewhere])
    assert [each.id for each in found.others] == ["old", "older"]
    assert (found.promises, found.ratings, found.language) == ((promised,), ("4",), "English")
    assert (found.since, found.last_answered_at) == (NOW - 70 * DAY, NOW - 50 * DAY)
    assert found.recurs is old


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The kettle that you sent is broken and I would like my money back.", "English"),
        ("Die Kanne ist zerbrochen und ich habe bis heute nicht eine Antwort erhalten.", "German"),
        ("Bonjour, je vous écris pour la théière que vous avez envoyée: elle est cassée.", "French"),
        ("Hola, la tetera que compré para mi madre está rota y no funciona por dentro.", "Spanish"),
        ("4471", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_letter(text: str, name: str) -> None:
    assert language(text) == name


def test_what_the_record_can_be_told_without_asking() -> None:
    done = case(CaseState.RESOLVED, stance="shared", closing_reason="money back", urgency="high")
    found = known(done, sent=["You may also turn to the Furniture Ombudsman."])
    assert found == {
        "severity": "high",
        "safety": "no",
        "justified": "partly",
        "decision": "money back",
        "redress": "refund",
        "recourse_told": "yes",
    }
    assert to_ask(done, found) == ("cause",)


def test_what_a_person_said_is_never_replaced() -> None:
    said = case(CaseState.RESOLVED, stance="ours", record=Record(justified="no", redress="a mug"))
    found = known(said, promises=[Promise(case_id=said.id, outbox_id=1, text="a vase", made_at=NOW)])
    assert {"justified", "redress"} & found.keys() == set()
    assert completed(said.record, found | {"redress": "a vase"}).redress == "a mug"


def test_what_is_serious_is_not_called_safe() -> None:
    assert "safety" not in known(case(escalate=True))


def test_the_newest_closing_counts_and_asking_stays_quick_for_a_shared_address() -> None:
    many = [
        case(CaseState.RESOLVED, id=f"c{n}", age=(n + 3) * DAY, resolved_at=NOW - n * DAY)
        for n in range(1, 9)
    ]
    new = case(id="new", age=timedelta(0))
    found = Closings([new, *many]).before(new)
    assert found is many[0]
