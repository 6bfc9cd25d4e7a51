"""Cases for tests, made in one line."""

from datetime import UTC, datetime, timedelta
from typing import Any

from inbox_tui.core.case import Case, CaseState

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def case(state: CaseState = CaseState.NEW, *, age: timedelta = 5 * HOUR, **rest: Any) -> Case:
    """A complaint that came in ``age`` ago and that nobody answered."""
    at = NOW - age
    fields: dict[str, Any] = {
        "id": "k7f3p2qa",
        "account": "shop",
        "state": state,
        "received_at": at,
        "from_name": "Dana Reed",
        "from_addr": "dana.reed@buyer.example",
        "subject": "Arrived in pieces",
        "unanswered_since": at,
        "last_in_at": at,
        "last_in_id": "<1@buyer.example>",
    }
    return Case(**(fields | rest))
