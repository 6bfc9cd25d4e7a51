"""SPF, DKIM and DMARC count only from the server that the owner trusts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.authenticity import authenticity

HERE = "mx.shop.example"


@pytest.mark.parametrize(
    ("field", "results"),
    [
        (
            "mx.shop.example; spf=pass smtp.mailfrom=dana@buyer.example; dkim=pass (2048-bit; ok) header.d=x;"
            " dmarc=pass header.from=buyer.example",
            (("spf", "pass"), ("dkim", "pass"), ("dmarc", "pass")),
        ),
        (
            "MX.shop.example 1; dmarc=FAIL (p=reject (dis=none)) header.from=bank.example",
            (("dmarc", "fail"),),
        ),
        ("mx.shop.example; dkim=fail header.d=a; dkim=pass header.d=b", (("dkim", "pass"),)),
    ],
)
def test_what_the_trusted_server_found(field: str, results: tuple[tuple[str, str], ...]) -> None:
    found = authenticity(field, trusted=HERE)
    assert found is not None
    assert found.results == results


@pytest.mark.parametrize(
    "field",
    [
        "mx.evil.example; dmarc=pass",
        "(mx.shop.example) mx.evil.example; dmarc=pass",
        "mx.shop.example.evil.example; dmarc=pass",
        "mx.shop.example; none",
        "; dmarc=pass",
        "",
    ],
)
def test_anybody_else_proves_nothing(field: str) -> None:
    assert authenticity(field, trusted=HERE) is None


def test_without_a_trusted_server_nothing_counts() -> None:
    assert authenticity("mx.shop.example; dmarc=pass", trusted="") is None


def test_the_words_say_confirmed_only_where_the_name_in_from_was_proved() -> None:
    def words(results: str) -> str:
        found = authenticity(f"{HERE}; {results}", trusted=HERE)
        return found.words if found else ""

    assert words("dmarc=pass; spf=fail").startswith("sender confirmed")
    assert words("spf=pass; dkim=pass").startswith("sender neither")
    assert words("spf=softfail; dmarc=fail").startswith("The sender could not be confirmed")


@given(st.text(alphabet='();=spfdkimarc .\n\\"mx', max_size=200))
def test_no_field_is_too_strange(field: str) -> None:
    found = authenticity(f"{HERE}; {field}", trusted=HERE)
    assert found is None or found.results
