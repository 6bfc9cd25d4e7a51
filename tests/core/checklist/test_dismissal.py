"""What was put aside stays so while the letter around it, and a word of it, changes."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist.dismissal import is_dismissed, key

SAID = "we were so busy that week that nobody looked at the list by the door"


def aside(said: str, later: str, *, check: str = "excuse") -> bool:
    return is_dismissed(check, [later], "", {key("excuse", [said], "")})


@pytest.mark.parametrize(
    "later",
    [
        SAID,
        SAID.replace("week", "month"),
        f"{SAID} , sorry",
        f"last spring {SAID}",
    ],
)
def test_a_sentence_is_known_by_most_of_its_words(later: str) -> None:
    assert aside(SAID, later)


@pytest.mark.parametrize(
    "later", ["we were so busy", "the kiln was cold and that was all there is to say about the week", ""]
)
def test_other_words_are_another_finding(later: str) -> None:
    assert not aside(SAID, later)


def test_a_few_words_must_be_the_same() -> None:
    assert aside("so busy", "so busy")
    assert not aside("so busy", "very busy")


def test_a_key_belongs_to_its_check() -> None:
    assert not aside(SAID, SAID, check="blame")


def test_all_that_a_finding_speaks_of_must_have_been_put_aside() -> None:
    kept = {key("canned", ["rest assured", "valued customer"], "")}
    assert is_dismissed("canned", ["rest assured"], "", kept)
    assert not is_dismissed("canned", ["rest assured", "do not hesitate"], "", kept)


def test_what_is_missing_is_known_by_its_case() -> None:
    kept = {key("fault", [], "")}
    assert is_dismissed("fault", [], "", kept)
    assert not is_dismissed("fault", [], "vague", kept)
