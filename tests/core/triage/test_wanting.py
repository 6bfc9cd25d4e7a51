"""Thanks that want something are not only thanks, and thanks that are polite still are."""

from pathlib import Path

import pytest

from inbox_tui.core.triage import Incoming, triage
from inbox_tui.core.triage.wanting import wants_something
from inbox_tui.mail.mime import MimeParser
from inbox_tui.paths import shipped

PARCEL = "Re: Parcel 5505 says delivered, but it isn't"


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. A new set, please.",
        "Thanks. The money back, please.",
        "Thank you! Please tell me the day, so that I can be there.",
        "Thanks, but this time with a signature please.",
        "Thank you. A new one.",
        "Thanks Kim. The refund then.",
        "Thanks! Please keep me posted.",
        "Vielen Dank! Bitte das Geld zurück.",
        "Thank you! Please tell me how to send it back.",
        "Thanks. Please take it back.",
        "Thank you, please close my account.",
        "Thank you, please do not charge my card again.",
        "Thank you. Please consider giving me my money back for the second one too.",
        "Danke! Bitte nicht vor Montag liefern.",
        "Thank you so much! A new one would be lovely.",
        "Thanks, I'd rather have the refund.",
        "Thanks! We will take the new one for Friday.",
    ],
)
def test_who_asks_waits_for_an_answer(text: str) -> None:
    assert wants_something(text)
    assert not triage(Incoming(subject=PARCEL, text=text)).thanks_only


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, it fits.",
        "Thank you so much, please say thanks to the team!",
        "Thanks! Please pass my thanks on to whoever packed it.",
        "Great, thank you, Tuesday is fine.",
        "Thank you for the refund.",
        "Thank you. A refund would have been enough!",
        "The new one is lovely. Thank you!",
        "Refund in already. Thank you so much, that was handled beautifully.",
        "Thank you. Please don't worry about it any more.",
        "Thank you. Please tell the packer how happy we are, and take it as praise.",
        "Thank you. Please close the case, and please consider it settled.",
    ],
)
def test_who_only_thanks_waits_for_nothing(text: str) -> None:
    assert not wants_something(text)
    assert triage(Incoming(subject=PARCEL, text=text)).thanks_only


def test_an_answer_between_quoted_lines_is_heard() -> None:
    file: Path = shipped("sample_mail") / "inbox" / "thread-lost-parcel-3-bottom-posted.eml"
    letter = MimeParser().parse(file.read_bytes())
    assert not triage(Incoming(subject=letter.subject, text=letter.text)).thanks_only
