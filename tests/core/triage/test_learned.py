"""The learned model: what is shipped fits the code, and says why in words of the mail."""

from __future__ import annotations

import json
import time
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from inbox_tui.core.triage import Category, Incoming, Remedy, Triage, learned, triage
from inbox_tui.core.triage.meanings import families_of
from inbox_tui.core.triage.reading import read

TRAINING = Path(__file__).parents[2] / "training" / "inbound"
LETTERS: list[dict[str, Any]] = [
    json.loads(line)
    for file in sorted(TRAINING.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


HELD_OUT: list[dict[str, Any]] = [
    json.loads(line)
    for line in (TRAINING.parent / "held_out" / "inbound.jsonl").read_text(encoding="utf-8").splitlines()
]


def weights() -> str:
    return (
        resources.files("inbox_tui.core.triage")
        .joinpath("weights", "letters.json")
        .read_text(encoding="utf-8")
    )


def test_the_weights_have_the_labels_of_the_code_and_stay_small() -> None:
    assert tuple(json.loads(weights())["labels"]) == learned.labels()
    assert len(weights().encode()) < 1_000_000


def test_probabilities_are_probabilities() -> None:
    view = learned.opinion(read(Incoming(text="The jug leaks. Please refund me.")).signs)
    assert sum(view.kinds.values()) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in (view.complaint, view.escalate, view.thanks, *view.remedies.values()))
    assert view.remedies[Remedy.REFUND] > view.remedies[Remedy.CALLBACK]


@pytest.mark.parametrize("text", ["", "The jug leaks. Please refund me."])
def test_the_second_look_goes_by_a_number_for_each_place(text: str) -> None:
    first, second = learned._shipped()
    row = learned.first_look(first, read(Incoming(text=text)).signs)
    assert second is not None
    assert len(row) == len(learned.places()) == len(second.weights[0])
    assert len(second.weights) == len(learned.judged_twice())


@pytest.mark.parametrize("text", ["", "ok", "👍", "x7q zzkv wrrp", "a\u0301\u0302" * 3000, "(((" * 5000])
def test_a_mail_that_says_nothing_is_no_complaint(text: str) -> None:
    found = triage(Incoming(text=text))
    assert (found.is_complaint, found.category, found.thanks_only) == (False, Category.OTHER, False)


@pytest.mark.parametrize(
    ("subject", "text", "complaint", "category"),
    [
        ("Watering can", "The spout has come off my watering can after a week.", True, "faulty_product"),
        ("4 chairs", "I paid for four chairs, only three were in the box.", True, "wrong_or_missing_item"),
        ("Order 70551", "It should have come on Monday and there is no sign of it.", True, "late_delivery"),
        ("Bill", "You have charged my card twice for one basket.", True, "billing"),
        ("Rude", "Your cashier sneered at me and turned her back.", True, "poor_service"),
        ("Basket", "Does the basket come in a larger size?", False, "order_enquiry"),
        ("Basket", "We love the basket, thank you so much, it is beautiful.", False, "praise"),
    ],
)  # fmt: skip
def test_plain_letters(subject: str, text: str, complaint: bool, category: str) -> None:
    found = triage(Incoming(subject=subject, text=text))
    assert (found.is_complaint, found.category) == (complaint, Category(category))


def test_reasons_are_words_of_the_mail() -> None:
    text = "My new jug weeps tea on to the cloth. Would you swap it?"
    for reason in triage(Incoming(subject="Jug", text=text)).why:
        quoted = reason.partition("“")[2].rstrip("”")
        assert " ".join(quoted.split()) in f"Jug {text}"


def test_a_machine_passes_on_a_customer_but_does_not_complain_itself() -> None:
    def robot(subject: str, text: str) -> Triage:
        headers = {"Auto-Submitted": "auto-generated"}
        return triage(
            Incoming(from_addr="noreply@market.example", subject=subject, text=text, headers=headers)
        )

    sale = robot("Payout sent", "We have sent you 20.00 today.")
    buyer = robot("Message from a buyer", "Buyer wrote:\nthe lamp arrived smashed, I want a refund\n")
    assert (sale.is_complaint, sale.automatic) == (False, True)
    assert (buyer.is_complaint, buyer.remedy_sought) == (True, (Remedy.REFUND,))


def test_thanks_and_haste_are_named_with_their_words() -> None:
    thanks = triage(Incoming(subject="Re: lid", text="The lid came and it fits. Thank you, all sorted."))
    haste = triage(Incoming(text="Can you change the address of order 7012 today, please, before it ships?"))
    assert thanks.thanks_only
    assert any(reason.startswith("only thanks: “") for reason in thanks.why)
    assert any("today" in reason for reason in haste.why) or haste.urgency != "high"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("If my money is not back by Friday I am disputing it with my card company.", "chargeback"),
        ("The shower door shattered by itself. If one of us had been in it we'd be dead.", "safety"),
        ("My husband died in May and you still charge his account. Please stop.", "vulnerable"),
    ],
)
def test_what_may_not_wait_is_seen_though_it_is_said_as_a_condition(text: str, danger: str) -> None:
    found = triage(Incoming(text=text))
    assert (found.is_complaint, found.escalate) == (True, True)
    assert any(danger in reason for reason in found.why)


