"""Above the letter: who writes, about what, until when, and whether it is really them."""

from inbox_tui.core.authenticity import Authenticity
from tests.ui.frames import frame
from tests.ui.letters_shown import PaneApp, a_message, a_view, told
from tests.ui.list_rows import a_row


def test_the_header_says_who_what_and_until_when() -> None:
    text = told(a_view(row=a_row(other_cases=2, escalate=True)))
    for words in (
        "dana@buyer.example",
        "2 other cases",
        "faulty product",
        "wants: replacement or refund",
        "received Mon 23 Nov 19:03",
        "answer by Tue 24 Nov 19:03",
        "serious",
        "look at this one first: chargeback: “my bank”",
    ):
        assert words in text


def test_the_header_says_for_whom_a_case_waits_and_that_it_is_the_same_again() -> None:
    row = a_row(other_cases=1, recurs=True, waiting_on="third_party")
    assert "waiting on somebody else" in " ".join(told(a_view(row=row)).split())
    assert "1 other case, the same again" in " ".join(told(a_view(row=row)).split())
    assert "put aside until they answer" in " ".join(told(a_view(row=a_row(state="snoozed"))).split())


def test_what_the_trusted_server_found_of_a_sender_is_told_in_words() -> None:
    forged = Authenticity(server="mx.shop.example", results=(("spf", "softfail"), ("dmarc", "fail")))
    shown = told(a_view(a_message(authenticity=forged)))
    assert "could not be confirmed by mx.shop.example: SPF softfail, DMARC fail" in " ".join(shown.split())
    proved = Authenticity(server="mx.shop.example", results=(("dmarc", "pass"),))
    assert "sender confirmed by mx.shop.example" in told(a_view(a_message(authenticity=proved)))
    assert "confirmed" not in told(a_view(a_message()))


async def test_a_long_address_and_a_long_subject_are_shown_to_their_ends() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        address = "nobody.with.a.very.long.name.indeed.that.goes.on@a.very.long.name.of.a.shop.buyer.example"
        subject = (
            "Where is my order, which should have come last week, and why does nobody answer the telephone?"
        )
        app.pane.show_view(a_view(row=a_row(from_addr=address, subject=subject, other_cases=2)))
        await pilot.pause()
        shown = " ".join(line.strip("│┃ ") for line in frame(app).splitlines())
        assert address in shown.replace(" ", "")
        assert subject in shown
        assert "2 other cases" in shown
