"""The decision: one mail in, what a desk needs to know out."""

from __future__ import annotations

import re
from typing import assert_never

from inbox_tui.core.triage.automatic import AutomaticKind
from inbox_tui.core.triage.learned import (
    COMPLAINS_OTHERWISE,
    COMPLAINT,
    ESCALATE,
    THANKS,
    Opinion,
    complaint_kinds,
    is_at_a_loss,
    kind_of,
    opinion,
    telling,
)
from inbox_tui.core.triage.lessons import Heard
from inbox_tui.core.triage.model import (
    DANGERS,
    LOOK_FIRST,
    Category,
    Incoming,
    Remedy,
    Triage,
    TriageConfig,
    Urgency,
)
from inbox_tui.core.triage.orders import order_numbers
from inbox_tui.core.triage.products import everyday, products_in
from inbox_tui.core.triage.reading import Reading, read
from inbox_tui.core.triage.relay import is_good_review
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.signs import Sign
from inbox_tui.core.triage.wanting import wants_something
from inbox_tui.core.triage.wishes import remedies

_COMPLAINS = 0.5  # probability from which a mail is a complaint
_DOUBTFUL = 0.3  # the same where something dangerous is told of, or praise sounds like mockery
_THANKS = 0.28  # probability from which a mail that does not complain only thanks
_LIKELY = 0.2  # probability from which a kind is worth naming where a correction left only the rest
_ALARM = 0.2  # probability from which a mail is looked at first: missing one costs more than one too many
_BACKED = 0.01  # the same where a word list names the danger
_NEARLY = 0.7  # share of the likelihood of no kind at all from which words of praise make it praise
_SOLID = 3  # weight of a list that says a complaint alone
_SHORT = 3  # letters of a word that is no reason by itself
_FRAUD = 1.8
_CUSTOMER = re.compile(
    r"\b(?:buyer|customer|member|guest|shopper|bidder|review(?:er)?|stars?|feedback|message|comment|return"
    r"|case|claim|dispute|request|wrote|says|writes)\b",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"\b(?:new|your|received|placed) (?:an? )?(?:order|reservation|booking)"
    r"|\byou(?:'ve| have)? (?:just )?(?:sold|made a sale)\b|\bsold:|following order|\bhas been paid\b",
    re.IGNORECASE,
)


def triage(mail: Incoming, config: TriageConfig = TriageConfig()) -> Triage:  # noqa: B008 - frozen, safe to share
    """Read one mail; never raises, whatever the mail holds.

    Quoted history and signatures do not count, except that an order number is taken from the history when the
    fresh words have none. Automatic mail is a complaint only when it passes on the words of a customer.
    """
    reading = read(mail)
    heard = config.lessons.heard(reading, mail.from_addr) if config.lessons else None
    match settled(reading):
        case (category, why) if not (heard and _taught_otherwise(reading, heard)):
            return _without_a_person(category, why, reading, config)
        case _:
            return _of_a_person(reading, config, heard)


def _taught_otherwise(reading: Reading, heard: Heard) -> bool:
    """Whether the owner called such mail a complaint; what a mail server says of itself is never one."""
    machine = {AutomaticKind.BOUNCE, AutomaticKind.DELAYED, AutomaticKind.OUT_OF_OFFICE}
    return heard.calls_it_a_complaint and not reading.flagged and reading.kind not in machine


def settled(reading: Reading) -> tuple[Category, str] | None:
    """What headers and senders settle alone, with the reason; None where the words must be weighed."""
    if reading.relayed:
        return None
    if reading.flagged:
        return Category.SPAM, "spam: the mail filter says so"
    match reading.kind:
        case AutomaticKind.BOUNCE | AutomaticKind.DELAYED | AutomaticKind.OUT_OF_OFFICE:
            return Category.AUTOMATIC, f"automatic: {reading.kind.value.replace('_', ' ')}"
        case AutomaticKind.NEWSLETTER:
            return Category.NEWSLETTER, "newsletter: list headers"
        case AutomaticKind.OTHER:
            # A marketplace writes by machine too: only where no customer is spoken of is that the end of it.
            speaks = _CUSTOMER.search(f"{reading.subject}\n{reading.fresh}")
            calm = _SALE.search(reading.subject) or is_good_review(reading.subject, reading.fresh)
            return None if speaks and not calm else (Category.AUTOMATIC, "automatic: other")
        case AutomaticKind.NONE:
            fraud = _fraud(reading)
            return (Category.SPAM, f"spam: {fraud}") if fraud else None
        case _:
            assert_never(reading.kind)


