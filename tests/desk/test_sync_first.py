"""The first screen of a mailbox: the newest mail, in sight and stored before all the rest."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from inbox_tui.core.message import Direction
from inbox_tui.desk.receiving.sync import Line, Stage
from inbox_tui.errors import SignInError
from inbox_tui.mail.imap import ImapServer
from inbox_tui.ports import Fetched, MailboxStatus

from .post_office import PostOffice, letter

OLD = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)


async def test_the_newest_fifty_come_first_and_nothing_comes_twice(post_office: PostOffice) -> None:
    post_office.post(*(letter(n) for n in range(1, 121)), at=OLD)
    pulled = await post_office.pull()
    first = post_office.steps[0]
    assert (first.stage, first.mailbox, first.done, first.total) == (Stage.FIRST_SCREEN, "INBOX", 50, 120)
    assert (pulled.new, len(post_office.mail())) == (120, 120)
    assert not any(mail.whole for mail in post_office.mail())
    assert (await post_office.pull()).new == 0


async def test_the_first_screen_is_stored_when_it_is_announced(post_office: PostOffice) -> None:
    post_office.post(*(letter(n) for n in range(1, 61)), at=OLD)
    seen: list[set[int]] = []
    cache = post_office.office.cache
    await post_office.sync.pull("shop", progress=lambda _: seen.append(set(cache.uids("shop", "INBOX"))))
    assert len(seen[0]) == 50
    assert len(seen[-1]) == 60
    assert min(seen[0]) > max(seen[-1] - seen[0])


async def test_the_newest_are_told_without_a_store_and_are_stored_by_the_first_pull(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_office.post(letter(1), letter(2, answers="<1@buyer.example>"), letter(3), at=OLD)
    fetched: list[int] = []
    newest = post_office.server.newest

    def noted(count: int) -> list[Fetched]:
        fetched.append(count)
        return newest(count)

    monkeypatch.setattr(post_office.server, "newest", noted)
    rows = await post_office.sync.newest("shop")
    assert not (post_office.folder / "mail.db").exists()
    assert (await post_office.pull()).new == 3
    known = {each.id: each for each in post_office.office.cache.conversations(limit=10)}
    assert {row.id: (row.subject, row.from_addr, row.messages, row.unread, row.last_at) for row in rows} == {
        name: (each.subject, each.from_addr, each.messages, each.unread, each.last_at)
        for name, each in known.items()
    }
    assert fetched == [50]


async def test_an_empty_inbox_has_nothing_to_tell(post_office: PostOffice) -> None:
    assert await post_office.sync.newest("shop") == []
    assert (await post_office.pull()).new == 0


async def test_a_server_that_was_called_before_is_not_asked_for_the_inbox_again(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_office.post(letter(1), at=OLD)
    opened: list[str] = []
    select = post_office.server.select

    def noted(mailbox: str) -> MailboxStatus:
        opened.append(mailbox)
        return select(mailbox)

    monkeypatch.setattr(post_office.server, "select", noted)
    post_office.sync.call("shop")
    assert (await post_office.pull()).new == 1
    assert opened[0] == "INBOX" and opened[1].endswith("Sent")
    await post_office.pull()
    assert opened.count("INBOX") > 1


async def test_who_had_the_line_since_the_call_may_have_opened_another_mailbox(
    post_office: PostOffice,
) -> None:
    """A copy is filed while the server is still greeting: what is read next must be the inbox again."""
    post_office.post(letter(1), at=OLD)
    ours = letter(2, sender="help@shop.example", to="dana@buyer.example")
    post_office.post(ours, mailbox=post_office.sent, at=OLD)
    post_office.sync.call("shop")
    await asyncio.sleep(0)
    async with post_office.line.lock:
        await post_office.line.runner.run(post_office.server.select, post_office.sent)
    await post_office.pull()
    found = {mail.message.subject: (mail.ref.mailbox, mail.direction) for mail in post_office.mail()}
    assert found == {
        "Letter 1": ("INBOX", Direction.IN),
        "Letter 2": (post_office.sent, Direction.OUT),
    }


async def test_a_password_that_was_refused_before_is_not_tried_again(post_office: PostOffice) -> None:
    asked: list[str] = []

    def wrong() -> str:
        asked.append("asked")
        return "wrong"

    server = ImapServer(name="shop", account=post_office.account, password=wrong)
    post_office.line = Line(server=server, runner=post_office.runner)
    post_office.sync.call("shop")
    with pytest.raises(SignInError):
        await post_office.sync.newest("shop")
    with pytest.raises(SignInError):
        await post_office.pull()
    assert asked == ["asked"]
