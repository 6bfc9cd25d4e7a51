"""Complaints with their mail in a small shop, and the main screen over it. Everybody in it is invented."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zlib import crc32

import msgspec
from textual.screen import Screen

from inbox_tui.config import Account, LookSettings
from inbox_tui.core.case import CaseState
from inbox_tui.core.checklist import CHECKS, MISTAKES, Answer, Checklist, Finding, Level, Report, Stance
from inbox_tui.core.message import Address, Attachment, CachedMessage, Direction, MailRef, Message
from inbox_tui.desk.new_account import NotReady
from inbox_tui.errors import InboxError
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.screens.desk.screen import DeskScreen
from tests.ui.shop import CONFIG, NOW, Shop

DANA = """Hello,

my blue teapot (order 4471) came on Tuesday with the spout broken off. It was a present for my mother. I \
would like a new one or my money back.

On Mon, 23 Nov 2026 at 09:00, Kim's Pottery <kim@pottery.example> wrote:
> Dear Dana,
> your teapot is on its way.
>
> Kim

--
Dana Reed
"""
REPLY = """Dear Dana,

your mother's blue teapot arriving with its spout broken off must have been a horrible moment. That is our \
fault: I packed it in a single box. A new one leaves tomorrow.
"""


_PARTS = {
    "empathy": (Level.SHOULD, "horrible moment"),
    "validation": (Level.MUST, "spout broken off"),
    "fault": (Level.MUST, "our fault"),
    "solution": (Level.MUST, "A new one leaves tomorrow"),
    "commitment": (Level.SHOULD, "From now on"),
    "follow_up": (Level.SHOULD, "On Friday"),
    "explanation": (Level.SHOULD, "in a single box"),
}


def steady(answer: Answer) -> Report:
    """A checklist whose rules never change, so that frames do not either: it looks for seven phrases."""
    findings = []
    for check in CHECKS:
        level, words = _PARTS.get(check, (Level.OK, ""))
        at = answer.text.find(words) if words else -1
        key = f"{check}:missing"
        if check == "placeholder" and "[" in answer.text:
            level, words = Level.ERROR, "]["
        findings.append(
            Finding(
                check=check,
                found=at >= 0 if words else (None if check in MISTAKES else False),
                level=Level.OK if at >= 0 or not words else level,
                spans=((at, at + len(words)),) if at >= 0 else (),
                message="It is there." if at >= 0 else "Not found yet: words such as these.",
                suggestion="What would help them here?" if at < 0 else "",
                why="",
                key=key,
                dismissed=key in answer.dismissed and at < 0,
            )
        )
    to_go = tuple(each.check for each in findings if each.level is not Level.OK and not each.dismissed)
    return Report(
        findings=tuple(findings),
        ready=not to_go,
        stance=Stance.OURS,
        stance_guessed=True,
        to_go=to_go,
        summary=f"{len(to_go)} to go",
    )


class Steady(Checklist):
    """The same for the review."""

    def __init__(self) -> None:
        """There are no rules to read."""

    def check(self, answer: Answer) -> Report:
        """Look for the phrases."""
        return steady(answer)


class Trier:
    """Tries accounts as the test says, and remembers what it was asked to keep."""

    def __init__(self) -> None:
        self.answer = ""
        self.doubts = ""
        self.refuses: InboxError | None = None
        self.silent = False
        self.tried: list[tuple[str, Account, str | None]] = []
        self.kept: list[tuple[str, Account, str | None]] = []

    async def try_it(self, name: str, account: Account, password: str | None) -> NotReady | None:
        """What the servers would say."""
        self.tried.append((name, account, password))
        if self.silent:
            await asyncio.Event().wait()
        return NotReady(field=self.doubts, reason=self.answer) if self.answer else None

    async def keep(self, name: str, account: Account, password: str | None) -> None:
        """Remember it, unless there is no room for it."""
        if self.refuses is not None:
            raise self.refuses
        self.kept.append((name, account, password))


class DeskApp(InboxApp):
    """The whole app on a shop, with nothing going on behind it but counting."""

    def __init__(
        self,
        shop: Shop,
        *,
        look: str = "dark",
        ascii_only: bool = False,
        calm: bool = False,
        keys: Mapping[str, str] | None = None,
        accounts: bool = True,
    ) -> None:
        looks = LookSettings(theme=look, ascii=ascii_only, calm=calm)
        config = msgspec.structs.replace(CONFIG, look=looks, keys=dict(keys or {}))
        if not accounts:
            config = msgspec.structs.replace(config, accounts={})
        shop.desk.replies.checklist = Steady()
        super().__init__(shop.desk, stores=shop.desk.stores, config=config, set_up=Trier())
        self.main = DeskScreen(shop.desk, check=lambda: steady)
        self.said: list[str] = []

    def desk_screen(self) -> Screen[None]:
        """The screen under test."""
        return self.main

    async def begin(self) -> None:
        """Count once; no server is asked."""
        self.recount()

    @contextmanager
    def lend_terminal(self) -> Iterator[None]:
        """There is no terminal here that could be lent; another program runs all the same."""
        self.lent = True
        yield
        self.lent = False

    def notify(self, message: str, **options: Any) -> None:
        """Remember what the owner was told, and keep the frames free of it."""
        self.said.append(message)


def put_mail(
    shop: Shop,
    conversation: str,
    text: str,
    *,
    name: str,
    at: datetime,
    subject: str = "Arrived in pieces",
    uid: int = 0,
    direction: Direction = Direction.IN,
    attachments: Sequence[Attachment] = (),
    notes: Sequence[str] = (),
    raw: bytes = b"",
    seen: bool = True,
    mailbox: str = "INBOX",
) -> CachedMessage:
    """One message in the cache."""
    number = uid or crc32(f"{conversation} {text} {at}".encode()) % 10**8
    sender = f"{name.split()[0].lower()}@buyer.example"
    mail = CachedMessage(
        ref=MailRef(account="shop", mailbox=mailbox, uidvalidity=1, uid=number),
        conversation=conversation,
        direction=direction,
        received_at=at,
        flags=frozenset({"\\Seen"}) if seen else frozenset(),
        size=len(text),
        message=Message(
            message_id=f"<{conversation}-{number}@buyer.example>"
            if uid
            else f"<{conversation}@buyer.example>",
            sender=Address(name=name, email=sender),
            to=(Address(email="kim@pottery.example"),),
            subject=subject,
            text=text,
            attachments=tuple(attachments),
            notes=tuple(notes),
        ),
    )
    shop.cache.put([mail], {mail.ref: raw or text.encode()})
    return mail


def photo() -> bytes:
    """A message with a picture of a broken spout, as bytes."""
    letter = EmailMessage()
    letter["From"] = "Dana Reed <dana@buyer.example>"
    letter["Subject"] = "Arrived in pieces"
    letter.set_content(DANA)
    letter.add_attachment(b"JPEG" * 60_000, maintype="image", subtype="jpeg", filename="spout.jpg")
    letter.set_boundary("a-part-of-this-letter")
    return letter.as_bytes()


def fill(shop: Shop) -> None:
    """Dana (due soon, with a picture), Tom (late), Priya (on time), Ana (waiting), Bo (snoozed)."""
    dana_at = NOW - timedelta(hours=20)
    raw = photo()
    parsed = shop.desk.office.parser.parse(raw)
    shop.case(
        "dana",
        "Dana Reed",
        "Arrived in pieces",
        hours_ago=20,
        order_numbers=("4471",),
        remedy_sought=("replacement", "refund"),
        text=DANA,
    )
    put_mail(shop, "dana", DANA, name="Dana Reed", at=dana_at, raw=raw, attachments=parsed.attachments)
    shop.case(
        "tom",
        "Tom Hale",
        "Where is my order 5520?",
        hours_ago=26,
        category="late_delivery",
        order_numbers=("5520",),
        escalate=True,
        why=("chargeback",),
    )
    put_mail(
        shop,
        "tom",
        "Where is it?",
        name="Tom Hale",
        at=NOW - timedelta(hours=26),
        subject="Where is my order 5520?",
    )
    shop.case(
        "priya", "Priya N.", "Charged twice", hours_ago=5, category="billing", order_numbers=("INV-6620",)
    )
    put_mail(
        shop,
        "priya",
        "You charged me twice.",
        name="Priya N.",
        at=NOW - timedelta(hours=5),
        subject="Charged twice",
    )
    shop.case("ana", "Ana Lima", "Wrong glaze", hours_ago=50, state=CaseState.WAITING, unanswered_since=None)
    shop.case(
        "bo",
        "Bo Berg",
        "Chipped mug",
        hours_ago=60,
        state=CaseState.SNOOZED,
        unanswered_since=None,
        snoozed_until=NOW + timedelta(days=1),
    )
