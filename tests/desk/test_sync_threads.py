"""One correspondence is one conversation, in whatever order its letters come in."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from .post_office import PostOffice, letter

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
A, B, C = "<1@buyer.example>", "<2@buyer.example>", "<3@buyer.example>"


def story() -> list[tuple[bytes, bool, datetime]]:
    """A complaint, our answer from another program, and an answer to that which names only ours."""
    ours = letter(2, sender="help@shop.example", to="dana@buyer.example", subject="Re: Pot", answers=A)
    return [
        (letter(1, subject="Pot"), False, NOW - 5 * HOUR),
        (ours, True, NOW - 4 * HOUR),
        (letter(3, subject="Re: Pot", text="I still wait for order 4471.", answers=B), False, NOW - 3 * HOUR),
    ]


async def test_an_answer_to_our_answer_finds_its_case_in_the_first_sync(post_office: PostOffice) -> None:
    for raw, is_sent, at in story():
        post_office.post(raw, mailbox=post_office.sent if is_sent else "INBOX", at=at)
    await post_office.pull()
    assert len({mail.conversation for mail in post_office.mail()}) == 1
    (case,) = post_office.office.casebook.cases()
    assert (case.received_at, case.last_in_at) == (NOW - 5 * HOUR, NOW - 3 * HOUR)
    assert case.last_out_at == NOW - 4 * HOUR
    await post_office.pull(full=True)
    assert {mail.conversation for mail in post_office.mail()} == {case.id}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_letters_that_come_one_by_one_in_any_order_come_together(
    embedded_office: PostOffice, order: tuple[int, ...]
) -> None:
    letters = story()
    for place in order:
        raw, is_sent, at = letters[place]
        embedded_office.post(raw, mailbox="Sent" if is_sent else "INBOX", at=at)
        await embedded_office.pull()
    mails = embedded_office.mail()
    assert len(mails) == 3
    cases = embedded_office.office.casebook.cases()
    if len(cases) == 1:
        assert {mail.conversation for mail in mails} == {cases[0].id}
    else:  # two letters were complaints before anything told that they belong together: a person decides
        assert order.index(1) == 2