def _fraud(reading: Reading) -> str:
    """Wording of fraud with links or more such wording, unless trouble is told plainly; or nothing."""
    if not reading.notices.said("spam"):
        return ""
    info = rulebook("complaints").info
    solid = sum(reading.trouble.count(name) for name in reading.trouble.found if info[name].weight >= _SOLID)
    points = reading.notices.count("spam") + 0.8 * min(reading.links, 2) - 0.7 * solid
    return f"“{reading.notices.quote('spam')}”" if points >= _FRAUD else ""


def _without_a_person(category: Category, why: str, reading: Reading, config: TriageConfig) -> Triage:
    sale = category is Category.AUTOMATIC and _SALE.search(f"{reading.subject}\n{reading.fresh}")
    numbers = order_numbers([reading.subject, reading.fresh], config.order_patterns) if sale else ()
    return Triage(
        is_complaint=False,
        category=category,
        order_numbers=numbers,
        products=(),
        remedy_sought=(),
        escalate=False,
        urgency=Urgency.LOW,
        thanks_only=False,
        automatic=category is not Category.SPAM,
        why=(why,),
    )


def _of_a_person(reading: Reading, config: TriageConfig, heard: Heard | None = None) -> Triage:
    view = before = opinion(reading.signs)
    if heard is not None:
        # What may be dangerous is never learned away.
        grave = view.escalate >= _BACKED and any(reading.alarm.said(name) for name in DANGERS)
        view = view if grave and heard.complaint < 0 else heard.moved(view)
    named = [name for name in DANGERS if reading.alarm.said(name)]
    alarmed = view.escalate >= (_BACKED if named else _ALARM)
    mocking = reading.trouble.said("mock_praise")
    category, complaint, thanks = _verdict(reading, view, _DOUBTFUL if alarmed or mocking else _COMPLAINS)
    named_so = heard is not None and heard.kinds.get(category.value, 0.0) > 0
    unclear = view.kinds[category.value] < _LIKELY and not named_so
    if before.complaint >= _COMPLAINS and not complaint and unclear:
        category = Category.OTHER  # the owner said what it is not, and nothing says what it is
    taught = heard.why(category, complains=complaint) if heard is not None else ""
    if category in {Category.AUTOMATIC, Category.NEWSLETTER, Category.SPAM}:
        words = taught or _because(reading, f"kind {category.value}") or "its words"
        return _without_a_person(category, f"{category.label}: {words}", reading, config)
    numbers: tuple[str, ...] = ()
    if category is not Category.OTHER or complaint or thanks:
        parts = [reading.subject, reading.fresh]
        numbers = order_numbers(parts, config.order_patterns) or order_numbers(
            [reading.quoted], config.order_patterns
        )
    asked: tuple[Remedy, ...] = ()
    if complaint or category is Category.ORDER_ENQUIRY:
        asked = remedies(reading.wishes, category, view.remedies)
        if not complaint:
            asked = tuple(r for r in asked if r is Remedy.CANCELLATION)
    escalate = complaint and alarmed
    alarms = named if escalate else []
    urgency = Urgency.HIGH if escalate else view.urgency
    said = {"complaint": complaint, "thanks": thanks, "escalate": escalate}
    why = _reasons(reading, category, asked, alarms, **said, urgency=urgency)
    troubles = [hit.first for hits in reading.trouble.found.values() for hit in hits]
    return Triage(
        is_complaint=complaint,
        category=category,
        order_numbers=numbers,
        products=products_in(
            reading.subject,
            reading.fresh,
            config.products,
            reading.words,
            troubles,
            written=reading.text,
        ),
        remedy_sought=asked,
        escalate=escalate,
        urgency=urgency,
        thanks_only=thanks,
        automatic=False,
        why=(taught, *why) if taught else why,
    )


