"""Whatever happened since a follow-up was queued is found on the server, and a person decides."""

import imaplib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.core.case import CaseState
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.demo.mail import DemoMail
from inbox_tui.desk.sending import sending
from inbox_tui.errors import RefusedError
from inbox_tui.mail.imap import ImapServer
from tests.mail.smtp_server import Behaviour, faulty_server

from ..servers.dovecot import Dovecot
from ..ui.shop import StillClock
from .counter import DANA, Counter, counter
from .shop import trusting

FOLLOW_UPS = [Kind.NUDGE, Kind.PROMISE, Kind.CHECK_BACK, Kind.SURVEY]


@dataclass(kw_only=True)
class Post:
    """The shop's mailbox on a server, and the ways in which mail gets into it."""

    address: str
    password: str
    server: Server
    ca_file: str
    arrives: Callable[[bytes], object]
    files: Callable[[bytes], object]
    """Into Sent, as another mail program does."""


@pytest.fixture(params=["embedded", "dovecot"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    """On the demo's server and on Dovecot."""
    if request.param == "embedded":
        nothing = tmp_path / "no-sample"
        nothing.mkdir()
        with DemoMail.start(nothing, datetime.now(UTC)) as demo:
            yield Post(
                address=demo.user,
                password=demo.password,
                server=Server(host=demo.imap_host, port=demo.imap_port, tls="off"),
                ca_file="",
                arrives=demo.deliver,
                files=lambda raw: demo.deliver(raw, "Sent"),
            )
        return
    dovecot: Dovecot = request.getfixturevalue("dovecot")
    owner = dovecot.fresh("owner")

    def files(raw: bytes) -> None:
        tls = trusting(dovecot.authority.ca_file)
        with imaplib.IMAP4_SSL("127.0.0.1", dovecot.imaps_port, ssl_context=tls, timeout=60) as imap:
            imap.login(owner, dovecot.password(owner))
            imap.create("Sent")
            assert imap.append("Sent", r"(\Seen)", None, raw)[0] == "OK"  # type: ignore[arg-type]

    yield Post(
        address=owner,
        password=dovecot.password(owner),
        server=Server(host="127.0.0.1", port=dovecot.imaps_port, tls="implicit"),
        ca_file=str(dovecot.authority.ca_file),
        arrives=lambda raw: dovecot.deliver(owner, raw),
        files=files,
    )


@dataclass(kw_only=True)
class Guarded:
    """A desk on that mailbox with a case whose follow-up is due in a moment."""

    desk: Counter
    post: Post
    behaviour: Behaviour
    letters: list[bytes] = field(default_factory=list)

    def follow_up(self, kind: Kind = Kind.NUDGE, *, number: int = 1, **options: object) -> OutboxItem:
        """Queued an hour ago, due in a minute."""
        now = self.desk.clock.at
        self.desk.clock.at = now - timedelta(hours=1)
        item = self.desk.queued(number, kind=kind, wait=timedelta(hours=1, minutes=1), **options)  # type: ignore[arg-type]
        self.desk.clock.at = now
        return item

    async def due(self, item: OutboxItem) -> OutboxItem:
        """The item after the round in which it was due."""
        await self.desk.after(timedelta(minutes=2))
        return self.desk.now_is(item)


def letter(
    text: str,
    *,
    sender: str = f"Dana Reed <{DANA}>",
    to: str,
    name: str = "<2@buyer.example>",
    **headers: str,
) -> bytes:
    """A message in the conversation of the case."""
    said = {
        "From": sender,
        "To": to,
        "Subject": "Re: Arrived in pieces",
        "Message-ID": name,
        "In-Reply-To": "<k3m9@buyer.example>",
        "References": "<k3m9@buyer.example>",
        "Date": "Tue, 24 Nov 2026 12:00:00 +0000",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in said.items() if value)
    return f"{head}\r\n{text}\r\n".encode()


@pytest.fixture
async def guarded(post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Guarded]:
    """A complaint that was answered two hours ago, on a computer that may be busy."""
    monkeypatch.setattr(sending, "GLANCE", 60)
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        account = Account(email=post.address, imap=post.server, smtp=post.server, ca_file=post.ca_file)
        imap = ImapServer(name="shop", account=account, password=lambda: post.password)
        # Servers stamp what arrives with the real time.
        clock = StillClock(datetime.now(UTC))
        desk = counter(
            tmp_path, smtp_port=port, server=imap, imap=post.server, clock=clock, email=post.address
        )
        long_ago = clock.at - timedelta(hours=2)
        desk.case(last_in_at=long_ago, state=CaseState.WAITING, unanswered_since=None)
        desk.book.link("k3m9", "shop", ["<k3m9@buyer.example>"])
        yield Guarded(desk=desk, post=post, behaviour=behaviour)
        imap.close()


@pytest.mark.parametrize("kind", FOLLOW_UPS)
async def test_nothing_happened_so_it_leaves(guarded: Guarded, kind: Kind) -> None:
    item = guarded.follow_up(kind)
    assert (await guarded.due(item)).state is State.FILED
    [envelope] = guarded.behaviour.received
    assert envelope.content == item.raw
    case = guarded.desk.book.case("k3m9")
    assert case is not None
    assert case.first_response_at is None


async def test_the_customer_wrote(guarded: Guarded) -> None:
    item = guarded.follow_up()
    guarded.post.arrives(letter("The new one is broken too!", to=guarded.post.address))
    held = await guarded.due(item)
    assert (held.state, held.reason.startswith("the customer wrote on ")) == (State.HELD, True)
    assert guarded.behaviour.received == []
    guarded.desk.desk.outbox.retry(item.id)
    assert (await guarded.due(item)).state is State.FILED


@pytest.mark.parametrize(("kind", "state"), [(Kind.NUDGE, State.HELD), (Kind.PROMISE, State.FILED)])
async def test_thanks_holds_a_nudge_and_lets_a_promise_pass(
    guarded: Guarded, kind: Kind, state: State
) -> None:
    item = guarded.follow_up(kind)
    guarded.post.arrives(letter("Thank you so much!", to=guarded.post.address))
    done = await guarded.due(item)
    assert done.state is state
    assert ("said thanks" in done.reason) is (state is State.HELD)


async def test_a_colleague_answered_from_another_program(guarded: Guarded) -> None:
    item = guarded.follow_up()
    guarded.post.files(
        letter("I sent her a new one.", sender=guarded.post.address, to=DANA, name="<c@phone.example>")
    )
    held = await guarded.due(item)
    assert (held.state, "somebody of the shop answered" in held.reason) == (State.HELD, True)


async def test_a_hard_bounce_holds_everything_for_that_address(guarded: Guarded) -> None:
    first = guarded.follow_up(Kind.PROMISE, number=1)
    assert (await guarded.due(first)).state is State.FILED
    guarded.post.arrives(bounce(guarded.post.address, first.message_id, DANA))
    guarded.desk.case("other")
    second = guarded.follow_up(number=2)
    other = guarded.follow_up(number=3, to="sam@else.example", case_id="other")
    held = await guarded.due(second)
    assert (held.state, f"mail to {DANA} came back: " in held.reason) == (State.HELD, True)
    assert "550 5.1.1" in held.reason
    assert guarded.desk.state(other) is State.FILED
    reply = guarded.desk.queued(4)
    held = await guarded.due(reply)
    assert (held.state, "came back" in held.reason) == (State.HELD, True)


async def test_a_report_about_a_letter_that_is_not_ours_is_not_believed(guarded: Guarded) -> None:
    guarded.post.arrives(bounce(guarded.post.address, "<never@shop.example>", DANA))
    item = guarded.follow_up()
    assert (await guarded.due(item)).state is State.FILED
    assert guarded.desk.book.bounces([DANA]).get(DANA) is None


async def test_somebody_away_gets_it_on_their_return(guarded: Guarded) -> None:
    back = guarded.desk.clock.at + timedelta(days=9)
    item = guarded.follow_up()
    guarded.post.arrives(
        letter(
            f"I am out of the office until {back:%d %B %Y} and will answer when I am back.",
            to=guarded.post.address,
            Subject="Out of office: Re: Arrived in pieces",
            Auto_Submitted="auto-replied",
        )
    )
    moved = await guarded.due(item)
    assert (moved.state, moved.reason.startswith("they are away until")) == (State.SCHEDULED, True)
    assert abs(moved.send_at - back) < timedelta(days=2)
    assert guarded.behaviour.received == []
    assert not guarded.desk.desk.outbox.has_work()


@pytest.mark.parametrize(
    ("state", "kind", "expected"),
    [
        (CaseState.RESOLVED, Kind.NUDGE, State.HELD),
        (CaseState.RESOLVED, Kind.SURVEY, State.FILED),
        (CaseState.MERGED, Kind.NUDGE, State.HELD),
        (CaseState.NOT_COMPLAINT, Kind.CHECK_BACK, State.HELD),
    ],
)
async def test_the_case_was_closed_meanwhile(
    guarded: Guarded, state: CaseState, kind: Kind, expected: State
) -> None:
    item = guarded.follow_up(kind)
    match state:
        case CaseState.RESOLVED:
            guarded.desk.desk.cases.resolve("k3m9")
        case CaseState.MERGED:
            guarded.desk.case("other")
            guarded.desk.desk.cases.merge("k3m9", "other")
        case _:
            guarded.desk.desk.cases.not_a_complaint("k3m9")
    done = await guarded.due(item)
    assert done.state is expected
    assert ("the case was" in done.reason or "the case is" in done.reason) is (expected is State.HELD)


async def test_one_follow_up_a_day_is_enough(guarded: Guarded) -> None:
    first, second = guarded.follow_up(number=1), guarded.follow_up(Kind.SURVEY, number=2)
    assert (await guarded.due(first)).state is State.FILED
    held = guarded.desk.now_is(second)
    assert (held.state, "one a day is enough" in held.reason) == (State.HELD, True)


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("no-reply@buyer.example", "no person reads mail"),
        ("MAILER-DAEMON@buyer.example", "no person reads mail"),
        ("pots-request@lists.example", "no person reads mail"),
        ("", "own address"),
    ],
)
async def test_never_to_machines_or_to_ourselves(guarded: Guarded, to: str, reason: str) -> None:
    item = guarded.follow_up(to=to or guarded.post.address)
    held = await guarded.due(item)
    assert (held.state, reason in held.reason) == (State.HELD, True)
    assert guarded.behaviour.received == []


async def test_never_to_a_mailing_list_and_it_is_said_when_queuing(guarded: Guarded) -> None:
    item = guarded.follow_up(Kind.PROMISE)
    guarded.post.arrives(
        letter(
            "Thank you so much!", to=guarded.post.address, List_Id="<pots.lists.example>", Precedence="list"
        )
    )
    held = await guarded.due(item)
    assert (held.state, "mailing list" in held.reason) == (State.HELD, True)
    with pytest.raises(RefusedError, match="reach nobody: their message came through a mailing list"):
        guarded.desk.desk.follow_ups.add(
            "k3m9", kind=Kind.NUDGE, at=guarded.desk.clock.at + timedelta(days=3), text="Still there?"
        )


def bounce(owner: str, original: str, recipient: str) -> bytes:
    """A report as Postfix writes it."""
    return (
        f"From: MAILER-DAEMON@mail.shop.example\r\nTo: {owner}\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <bounce@mail.shop.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.shop.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\n\r\n--b--\r\n"
    ).encode()
