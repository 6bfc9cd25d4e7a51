"""Order numbers of a shop's own form, and patterns that would harm."""

import time

import pytest

from inbox_tui.core.triage import Incoming, TriageConfig, triage
from inbox_tui.core.triage.patterns import own_numbers, trouble


def numbers(text: str, *patterns: str) -> list[str]:
    return [text[first:last] for first, last in own_numbers(text, patterns)]


def test_a_shop_has_its_own_numbers() -> None:
    assert numbers("for K/7-Q and K/8-R, not K7", r"K/\d-[A-Z]") == ["K/7-Q", "K/8-R"]
    assert numbers("Beleg:  77 a", r"Beleg:\s+(\d+ [a-z])") == ["77 a"]
    mail = Incoming(subject="K/7-Q", text="It leaks.")
    assert triage(mail, TriageConfig(order_patterns=(r"K/\d-[A-Z]",))).order_numbers == ("K/7-Q",)


@pytest.mark.parametrize(
    "pattern", [r"[A-Z]{2}\d{4,8}", r"\bWO-\d+\b", r"(?i)ref\.? ?(\d{3}/\d{2})", r"\d{6}"]
)
def test_honest_patterns_have_no_trouble(pattern: str) -> None:
    assert trouble(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "no regular expression"),
        ("[z-a]", "no regular expression"),
        ("x" * 300, "longer"),
        (r"\d*", "nothing at all"),
        ("", "nothing at all"),
        (r"(\d+)+$", "for ever"),
        (r"(a|a)*b", "fits on nothing"),
        (r"(a|aa)+$", "for ever"),
        (r"(\w+\s?)*:", "for ever"),
        (r"(x+x+)+y", "for ever"),
    ],
)
def test_bad_patterns_are_named(pattern: str, said: str) -> None:
    began = time.process_time()
    found = trouble(pattern)
    assert found
    assert said in found or "for ever" in found
    assert time.process_time() - began < 10


def test_a_pattern_with_trouble_is_left_out_and_mail_is_read() -> None:
    mail = Incoming(subject="Order 5512", text="The cup of order 5512 is cracked. " + "1" * 4000 + "!")
    seen = triage(mail, TriageConfig(order_patterns=(r"(\d+)+$", "(", r"Z\d")))
    assert "5512" in seen.order_numbers
