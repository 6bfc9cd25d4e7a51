"""All that is known of a complaint and its customer, gathered for a screen, a form or a command."""

from ...core.case import Case
from ...core.customer import CustomerCard, card
from ...core.frozen import dataclass
from ...core.message import Direction
from ...core.outbox import SENT
from ...core.promises import Promise
from ...core.record import Record
from ...core.recording import completed, known, to_ask
from ...ports import HistoryEntry
from ..office import Office
from .mail_of import messages_of


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A case with its customer's card and its complaint record."""

    case: Case
    customer: CustomerCard
    record: Record
    """What a person said, and what is known without asking."""
    missing: tuple[str, ...]
    """Fields of the minimum record that nobody has said yet."""
    promises: tuple[Promise, ...]
    attachments: tuple[str, ...]
    no_follow_ups: str = ""
    """Why they get no follow-ups; empty where they do."""
    history: tuple[HistoryEntry, ...] = ()
    """Every change of the case, the newest first."""


def dossier(office: Office, case: Case) -> Dossier:
    """Blocks on the stores."""
    book = office.casebook
    promises = book.promises()
    mine = tuple(one for one in promises if one.case_id == case.id)
    sent = [item.text for item in book.outbox(case_id=case.id) if item.state in SENT]
    found = known(case, promises=mine, sent=sent)
    letters = [each for each in messages_of(office, case.id) if each.direction == Direction.IN]
    return Dossier(
        case=case,
        customer=card(case, book.cases_from([case.from_addr]), promises),
        record=completed(case.record, found),
        missing=to_ask(case, found),
        promises=mine,
        attachments=tuple(file.name for each in letters for file in each.message.attachments),
        no_follow_ups=book.suppressed().get(case.from_addr.lower(), ""),
        history=tuple(reversed(book.history(case.id))),
    )
