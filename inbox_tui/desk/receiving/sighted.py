"""The newest mail as rows, as soon as it is off the line: before any store is open.

A database driver takes longer to load than a server to name fifty letters. What stands here is what the
headers say; the stores know what belongs together and what is a complaint, and their list follows at once.
"""

from collections.abc import Iterable

from ...core.case import CaseState
from ...core.deadlines import Due, Pace
from ...core.threads import place
from ..views import Row
from .arriving import Arrived


def sighted(account: str, arrived: Iterable[Arrived]) -> list[Row]:
    """One row for each conversation among these letters of an inbox, the newest first; under the names that
    an empty cache will give them."""
    known: dict[str, str] = {}
    found: dict[str, list[Arrived]] = {}
    for each in arrived:
        home = place(account, each.outline.message_id, each.outline.ancestors, known=known)
        known |= home.pins
        found.setdefault(home.conversation, []).append(each)
    rows = [_row(account, name, letters) for name, letters in found.items()]
    # Equal times stand as in the cache.
    return sorted(sorted(rows, key=lambda row: row.id), key=lambda row: row.last_at, reverse=True)


def _row(account: str, name: str, letters: list[Arrived]) -> Row:
    letters.sort(key=lambda each: (each.mail.received_at, each.mail.ref.uid))
    first = letters[0].outline
    return Row(
        id=name,
        account=account,
        from_name=first.from_name,
        from_addr=first.from_addr,
        subject=first.subject,
        received_at=letters[0].mail.received_at,
        last_at=letters[-1].mail.received_at,
        state=CaseState.NOT_COMPLAINT.value,
        is_complaint=False,
        category="other",
        due=Due(pace=Pace.NOTHING_DUE),
        unread=sum("\\Seen" not in each.mail.flags for each in letters),
        messages=len(letters),
    )
