"""Automatic mail is told from people's mail by its headers first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.triage import Category, Incoming, triage
from inbox_tui.core.triage.absence import return_date
from inbox_tui.core.triage.automatic import AutomaticKind, kind_of_automatic

RECEIVED = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("headers", "sender", "subject", "text", "kind"),
    [
        ({}, "ann@mail.example", "Mug", "It broke.", AutomaticKind.NONE),
        ({"Auto-Submitted": "no"}, "noreply@mail.example", "Mug", "It broke.", AutomaticKind.NONE),
        ({"AUTO-SUBMITTED": "No"}, "ann@mail.example", "x", "", AutomaticKind.NONE),
        (
            {"Return-Path": "<>"},
            "a@b.example",
            "Undeliverable: Hi",
            "could not be delivered",
            AutomaticKind.BOUNCE,
        ),
        ({}, "MAILER-DAEMON@mx.example", "Returned mail", "", AutomaticKind.BOUNCE),
        ({"X-Failed-Recipients": "a@b.example"}, "x@mx.example", "Oh", "", AutomaticKind.BOUNCE),
        (
            {"Content-Type": "multipart/report; report-type=delivery-status"},
            "postmaster@mx.example",
            "Delivery delayed",
            "Not delivered so far, we keep trying until Thursday. Warning: message delayed.",
            AutomaticKind.DELAYED,
        ),
        (
            {"auto-submitted": "auto-replied"},
            "a@b.example",
            "Away",
            "I am on leave",
            AutomaticKind.OUT_OF_OFFICE,
        ),
        ({}, "a@b.example", "Automatic reply: Hello", "Back soon", AutomaticKind.OUT_OF_OFFICE),
        ({}, "a@b.example", "Abwesenheitsnotiz", "Ich bin nicht da", AutomaticKind.OUT_OF_OFFICE),
        (
            {"X-Autoreply": "yes"},
            "a@b.example",
            "Re: Mug",
            "Je suis en vacances.",
            AutomaticKind.OUT_OF_OFFICE,
        ),
        ({"List-Unsubscribe": "<mailto:x@y.example>"}, "n@y.example", "Sale", "", AutomaticKind.NEWSLETTER),
        ({"List-Id": "<l.example>"}, "n@y.example", "Digest", "", AutomaticKind.NEWSLETTER),
        ({"Auto-Submitted": "auto-generated"}, "pay@bank.example", "Payout", "", AutomaticKind.OTHER),
        ({"Precedence": "bulk"}, "till@pos.example", "End of day report", "", AutomaticKind.OTHER),
        ({}, "no-reply@carrier.example", "Your parcel is on its way", "", AutomaticKind.OTHER),
    ],
)
def test_kinds(headers: Mapping[str, str], sender: str, subject: str, text: str, kind: AutomaticKind) -> None:
    assert kind_of_automatic(headers, sender, subject, text) is kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I will be back on 7 December 2026.", date(2026, 12, 7)),
        ("I am out of the office until Monday, 7 December.", date(2026, 12, 8)),
        ("I am due back on Monday the 7th of December.", date(2026, 12, 7)),
        ("Ab Montag, den 07.12.26 bin ich wieder für Sie da.", date(2026, 12, 7)),
        ("Bis zum 4. Dezember abwesend, am 7. Dezember wieder im Büro.", date(2026, 12, 7)),
        ("Am Montag, den 7. Dezember bin ich zurück.", date(2026, 12, 7)),
        ("Ik ben maandag 7 december weer op kantoor.", date(2026, 12, 7)),
        ("Vanaf 7 december ben ik weer bereikbaar.", date(2026, 12, 7)),
        ("Regresso ao escritório a 7 de dezembro.", date(2026, 12, 7)),
        ("My next working day is Wednesday 2 December.", date(2026, 12, 2)),
        ("Away from my desk, reachable again from Dec. 7", date(2026, 12, 7)),
        ("I will answer when I return on the 7th.", date(2026, 12, 7)),
        ("I'm away until the 4th", date(2026, 12, 5)),
        ("Thank you for your mail of 27 November. I will get back to you.", None),
        ("Ik ben vanaf 30 november tot 4 december afwezig.", date(2026, 12, 5)),
        ("Ich bin ab 30. November bis 4. Dezember nicht da.", date(2026, 12, 5)),
        ("Ab dem 30. November bin ich im Urlaub.", None),
        ("I am on leave from 30 November and will be back as soon as I can.", None),
        ("Ab 7.12. bin ich wieder da. Bitte nicht anrufen.", date(2026, 12, 7)),
        ("Ihre E-Mail vom 27.11.2026 ist da. Ich bin im Urlaub und melde mich zurück.", None),
        ("Returning to the office on Monday.", date(2026, 11, 30)),
        ("I am out of the office until December 4th.", date(2026, 12, 5)),
        ("Away until Friday 27 November; urgent things to Jo.", date(2026, 11, 28)),
        ("I return on January 4.", date(2027, 1, 4)),
        ("back 2026-12-01", date(2026, 12, 1)),
        ("Ich bin ab dem 01.12.2026 wieder erreichbar.", date(2026, 12, 1)),
        ("Ich bin bis einschließlich 30. November im Urlaub.", date(2026, 12, 1)),
        ("Ich bin bis zum 4.12. nicht im Büro.", date(2026, 12, 5)),
        ("Je serai de retour le 1er décembre.", date(2026, 12, 1)),
        ("Je suis absente jusqu'au 4 décembre 2026 inclus.", date(2026, 12, 5)),
        ("Estaré de vuelta el 2 de diciembre de 2026.", date(2026, 12, 2)),
        ("Estoy de vacaciones hasta el 9 de diciembre.", date(2026, 12, 10)),
        ("I am away from 24 November to 1 December.", date(2026, 12, 2)),
        ("Je suis en congés du 20 au 30 novembre 2026.", date(2026, 12, 1)),
        ("Vom 20. bis 30. November bin ich nicht da.", date(2026, 12, 1)),
        ("I am away November 20-30.", date(2026, 12, 1)),
        ("Ik ben afwezig tot en met 30 november.", date(2026, 12, 1)),
        ("Tornerò il 2 dicembre.", date(2026, 12, 2)),
        ("Sono fuori ufficio fino al 30 novembre.", date(2026, 12, 1)),
        ("Estarei de volta em 2 de dezembro.", date(2026, 12, 2)),
        ("Jeg er tilbage den 1. december.", date(2026, 12, 1)),
        ("Jag är borta till den 30 november.", date(2026, 12, 1)),
        ("Jestem nieobecny do 30 listopada.", date(2026, 12, 1)),
        ("Out of the office 11/23/2026 - 12/4/2026.", date(2026, 12, 5)),
        ("I will return in March 2027.", date(2027, 3, 1)),
        ("I will be back next week.", date(2026, 11, 30)),
        ("I will be back tomorrow.", RECEIVED.date() + timedelta(days=1)),
        ("I will be away for two weeks.", RECEIVED.date() + timedelta(days=14)),
        ("I do not know what happened to order 30 december.", None),
        ("back on 3/12", None),
        ("I am away and will answer when I can.", None),
        ("Back on 31 February.", None),
        ("I was back on 3 January 2020.", None),
        ("", None),
    ],
)
def test_return_dates(text: str, day: date | None) -> None:
    assert return_date(text, RECEIVED) == day


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin ab dem 1. Dezember wieder erreichbar.",
        "Ik ben terug op 1 december.",
        "Tornerò il 2 dicembre.",
        "Jag är tillbaka den 1 december.",
        "Estou ausente até 30 de novembro.",
        "Jestem nieobecny do 30 listopada.",
        "I'll be out until 30 November.",
        "I return to work on the 2nd.",
        "Away: 23 Nov to 27 Nov.",
    ],
)
def test_an_automatic_answer_says_in_many_languages_that_somebody_is_away(text: str) -> None:
    automatic = {"Auto-Submitted": "auto-replied"}
    kind = kind_of_automatic(automatic, "ann@buyer.example", "Re: Your order", text)
    assert kind is AutomaticKind.OUT_OF_OFFICE
    by_hand = kind_of_automatic({"Auto-Submitted": "no"}, "ann@buyer.example", "Re: Your order", text)
    assert by_hand is AutomaticKind.NONE


def test_an_automatic_receipt_is_nobody_away() -> None:
    text = "We got your message and will be back to you as soon as we can."
    kind = kind_of_automatic({"Auto-Submitted": "auto-replied"}, "desk@firm.example", "We got it", text)
    assert kind is AutomaticKind.OTHER


@given(st.text())
def test_no_text_breaks_the_return_date(text: str) -> None:
    found = return_date(f"back on {text} until {text}", RECEIVED)
    assert found is None or found >= RECEIVED.date()


@given(st.dictionaries(st.text(), st.text()), st.text(), st.text(), st.text())
def test_no_header_breaks_the_kind(headers: dict[str, str], sender: str, subject: str, text: str) -> None:
    assert kind_of_automatic(headers, sender, subject, text) in AutomaticKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("40% off all yarn this weekend.\n\nView in your browser | Unsubscribe", AutomaticKind.NEWSLETTER),
        ("A new issue. You are receiving this because you signed up. Unsubscribe", AutomaticKind.NEWSLETTER),
        ("I clicked unsubscribe four times and still get 20% off every day. Stop.", AutomaticKind.NONE),
        ("Why am I getting this? I asked you to unsubscribe me. Please stop.", AutomaticKind.NONE),
    ],
)
def test_a_circular_is_known_by_its_foot_and_a_grievance_about_one_is_none(
    text: str, kind: AutomaticKind
) -> None:
    assert kind_of_automatic({}, "hello@wool.example", "Wool", text) is kind


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("New 5-star review", 'Rita gave 5 stars: "The last shop was rude and broke my clock. Not these."'),
        ("You have sold an item", "Dispatch by Tuesday to avoid a late delivery mark. The buyer has paid."),
        ("Congratulations, you sold: Oak spoon", "Late parcels may lead to refunds to the customer."),
    ],
)
def test_good_news_of_a_marketplace_is_no_complaint(subject: str, text: str) -> None:
    headers = {"Auto-Submitted": "auto-generated"}
    mail = Incoming(from_addr="noreply@market.example", subject=subject, text=text, headers=headers)
    assert (triage(mail).is_complaint, triage(mail).category) == (False, Category.AUTOMATIC)