@pytest.mark.parametrize(
    "text",
    [
        "The roller blind is 3 cm too narrow for the window. Can it be swapped?",
        "Sadly the saddle has no bolts in its box.",
        "My brother-in-law says the lamp hums. Could you exchange it?",
        "The boots came with a broken heel. I want a refund.",
        "The toe has split on the left boot after a week.",
        "The thumb was split when the gloves arrived.",
        "I ordered it in a cast iron finish and got plain steel.",
        "The neck collar of the shirt is frayed.",
    ],
)
def test_words_that_only_sound_like_danger_do_not_escalate(text: str) -> None:
    assert not triage(Incoming(text=text)).escalate


def test_families_know_stems_and_whole_words() -> None:
    assert "damage" in families_of("shattered")
    assert families_of("zzzz") == ()


def test_a_thousand_mails_take_no_time() -> None:
    """Three seconds are asked, which a benchmark holds it to; here there is room for a shared processor."""
    mails = [
        Incoming(**{name: mail[name] for name in ("from_name", "from_addr", "subject", "text", "headers")})
        for mail in LETTERS[:1000]
    ]
    triage(mails[0])
    began = time.process_time()
    for mail in mails:
        triage(mail)
    assert time.process_time() - began < 10


def test_letters_that_no_model_was_trained_on_are_mostly_read_as_labelled() -> None:
    fields = ("from_name", "from_addr", "subject", "text", "headers")
    pairs = [(mail, triage(Incoming(**{name: mail[name] for name in fields}))) for mail in HELD_OUT]
    assert not {mail["text"] for mail in HELD_OUT} & {mail["text"] for mail in LETTERS}
    assert sum(mail["is_complaint"] == seen.is_complaint for mail, seen in pairs) >= 0.88 * len(pairs)
    assert sum(mail["category"] == seen.category for mail, seen in pairs) >= 0.72 * len(pairs)
    assert sum(mail["thanks_only"] == seen.thanks_only for mail, seen in pairs) >= 0.95 * len(pairs)


def test_the_letters_to_learn_from_are_labelled_in_the_words_of_the_desk() -> None:
    assert len({mail["id"] for mail in LETTERS}) == len(LETTERS) >= 1000
    for mail in LETTERS:
        whole = f"{mail['subject']}\n{mail['text']}"
        assert all(number in whole for number in mail["order_numbers"]), mail["id"]
        assert set(mail["remedy_sought"]) <= {remedy.value for remedy in Remedy}, mail["id"]
        assert not mail["is_complaint"] or Category(mail["category"]).is_complaint_kind, mail["id"]
        assert mail["from_addr"].endswith(".example"), mail["id"]
        assert not (mail["escalate"] and not mail["is_complaint"]), mail["id"]
