"""Every operator of a search narrows it, also half typed, over mail that came from a server."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_tui.desk.cases.inbox import Inbox

from .post_office import PostOffice, letter

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
async def inbox(embedded_office: PostOffice) -> Inbox:
    """A late complaint, a fresh one, and a question."""
    office = embedded_office
    office.post(letter(1, sender="Zoë Ångström <zoe@fjord.example>"), at=NOW - timedelta(hours=60))
    charged = "You charged my card twice for invoice INV-6620. I want my money back."
    office.post(letter(2, sender="Bo Lind <bo@lind.example>", text=charged), at=NOW - timedelta(hours=2))
    office.post(letter(3, subject="A question", text="Do you sell lids?"), at=NOW - timedelta(hours=1))
    await office.pull()
    return Inbox(office.office, others=dict)


def found(inbox: Inbox, typed: str) -> list[str]:
    """The subjects, in the order of the alphabet."""
    return sorted(row.subject for row in inbox.search(typed))


async def test_every_operator_narrows(inbox: Inbox) -> None:
    yesterday = f"{NOW - timedelta(days=1):%Y-%m-%d}"
    for typed, expected in {
        "angstrom": ["Letter 1"],
        "4471": ["Letter 1"],
        "inv-6620": ["Letter 2"],
        "from:zoe": ["Letter 1"],
        "from:Ångström": ["Letter 1"],
        "from:bo@lind.example": ["Letter 2"],
        "money from:bo": ["Letter 2"],
        f"before:{yesterday}": ["Letter 1"],
        f"after:{yesterday}": ["A question", "Letter 2"],
        f"money after:{yesterday}": ["Letter 2"],
        "category:billing": ["Letter 2"],
        "category:bil": ["Letter 2"],
        "category:faulty-product": ["Letter 1"],
        "state:late": ["Letter 1"],
        "state:new": ["Letter 1", "Letter 2"],
        "state:new category:b": ["Letter 2"],
        "state:resolved": [],
        "money state:late from:bo": [],
    }.items():
        assert found(inbox, typed) == expected, typed


async def test_what_is_found_stays_found_while_a_value_is_typed(inbox: Inbox) -> None:
    for before, value in (
        ("", "teapot"),
        ("tea state:", "late"),
        ("tea from:", "zoe"),
        ("category:", "faulty"),
    ):
        for end in range(1, len(value) + 1):
            assert "Letter 1" in found(inbox, before + value[:end]), before + value[:end]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["from:", "after:", "before:", "category:", "state:", "-", '"', "\x1b", "[/]", "2026"]
        )
        | st.text(max_size=12),
        max_size=6,
    )
)
def test_nothing_that_is_typed_fails(inbox: Inbox, pieces: list[str]) -> None:
    for typed in ("".join(pieces), " ".join(pieces)):
        assert set(found(inbox, typed)) <= {"Letter 1", "Letter 2", "A question"}
