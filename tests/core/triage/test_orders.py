"""Order numbers are exact parts of the mail; prices, dates and telephones are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.triage import Incoming, TriageConfig, triage
from inbox_tui.core.triage.orders import order_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Order 70522 is late", ("70522",)),
        ("order no. 771, please", ("771",)),
        ("order number: AB-20/7", ("AB-20/7",)),
        ("Orders 8801 and 8802", ("8801", "8802")),
        ("Pine stool #61200: no feet", ("#61200",)),
        ("Bestellnummer 88-213", ("88-213",)),
        ("commande n° 5512", ("5512",)),
        ("pedido VX-0412 llegó roto", ("VX-0412",)),
        ("the bell (6618) broke", ("6618",)),
        ("RT-338 had no lid", ("RT-338",)),
        ("Booking WQ-2290.", ("WQ-2290",)),
        ("about order 207-5513-46", ("207-5513-46",)),
        ("paid £1190 in 2026", ()),
        ("1250 euros on 2026-11-03", ()),
        ("call 0555 010 030", ()),
        ("it weighs 1500 g and is 1200mm wide", ()),
        ("since 2019 I have ordered 3 times", ()),
        ("I ordered two mugs", ()),
        ("see https://shop.example/item/70522", ()),
        ("COVID-19 delays", ()),
        ("70522 and again 70522", ("70522",)),
        ("Order: W7Q2K9", ("W7Q2K9",)),
        ("the sacks on DF/22-418", ("DF/22-418",)),
        ("settle it (771-A-20)", ("771-A-20",)),
        ("booking ref QX7P2L, please", ("QX7P2L",)),
        ("Order-ID: 5B3F9A", ("5B3F9A",)),
        ("Bestellnr. 2024/118", ("2024/118",)),
        ("batch 0812, I paid 5000 advance", ()),
        ("the model XR-500 of order 9912", ("9912",)),
        ("Is the swap coming? R118", ("R118",)),
        ("It was for the name's day in July. 5502. Now leaves fall.", ("5502",)),
        ("KX-04\nBob has retired", ("KX-04",)),
        ("Re: 627", ("627",)),
        ("It stopped at nine. EV-4.", ("EV-4",)),
        ("31-K\nThe spear came out", ("31-K",)),
        ("The duvet, DU-2, sheds", ("DU-2",)),
        ("Floor sander, 14-HB", ("14-HB",)),
        ("Phone repair RT-5", ("RT-5",)),
        ("the seat EX-4 squeaks, the bulb is an LED-2 one", ()),
        ("It came 24-NOV", ()),
        ("It came late, 3-DEC, at 9-PM", ()),
        ("The bag (10-KG) burst, size UK-8", ()),
        ("It is the model RT-5", ()),
        ("The player, MP-3, hums (COVID-1)", ()),
        ("DAY-1: it sank\nA bulb (GU-5.3)", ()),
        ("I ordered 180 and this is 150", ()),
        ("Reg. in England 08812290, ext 4410, it ends 4471", ()),
        ("We were six.\n120", ()),
        ("Call me back at 555-0142", ()),
        ("the box of 207-5513 was wet", ("207-5513",)),
        ("the braid in 7790 never came", ("7790",)),
        ("Order 51-A. I counted twice", ("51-A",)),
        ("We met in 2019. 2019. Imagine", ()),
        ("the jug of 1740 and a walk of 5000 steps", ()),
        ("the house was built in 1740", ()),
        ("size A4. Blue, no. 2", ()),
        ("my order waiting2 long, WHERE IS IT", ()),
    ],
)
def test_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert order_numbers([text]) == numbers


def test_history_is_asked_only_when_the_fresh_words_have_none() -> None:
    quoted = "\n\n> Your order 1111 left today.\n"
    assert triage(Incoming(text=f"Order 2222 is broken.{quoted}")).order_numbers == ("2222",)
    assert triage(Incoming(text=f"It arrived broken.{quoted}")).order_numbers == ("1111",)


def test_a_shop_can_name_its_own_pattern_and_a_bad_one_does_no_harm() -> None:
    config = TriageConfig(order_patterns=(r"\bKP[A-Z]{3}\b", "([unclosed"))
    assert triage(Incoming(text="KPQRST broke, KPABC broke too"), config).order_numbers == ("KPABC",)


def test_named_products_are_found_as_whole_words() -> None:
    config = TriageConfig(products=("Porridge bowl", "Mug"))
    found = triage(
        Incoming(subject="Broken", text="Two porridge bowls arrived smashed. Smug of me to order."), config
    )
    assert found.products == ("porridge bowl",)


def test_a_product_is_spelled_as_the_customer_spells_it() -> None:
    found = triage(Incoming(subject="Broken", text="My CRÈME BRÛLÉE dish arrived broken. I want a refund."))
    assert found.products == ("crème brûlée dish",)


def test_a_sentence_of_a_script_without_spaces_is_no_product() -> None:
    text = "The tea bowl arrived broken, order 4472. Please refund.\n\n注文した茶碗が割れて届きました。"
    subject = "注文番号4472の茶碗が割れて届きました。返金をお願いします。"
    found = triage(Incoming(subject=subject, text=text))
    assert found.products == ("tea bowl",)


@given(st.text())
def test_numbers_are_exact_parts_of_the_text(text: str) -> None:
    assert all(number in text for number in order_numbers([text]))
