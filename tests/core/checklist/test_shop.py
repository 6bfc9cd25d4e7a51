"""A shop's own levels, stock phrases and rules; a bad file is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.checklist import Answer, Checklist, Level
from inbox_tui.core.checklist.shop import BadShopRules, ShopRules, read_shop_rules

GOOD = """
stock_phrases = ["Warm kiln greetings", "clay is our passion"]

[levels]
tone = "off"
commitment = "must"

[[rule]]
id = "kiln-queue"
check = "excuse"
patterns = ["kiln ..2 full|busy"]
examples.right = ["The kiln was full that week."]
examples.wrong = ["The kiln is in the yard."]
"""
LETTER = "Dear Dana,\n\nthe kiln was rather full when your jug came.\n\nWarm kiln greetings,\nKim"


def shop(text: str = GOOD) -> ShopRules:
    found = read_shop_rules(text)
    assert isinstance(found, ShopRules), found
    return found


def test_a_shops_own_rule_and_phrase_are_found_where_the_built_in_ones_are_silent() -> None:
    before = {f.check: f.found for f in Checklist().check(Answer(text=LETTER)).findings}
    after = {f.check: f for f in Checklist(shop()).check(Answer(text=LETTER)).findings}
    assert not before["excuse"]
    assert after["excuse"].found and after["excuse"].rule == "excuse/shop/kiln-queue"
    start, end = after["excuse"].spans[0]
    assert LETTER[start:end] == "kiln was rather full"
    assert after["canned"].found


def test_a_check_turned_off_says_nothing_and_a_level_is_the_shops() -> None:
    found = {f.check: f for f in Checklist(shop()).check(Answer(text=LETTER)).findings}
    assert found["tone"].found is None and found["tone"].level is Level.OK
    assert found["commitment"].level is Level.MUST
    assert "turned" in found["tone"].message


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[levels]\ntone = off", 2, "Invalid value"),
        ('\n[levels]\nmood = "off"', 3, "“mood” is no check"),
        ('[levels]\ntone = "loud"', 2, "“loud” is no level"),
        ('[levels]\nplaceholder = "off"', 2, "stays an error"),
        ("colour = 1", 1, "“colour” is not known"),
        ("levels = 3", 1, "as a table"),
        ("stock_phrases = [1]", 1, "as a list of texts"),
        ('stock_phrases = ["!!"]', 1, "has no words"),
        ('[[rule]]\nid = "a"\ncheck = "fun"', 3, "“fun” is no check"),
        ('[[rule]]\nid = "a"\ncheck = "blame"', 2, "has no patterns"),
        ('[[rule]]\nid = "a"\ncheck = "blame"\npatterns = "x"', 4, "as a list of texts"),
        ('[[rule]]\nid = "a"\ncheck = "blame"\npatterns = ["<nothing>"]', 2, "cannot be read"),
        ('[[rule]]\nid = "a"\ncheck = "blame"\npatterns = ["x"]\nsize = 3', 2, "unknown size"),
        (
            '[[rule]]\nid = "a"\ncheck = "blame"\npatterns = ["elves"]\n'
            'examples.right = ["It was the gnomes."]',
            5,
            "must find its example",
        ),
        ('[[rule]]\nid="a"\ncheck="blame"\npatterns=["x"]\nlanguage="xx"', 2, "cannot be read"),
    ],
)
def test_a_bad_file_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    found = read_shop_rules(text)
    assert isinstance(found, BadShopRules)
    assert found.line == line
    assert reason in found.reason


@given(
    st.text(max_size=200) | st.sampled_from([GOOD, "[[rule]]", "levels", '"""']).map(lambda t: t + "\n[x]")
)
def test_any_text_is_either_rules_or_a_reason(text: str) -> None:
    assert isinstance(read_shop_rules(text), ShopRules | BadShopRules)
