"""The cleaning door: nothing gets through that steers a terminal, and nothing readable is lost."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core import text as door
from inbox_tui.core.text import clean, clean_line, fold, is_clean, safe_file_name

ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(categories=None, exclude_categories=()),
        st.sampled_from("aé\u0301\u0483\u094d\u200c\u200d\ufe0f\u202e\x1b\x9b\r\n\t\x00\ud800\U000e0041"),
        st.sampled_from("\u0645\u064e\u0915\u093c क‍ষ🙂"),
    ),
    max_size=80,
)


NAMES = st.one_of(
    ANYTHING,
    st.text(alphabet='./\\-~: COMN1con"<>|?*\x00\u202eexe日é', max_size=200),
)


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("plain words,\nand more", "plain words,\nand more"),
        ("Grüße – “naïve” 日本語 🙂", "Grüße – “naïve” 日本語 🙂"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]52;c;aGk=\x07hi", "]52;c;aGk=hi"),
        ("\x9b2Jgone\x9d0;t\x9c", "2Jgone0;t"),
        ("a\x00b\x7fc\x08d", "abcd"),
        ("one\r\ntwo\rthree\x85four\u2028five\x0bsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\tb", "a   b"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("\u2066a\u2069\u200e\u061c", "a"),
        ("so\u200bft\u00ad\ufeffly\u2060", "softly"),
        ("non\u00a0breaking\u3000wide", "non breaking wide"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("private \ue000", "private \ufffd"),
        ("never assigned \uffff", "never assigned \ufffd"),
        ("flag\U000e0067\U000e0062", "flag"),
        ("heart ❤\ufe0f", "heart ❤"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("pass\u200dword", "password"),
        ("می\u200c\u200cخواهم", "میخواهم"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("Z" + "\u0301" * 40 + "algo", "Z" + "\u0301" * door.MAX_MARKS + "algo"),
        ("\n\u0301\u0301on nothing", "\non nothing"),
        ("\u3164\u2800", ""),
    ],
)
def test_what_becomes_of_text(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected
    assert is_clean(expected)


def test_one_line_has_no_breaks() -> None:
    assert clean("a\r\nBcc: x\u2029y", multiline=False) == "a Bcc: x y"


@given(ANYTHING)
def test_no_character_that_steers_survives(text: str) -> None:
    cleaned = clean(text)
    for char in cleaned:
        assert char == "\n" or char.isprintable() or char in "\u200c\u200d"
        assert unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or char == "\n"
    cleaned.encode()


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert is_clean(clean(text))
    line = clean_line(text, limit=30)
    assert clean_line(line, limit=30) == line
    assert is_clean(line)


@given(ANYTHING)
def test_marks_never_pile_up(text: str) -> None:
    run = 0
    for char in clean(text):
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert run <= door.MAX_MARKS


def test_every_mark_of_unicode_is_in_the_slow_step() -> None:
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Mn", "Me")
        and clean(chr(code))
        and not door._MAY_COMBINE.search(chr(code))
    ]
    assert missed == []


def test_a_line_is_cut_with_a_sign() -> None:
    assert clean_line("  Where \r\n is\tmy   mug? ") == "Where is my mug?"
    assert clean_line("x" * 50, limit=10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\evil.dll", "evil.dll"),
        ("..", "attachment"),
        ("", "attachment"),
        ("/", "attachment"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("invoice.pdf" + " " * 90 + ".exe", "invoice.pdf .exe"),
        ("a\x00b\r\n.txt", "ab .txt"),
        ('what?<is>:"this"|*.txt', "what__is___this___.txt"),
        ("name. . .", "name"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
        ("日" * 100 + ".pdf", "日" * 38 + ".pdf"),
        ("no-extension." + "y" * 200, "no-extension." + "y" * 107),
        ("Größe.pdf", "Größe.pdf"),
    ],
)
def test_file_names(name: str, expected: str) -> None:
    assert safe_file_name(name) == expected


@given(NAMES)
def test_any_file_name_is_safe(name: str) -> None:
    safe = safe_file_name(name)
    assert safe and is_clean(safe)
    assert len(safe.encode()) <= door.FILE_NAME_BYTES
    assert not set(safe) & set('/\\<>:"|?*\n')
    assert safe[0] not in ".-~ " and safe[-1] not in ". "
    assert safe.partition(".")[0].strip().upper() not in {"CON", "NUL", "COM1", "AUX"}
    assert safe_file_name(safe) == safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zürich", "zurich"),
        ("STRASSE", fold("Straße")),
        ("Łódź", "lodz"),
        ("ＡＢＣ", "abc"),
        ("가방", "가방"),
        ("ガ", "ガ"),
        ("don’t", "don't"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert fold(text) == expected
