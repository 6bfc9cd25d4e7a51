"""A letter as it came can be looked at, and harms nothing."""

from inbox_tui.core.text import clean
from inbox_tui.desk.cases.source import sources
from inbox_tui.mail.mime import MimeParser

from .post_office import PostOffice, letter

EVIL = b"From: \x1b]52;c;aGk=\x07Eve <eve@evil.example>\r\nSubject: hi\r\n\r\n\x1b[2Jbody \xe2\x80\xae\r\n"


def test_no_byte_of_a_source_is_obeyed_by_a_terminal() -> None:
    text = MimeParser().source(EVIL)
    assert text == clean(text)
    assert "\x1b" not in text and "\u202e" not in text
    assert "eve@evil.example" in text


def test_a_very_long_source_says_what_is_left_out() -> None:
    text = MimeParser().source(b"Subject: x\r\n\r\n" + b"a" * 1_200_000)
    assert text.endswith("more bytes are not shown.)")
    assert len(text) < 1_001_000


async def test_the_source_of_a_conversation_is_its_letters(post_office: PostOffice) -> None:
    post_office.post(letter(1))
    await post_office.pull()
    (row,) = post_office.office.cache.conversations()
    (found,) = sources(post_office.office, row.id)
    assert found.text is not None and "Message-ID" in found.text
