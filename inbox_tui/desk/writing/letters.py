"""The letter that answers a case: to whom, on which letter of theirs, and the bytes that will leave."""

import secrets
from datetime import datetime

from ...core.case import Case
from ...core.letter import Letter, LetterError, compose, new_message_id, quote, reply_references
from ...core.message import Address, CachedMessage, Direction
from ...core.outbox import Kind, OutboxItem
from ...core.quoting import split_reply
from ...core.text import clean
from ...core.triage.automatic import AutomaticKind, kind_of_automatic
from ...errors import RefusedError
from ..cases.mail_of import messages_of
from ..office import Office
from ..sending.since import seen_of


def written(office: Office, case: Case, text: str, *, kind: Kind, subject: str, at: datetime) -> OutboxItem:
    """The outbox item with the exact bytes that will leave at ``at`` (aware). Raises RefusedError where there
    is no address, or one that no mail server takes."""
    account = office.account(case.account)
    now = office.now()
    heard = _last_message(office, case, direction=Direction.IN)
    thread = heard or _last_message(office, case, direction=Direction.OUT)
    to = recipient(office, case)
    if not to.email:
        raise RefusedError("The customer's mail names no address to answer to. Nothing was queued.")
    quoted = ""
    if office.config.sending.quote_original and heard is not None and kind is Kind.REPLY:
        fresh = split_reply(heard.message.text).fresh.strip()
        quoted = quote(fresh, to.name or to.email, heard.received_at.astimezone(office.zone))
    message_id = new_message_id(account.email.rpartition("@")[2], secrets.token_hex(12))
    letter = Letter(
        from_name=account.from_name,
        from_addr=account.email,
        to=to,
        subject=subject,
        text=clean(text),
        message_id=message_id,
        date=at.astimezone(office.zone),
        in_reply_to=thread.message.message_id if thread else case.message_id,
        references=reply_references(thread.message) if thread else (case.message_id,),
        quoted=quoted,
        automatic=kind is Kind.SURVEY,
    )
    try:
        raw = compose(letter)
    except LetterError as error:
        raise RefusedError(f"{error} Nothing was queued; your words are kept.") from error
    return OutboxItem(
        account=case.account,
        case_id=case.id,
        kind=kind,
        to=to.email,
        subject=subject,
        text=text,
        message_id=message_id,
        raw=raw,
        created_at=now,
        send_at=max(at, now),
        zone=str(office.zone),
        answers_up_to=case.last_in_at,
        seen=seen_of(messages_of(office, case.id), office.casebook.outbox(case_id=case.id)),
        author=office.actor,
    )


def sender(office: Office, case: Case) -> str:
    """The address that an answer leaves from, where the shop has several; empty where it goes without
    saying."""
    accounts = office.config.accounts
    return accounts[case.account].email if len(accounts) > 1 and case.account in accounts else ""


def recipient(office: Office, case: Case) -> Address:
    """To whom an answer goes; without an address where their mail names none."""
    last = _last_message(office, case, direction=Direction.IN)
    return last.message.answer_to if last else Address(name=case.from_name, email=case.from_addr)


def said_by(office: Office, case: Case) -> str:
    """The customer's own words: what they wrote since our last answer, else the first message."""
    mail = [m for m in messages_of(office, case.id) if m.direction == Direction.IN and m.whole]
    since = case.last_out_at
    news = [m for m in mail if (since is None or m.received_at > since) and not _is_of_a_machine(m)]
    recent = news or [m for m in mail if not _is_of_a_machine(m)]
    return "\n\n".join(split_reply(m.message.text).fresh for m in recent) or case.text


def _last_message(office: Office, case: Case, *, direction: Direction) -> CachedMessage | None:
    mail = [m for m in messages_of(office, case.id) if m.direction == direction]
    newest_first = sorted(mail, key=lambda each: each.received_at, reverse=True)
    # Nobody reads an answer to the report that a letter did not arrive.
    by_people = (m for m in newest_first if direction == Direction.OUT or not _is_of_a_machine(m))
    return next(by_people, newest_first[0] if newest_first else None)


def _is_of_a_machine(mail: CachedMessage) -> bool:
    """True for what a mail server or an answering machine wrote. A shop's own form writes for a customer, and
    is none."""
    message = mail.message
    kind = kind_of_automatic(message.headers, message.sender.email, message.subject, message.text)
    return kind in (AutomaticKind.BOUNCE, AutomaticKind.DELAYED, AutomaticKind.OUT_OF_OFFICE)
