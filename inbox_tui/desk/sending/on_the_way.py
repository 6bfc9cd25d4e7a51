"""What is on its way out, for lists; apart from what sends it, and from what writes it."""

from datetime import datetime

from ...core.outbox import WAITING, OutboxItem
from ..facts import LAST_RUN
from ..office import Office
from ..views import OutboxRow


def outbox_rows(office: Office, items: list[OutboxItem]) -> list[OutboxRow]:
    """Outgoing mail with the customers' names."""
    names = office.casebook.customers({item.case_id for item in items})
    return [OutboxRow(item=item, customer=names.get(item.case_id) or item.to) for item in items]


def last_run(office: Office) -> datetime | None:
    """When a round of sending was last made, by the app or in the background; aware UTC."""
    said = office.casebook.value(LAST_RUN)
    return datetime.fromisoformat(said) if said else None


def next_due(office: Office) -> datetime | None:
    """When the next message leaves; aware UTC."""
    return min((item.send_at for item in office.casebook.outbox(states=WAITING)), default=None)
