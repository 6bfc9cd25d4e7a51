"""What is said with MAIL, and what a server can never take."""

from collections.abc import Mapping

import pytest

from inbox_tui.mail.smtp_envelope import NotPossibleError, encoding_for, mail_options

PLAIN = b"Subject: Re: Broken\r\n\r\nSorry.\r\n"
ACCENTS = "Subject: Re: Broken\r\n\r\nSorry, Zoë.\r\n".encode()
ALL = {"size": "1000", "smtputf8": "", "8bitmime": ""}


@pytest.mark.parametrize(
    ("offered", "address", "data", "options"),
    [
        ({}, "dana@buyer.example", PLAIN, []),
        (ALL, "dana@buyer.example", PLAIN, [f"SIZE={len(PLAIN)}"]),
        ({"size": ""}, "dana@buyer.example", PLAIN, [f"SIZE={len(PLAIN)}"]),
        ({"size": "0"}, "dana@buyer.example", PLAIN, [f"SIZE={len(PLAIN)}"]),
        ({"size": "-1 (no limit)"}, "dana@buyer.example", PLAIN, [f"SIZE={len(PLAIN)}"]),
        ({}, "dana@buyer.example", ACCENTS, []),
        (ALL, "dana@buyer.example", ACCENTS, [f"SIZE={len(ACCENTS)}", "BODY=8BITMIME"]),
        (ALL, "zoë@buyer.example", PLAIN, [f"SIZE={len(PLAIN)}", "SMTPUTF8"]),
    ],
)
def test_only_what_the_server_offers_is_asked_of_it(
    offered: Mapping[str, str], address: str, data: bytes, options: list[str]
) -> None:
    encoding = encoding_for([address])
    assert mail_options(offered, host="smtp.shop.example", encoding=encoding, data=data) == options


@pytest.mark.parametrize(
    ("offered", "address", "why"),
    [
        ({"size": "10"}, "dana@buyer.example", "bytes; smtp.shop.example takes 10 at most"),
        ({}, "zoë@buyer.example", "smtp.shop.example cannot send to addresses with letters beyond a to z"),
    ],
)
def test_what_a_server_can_never_take_is_known_before(
    offered: Mapping[str, str], address: str, why: str
) -> None:
    with pytest.raises(NotPossibleError, match=why):
        mail_options(offered, host="smtp.shop.example", encoding=encoding_for([address]), data=PLAIN)
