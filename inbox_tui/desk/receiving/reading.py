"""A message read for the desk: what triage says of it, and the case that it opens."""

from ...core.authenticity import authenticity
from ...core.case import Case, CaseState
from ...core.message import CachedMessage, Direction, Message
from ...core.quoting import split_for_reading
from ...core.triage import Category, Incoming, Triage, TriageConfig, Urgency, triage
from ..office import Office
from ..views import MessageView

NOT_READ = Triage(
    is_complaint=True,
    category=Category.OTHER,
    order_numbers=(),
    products=(),
    remedy_sought=(),
    escalate=False,
    urgency=Urgency.NORMAL,
    thanks_only=False,
    automatic=False,
    why=("could not be read by the program: please look at it yourself",),
)
"""Put before the owner: a complaint that nobody sees is worse than a newsletter on top."""


def read_mail(office: Office, message: Message) -> Triage:
    """What triage says of a message, with the shop's own products, order numbers and lessons.

    Never raises for what is in the message.
    """
    desk = office.config.desk
    mail = Incoming(
        from_name=message.sender.name,
        from_addr=message.sender.email,
        subject=message.subject,
        text=message.text,
        headers=message.headers,
    )
    shop = TriageConfig(
        products=desk.products, order_patterns=desk.order_patterns, lessons=office.teaching.current()
    )
    try:
        return triage(mail, shop)
    except Exception:  # a fault in the reader must not take the whole inbox down with one letter
        return NOT_READ


def case_from(
    conversation: str, mail: CachedMessage, seen: Triage, *, state: CaseState = CaseState.NEW
) -> Case:
    """The case that ``mail`` opens, its clock running from when it was received."""
    message = mail.message
    return Case(
        id=conversation,
        account=mail.ref.account,
        state=state,
        received_at=mail.received_at,
        from_name=message.sender.name,
        from_addr=message.sender.email,
        subject=message.subject,
        text=message.text,
        message_id=message.message_id,
        category=seen.category.value,
        order_numbers=seen.order_numbers,
        products=seen.products,
        remedy_sought=tuple(each.value for each in seen.remedy_sought),
        escalate=seen.escalate,
        urgency=seen.urgency.value,
        why=seen.why,
        unanswered_since=mail.received_at,
        last_in_at=mail.received_at,
        last_in_id=message.message_id,
    )


def kept_view(case: Case) -> MessageView:
    """The letter that opened a case, where the mailboxes do not hold it: moved on the phone, or deleted."""
    parts = split_for_reading(case.text)
    return MessageView(
        ref=None,
        message_id=case.message_id,
        direction=Direction.IN,
        from_name=case.from_name,
        from_addr=case.from_addr,
        to=(),
        received_at=case.received_at,
        subject=case.subject,
        fresh=parts.fresh,
        quoted=parts.quoted,
        signature=parts.signature,
        kept=True,
    )


def message_view(office: Office, cached: CachedMessage) -> MessageView:
    """A message as a screen shows it: new words, and what they answer, apart from older ones."""
    message = cached.message
    account = office.config.accounts.get(cached.ref.account)
    parts = split_for_reading(message.text)
    return MessageView(
        ref=cached.ref,
        message_id=message.message_id,
        direction=cached.direction,
        from_name=message.sender.name,
        from_addr=message.sender.email,
        to=tuple(each.email for each in message.to),
        received_at=cached.received_at,
        subject=message.subject,
        fresh=parts.fresh,
        quoted=parts.quoted,
        signature=parts.signature,
        attachments=message.attachments,
        notes=message.notes,
        authenticity=authenticity(
            message.headers.get("authentication-results", ""),
            trusted=account.trusted_authserv if account else "",
        ),
        whole=cached.whole,
    )
