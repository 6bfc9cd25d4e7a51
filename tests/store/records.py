"""Invented cases and outgoing mail for the casebook's tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from inbox_tui.core.case import Case
from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.ports import Draft, HistoryEntry

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """That many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def case(name: str = "k3m9", **changed: Any) -> Case:
    """A case in which most fields say something."""
    fields: dict[str, Any] = {
        "account": "shop",
        "received_at": NOON,
        "from_name": "Zoë Quill",
        "from_addr": "zoe@garden.example",
        "subject": "Lamp 💡",
        "order_numbers": ("A-1", "A-2"),
        "why": ("angry", ""),
        "escalate": True,
    }
    return Case(id=name, **fields | changed)


def entry(name: str = "k3m9", *, what: str = "opened", before: Case | None = None) -> HistoryEntry:
    """A change of a case."""
    return HistoryEntry(case_id=name, at=NOON, actor="Bo", what=what, detail="by hand", before=before)


def draft(text: str, seconds: float = 0, *, dismissed: frozenset[str] = frozenset()) -> Draft:
    """A draft saved that many seconds after noon."""
    return Draft(case_id="k3m9", text=text, saved_at=at(seconds), dismissed=dismissed)


def item(number: int = 1, **changed: Any) -> OutboxItem:
    """A reply on its way out."""
    fields: dict[str, Any] = {
        "account": "shop",
        "case_id": "k3m9",
        "kind": Kind.REPLY,
        "to": "zoe@garden.example",
        "subject": "Re: Lamp",
        "text": "I am sorry.",
        "message_id": f"<{number}@shop.example>",
        "raw": b"Subject: Re: Lamp\r\n\r\nI am sorry.\0\xff",
        "created_at": NOON,
        "send_at": at(20),
        "zone": "Europe/Berlin",
        "answers_up_to": at(-60),
    }
    return OutboxItem(**fields | changed)
