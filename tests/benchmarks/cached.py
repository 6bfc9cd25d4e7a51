"""A home as it is after a sync, made without a server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_tui.bootstrap import open_program
from inbox_tui.config import Account, Server
from inbox_tui.config_file import put_account
from inbox_tui.core.case import Case
from inbox_tui.core.message import Address, CachedMessage, Direction, MailRef, Message
from inbox_tui.ports import HistoryEntry

CASES = 300
_BATCH = 500


def fill_home(home: Path, many: int) -> None:
    """So many letters, one a minute, the newest now, and a complaint in each of the newest ``CASES``."""
    nowhere = Server(host="127.0.0.1", port=1, tls="off")
    account = Account(email="kim@pottery.example", imap=nowhere, smtp=nowhere, password_env="BENCH_PASSWORD")
    put_account(home / "config.toml", "shop", account)
    program = open_program(str(home))
    office, now = program.desk.office, datetime.now(UTC)
    for start in range(0, many, _BATCH):
        mail = [_letter(number, now) for number in range(start, min(many, start + _BATCH))]
        office.cache.put(mail, {each.ref: b"x" * 1000 for each in mail})
    for number in range(min(many, CASES)):
        at = now - timedelta(minutes=number)
        case = Case(
            id=f"c{number:07d}", account="shop", received_at=at, unanswered_since=at, last_in_at=at,
            from_name=f"Customer {number}", subject=f"Order {number} broken", category="faulty_product",
        )  # fmt: skip
        office.casebook.add_case(case, HistoryEntry(case_id=case.id, at=at, actor="bench", what="new"))
    program.close()


def customer_at(many: int, at: int) -> str:
    """Who stands in that row of all mail: complaints come first, and of them the one that waits longest."""
    cases = min(many, CASES)
    return f"Customer {cases - 1 - at if at < cases else at}"


def _letter(number: int, now: datetime) -> CachedMessage:
    sender = Address(name=f"Customer {number}", email=f"c{number}@buyer.example")
    text = f"My cup {number} is broken, please refund it. " * 10
    return CachedMessage(
        ref=MailRef(account="shop", mailbox="INBOX", uidvalidity=1, uid=number + 1),
        conversation=f"c{number:07d}",
        direction=Direction.IN,
        received_at=now - timedelta(minutes=number),
        flags=frozenset({"\\Seen"}),
        size=1000,
        message=Message(
            message_id=f"<{number}@buyer.example>", sender=sender, subject=f"Order {number} broken", text=text
        ),
    )
