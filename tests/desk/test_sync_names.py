"""Two letters under one Message-ID do not hide each other, whoever wrote them and whatever comes first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.core.threads import second_name

from .post_office import PostOffice, letter

SAME = "<form@shop.example>"
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)


async def test_a_web_form_with_one_message_id_for_all_hides_nobody(post_office: PostOffice) -> None:
    post_office.post(letter(1, message_id=SAME, sender="Ann <ann@a.example>"), at=NOW - 3 * HOUR)
    await post_office.pull()
    post_office.post(letter(2, message_id=SAME, sender="Bo <bo@b.example>"), at=NOW - 2 * HOUR)
    post_office.post(letter(3, message_id=SAME, sender="Cy <cy@c.example>"), at=NOW - HOUR)
    await post_office.pull()
    assert [mail.message.sender.name for mail in post_office.mail()] == ["Ann", "Bo", "Cy"]
    assert len({mail.conversation for mail in post_office.mail()}) == 3
    cases = post_office.office.casebook.cases()
    assert sorted(case.from_name for case in cases) == ["Ann", "Bo", "Cy"]


async def test_the_same_customer_through_the_same_form_twice_is_two_letters(post_office: PostOffice) -> None:
    post_office.post(letter(1, message_id=SAME, at=NOW - 5 * HOUR), letter(1, message_id=SAME, at=NOW - HOUR))
    await post_office.pull()
    assert len(post_office.mail()) == 2


async def test_copies_of_one_letter_are_one(post_office: PostOffice) -> None:
    one = letter(1, at=NOW - HOUR)
    post_office.post(one, one)
    post_office.post(one, mailbox=post_office.sent)
    await post_office.pull()
    assert len(post_office.mail()) == 1


async def test_names_are_the_same_when_everything_is_fetched_anew(post_office: PostOffice) -> None:
    for number, person in enumerate(("ann", "bo", "cy"), start=1):
        raw = letter(number, message_id=SAME, sender=f"{person} <{person}@a.example>")
        post_office.post(raw, at=NOW - (9 - number) * HOUR)
        await post_office.pull()
    before = {mail.ref: (mail.conversation, mail.message.message_id) for mail in post_office.mail()}
    cases = {case.from_name: case.id for case in post_office.office.casebook.cases()}
    post_office.forget_cache()
    await post_office.pull()
    assert {mail.ref: (mail.conversation, mail.message.message_id) for mail in post_office.mail()} == before
    assert {case.from_name: case.id for case in post_office.office.casebook.cases()} == cases


async def test_a_stranger_cannot_take_the_place_of_our_own_reply(post_office: PostOffice) -> None:
    ours = letter(7, sender="help@shop.example", to="dana@buyer.example", text="A new one is on its way.")
    post_office.post(letter(1))
    await post_office.pull()
    (case,) = post_office.office.casebook.cases()
    book = post_office.office.casebook
    item = OutboxItem(
        account="shop", case_id=case.id, kind=Kind.REPLY, to="dana@buyer.example", subject="Letter 7",
        text="", message_id="<7@buyer.example>", raw=ours, created_at=NOW, send_at=NOW,
    )  # fmt: skip
    book.queue(item, clear_draft=False)
    book.link(case.id, "shop", [item.message_id])
    post_office.post(letter(7, sender="Eve <eve@evil.example>"))
    post_office.post(ours, mailbox=post_office.sent)
    await post_office.pull()
    copies = {mail.ref.mailbox: mail.message for mail in post_office.mail() if "7" in mail.message.subject}
    assert copies[post_office.sent].message_id == item.message_id
    assert copies["INBOX"].message_id != item.message_id
    assert copies["INBOX"].sender.email == "eve@evil.example"


async def test_letters_without_a_message_id_keep_one_name(post_office: PostOffice) -> None:
    post_office.post(letter(1, message_id=""), letter(2, message_id=""), at=NOW - HOUR)
    await post_office.pull()
    first = {mail.message.subject: mail.message.message_id for mail in post_office.mail()}
    assert len(set(first.values())) == 2
    post_office.forget_cache()
    await post_office.pull()
    again = {mail.message.subject: mail.message.message_id for mail in post_office.mail()}
    assert again == first
    assert len(post_office.office.casebook.cases()) == 2


def test_the_name_depends_on_what_tells_letters_apart(post_office: PostOffice) -> None:
    message = post_office.office.parser.parse(letter(1))
    other = replace(message, subject="Another")
    assert second_name(message, NOW) == second_name(message, NOW + HOUR)
    assert second_name(message, NOW) != second_name(other, NOW)


async def test_an_answer_without_references_joins_its_case_and_stays_there(post_office: PostOffice) -> None:
    post_office.post(letter(1, subject="Broken teapot"))
    await post_office.pull()
    (case,) = post_office.office.casebook.cases()
    post_office.post(letter(2, subject="Re: Broken teapot", text="Is there any news? I still wait."))
    await post_office.pull()
    for _ in range(2):
        assert [each.id for each in post_office.office.casebook.cases()] == [case.id]
        texts = [each.message.subject for each in post_office.office.cache.messages(case.id)]
        assert texts == ["Broken teapot", "Re: Broken teapot"]
        post_office.forget_cache()
        await post_office.pull()