def _verdict(reading: Reading, view: Opinion, enough: float) -> tuple[Category, bool, bool]:
    """Category, whether it complains (from a probability of `enough`), and whether it only thanks."""
    if not any((reading.trouble.found, reading.tone.found, reading.alarm.found)) and is_at_a_loss(
        reading.signs.values()
    ):
        return Category.OTHER, False, False
    said = reading.tone.said("thanks") or reading.tone.said("settled") or reading.tone.said("praise")
    thanks = view.thanks >= _THANKS and view.complaint < enough and (said or telling(THANKS, reading.signs))
    if thanks and not wants_something(reading.fresh):
        return Category(view.best((Category.PRAISE.value, Category.OTHER.value))), False, True
    if view.complaint >= enough:
        kind = view.best(complaint_kinds())
        return Category.OTHER if kind == COMPLAINS_OTHERWISE else Category(kind), True, False
    kind = Category(view.best(set(view.kinds) - {*complaint_kinds()}))
    if kind is Category.OTHER and reading.tone.said("praise"):
        near = view.kinds[Category.PRAISE.value] >= _NEARLY * view.kinds[kind.value]
        kind = Category.PRAISE if near else kind
    return kind, False, False


def _because(reading: Reading, label: str) -> str:
    """The words that speak loudest for a label, in quotation marks, or nothing."""
    common = everyday()

    def says_something(sign: Sign) -> bool:
        words = reading.words[sign.first : sign.last + 1]
        return any(len(word.text) > _SHORT and word.text not in common for word in words)

    sign = telling(label, reading.signs, says_something)
    return f"“{reading.quote(sign.first, sign.last)}”" if sign else ""


def _reasons(
    reading: Reading,
    category: Category,
    asked: tuple[Remedy, ...],
    alarms: list[str],
    *,
    complaint: bool,
    thanks: bool,
    escalate: bool,
    urgency: Urgency,
) -> tuple[str, ...]:
    reasons: list[str] = []
    if reading.relayed:
        reasons.append("passed on for a customer")
    if thanks:
        words = next(
            (reading.tone.quote(n) for n in ("settled", "thanks", "praise") if reading.tone.said(n)), ""
        )
        reasons.append(f"only thanks: “{words}”" if words else f"only thanks: {_because(reading, THANKS)}")
    if complaint:
        info = rulebook("complaints").info
        lists = [name for name in reading.trouble.found if info[name].category == category.value]
        lists = [name for name in lists if not info[name].topic] or lists
        reasons.extend(f"{category.label}: “{reading.trouble.quote(name)}”" for name in lists)
        if not lists:
            words = _because(reading, f"kind {kind_of(category, complains=True)}") or _because(
                reading, COMPLAINT
            )
            reasons.append(f"{category.label}: {words or 'reads like a complaint'}")
        if reading.trouble.said("unhappy"):
            reasons.append(f"unhappy: “{reading.trouble.quote('unhappy')}”")
    else:
        for name, label in (("praise", "praise"), ("enquiry", "question"), ("business", "business")):
            if reading.tone.said(name):
                reasons.append(f"{label}: “{reading.tone.quote(name)}”")
    reasons.extend(f"{LOOK_FIRST}, {name}: “{reading.alarm.quote(name)}”" for name in alarms)
    if escalate and not alarms:
        reasons.append(f"{LOOK_FIRST}: {_because(reading, ESCALATE) or 'reads like danger'}")
    if urgency is Urgency.HIGH and not escalate and reading.alarm.said("soon"):
        reasons.append(f"soon: “{reading.alarm.quote('soon')}”")
    for remedy in asked:
        said = reading.wishes.said(remedy.value)
        words = (
            f"“{reading.wishes.quote(remedy.value)}”" if said else _because(reading, f"asks {remedy.value}")
        )
        reasons.append(f"asks for {remedy.value}: {words or 'as a whole'}")
    return tuple(reasons) or ("nothing in the words points to a complaint",)
