"""The decision: one mail in, what a desk needs to know out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from inbox_tui.core.quoting import split_reply
from inbox_tui.core.triage.automatic import AutomaticKind, kind_of_automatic, lowered
from inbox_tui.core.triage.evidence import Evidence, gather, sentences_of
from inbox_tui.core.triage.model import Category, Incoming, Remedy, Triage, TriageConfig, Urgency
from inbox_tui.core.triage.orders import order_numbers
from inbox_tui.core.triage.products import products_in
from inbox_tui.core.triage.relay import relayed_words
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.scoring import Score, weigh
from inbox_tui.core.triage.wishes import remedies
from inbox_tui.core.triage.words import Word, words_of

_SUBJECT = 500  # characters of a subject that are read
_READ = 20_000  # characters: a longer letter says what it wants before that
_URL = re.compile(r"(?:https?://|www\.)\S|\b[\w-]{2,60}\.[a-z]{2,12}/\S", re.IGNORECASE)
_ESCALATION = ("injury", "safety", "allergy", "legal", "chargeback", "public", "vulnerable")


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """The words that count, and what the lists say about them."""

    fresh: str
    quoted: str
    words: list[Word]
    tone: Evidence
    trouble: Evidence
    wishes: Evidence
    alarm: Evidence
    score: Score


def triage(mail: Incoming, config: TriageConfig = TriageConfig()) -> Triage:  # noqa: B008 - frozen, safe to share
    """Read one mail; never raises, whatever the mail holds.

    Quoted history and signatures do not count, except that an order number is taken from the history when the
    fresh words have none. Automatic mail is a complaint only when it passes on the words of a customer.
    """
    text = mail.text[:_READ]
    mail = replace(mail, subject=mail.subject[:_SUBJECT])
    split = split_reply(text)
    kind = kind_of_automatic(mail.headers, mail.from_addr, mail.subject, text)
    passed_on = relayed_words(mail.subject, text, mail.from_addr, kind)
    fresh = passed_on if passed_on is not None else split.fresh
    if not fresh.strip():
        fresh = (
            split.quoted if re.match(r"\s*(?:fwd?|wg|tr|rv|i)\s*:", mail.subject, re.IGNORECASE) else fresh
        )
    if passed_on is None:
        if kind is not AutomaticKind.NONE and kind is not AutomaticKind.NEWSLETTER:
            return _without_a_person(
                Category.AUTOMATIC, f"automatic: {kind.value.replace('_', ' ')}", automatic=True
            )
        spam = _spam_words(mail, fresh)
        if spam:
            return _without_a_person(Category.SPAM, spam, automatic=False)
        if kind is AutomaticKind.NEWSLETTER:
            return _without_a_person(Category.NEWSLETTER, "newsletter: list headers", automatic=True)
    return _of_a_person(mail, config, fresh, split.quoted, relayed=passed_on is not None)


def _without_a_person(category: Category, why: str, *, automatic: bool) -> Triage:
    return Triage(
        is_complaint=False,
        category=category,
        order_numbers=(),
        products=(),
        remedy_sought=(),
        escalate=False,
        urgency=Urgency.LOW,
        thanks_only=False,
        automatic=automatic,
        why=(why,),
    )


def _spam_words(mail: Incoming, fresh: str) -> str:
    """Why this is spam, or an empty string: the filter's flag, or wording of fraud together with a link."""
    fields = lowered(mail.headers)
    if fields.get("x-spam-flag", "").casefold() == "yes" or fields.get(
        "x-spam-status", ""
    ).casefold().startswith("yes"):
        return "spam: the mail filter says so"
    words = words_of(f"{mail.subject}\n\n{fresh[:3000]}")
    automatic = gather("automatic", words, f"{mail.subject}\n\n{fresh[:3000]}")
    links = len(_URL.findall(f"{mail.subject} {fresh[:3000]}"))
    complaint = gather("complaints", words, "")
    solid = sum(
        complaint.count(name) for name, info in rulebook("complaints").info.items() if info.weight >= 3
    )
    points = automatic.count("spam") + min(links, 2) * 0.8 - 0.7 * solid
    return f"spam: {automatic.quote('spam')}" if automatic.count("spam") and points >= 1.8 else ""


def _of_a_person(mail: Incoming, config: TriageConfig, fresh: str, quoted: str, *, relayed: bool) -> Triage:
    reading = _read(mail.subject, fresh, quoted)
    score = reading.score
    complaint, category = score.is_complaint, score.category
    numbers: tuple[str, ...] = ()
    if not reading.tone.said("business") or complaint:
        parts = [mail.subject, fresh]
        numbers = order_numbers(parts, config.order_patterns) or order_numbers(
            [quoted], config.order_patterns
        )
    asked: tuple[Remedy, ...] = ()
    if category not in {Category.PRAISE, Category.SPAM} and not score.thanks_only:
        asked = remedies(reading.wishes, category)
        if not complaint:
            asked = tuple(r for r in asked if r is Remedy.CANCELLATION)
    alarms = [name for name in _ESCALATION if complaint and reading.alarm.said(name)]
    troubles = [hit.first for hits in reading.trouble.found.values() for hit in hits]
    return Triage(
        is_complaint=complaint,
        category=category,
        order_numbers=numbers,
        products=products_in(mail.subject, fresh, config.products, reading.words, troubles),
        remedy_sought=asked,
        escalate=bool(alarms),
        urgency=_urgency(reading, asked, alarms=bool(alarms)),
        thanks_only=score.thanks_only,
        automatic=False,
        why=_reasons(reading, asked, alarms, relayed=relayed),
    )


def _read(subject: str, fresh: str, quoted: str) -> _Reading:
    answered = (
        re.match(r"\s*(?:re|aw|sv|antw|rif|odp|vs)\s*(?:\[\d+\])?\s*:", subject, re.IGNORECASE) is not None
    )
    # The subject of an answer is the shop's own wording: it says nothing about what the customer means.
    text = fresh if answered else f"{subject}\n\n{fresh}"
    words = words_of(text)
    tone = gather("tone", words, text)
    muted = sentences_of(tone.found.get("elsewhere", ()), words)
    trouble = gather("complaints", words, text, muted)
    wishes = gather("remedies", words, text)
    alarm = gather("escalate", words, text, muted)
    score = weigh(trouble, tone, wishes, alarm, text, is_answer=answered or bool(quoted.strip()))
    return _Reading(
        fresh=fresh,
        quoted=quoted,
        words=words,
        tone=tone,
        trouble=trouble,
        wishes=wishes,
        alarm=alarm,
        score=score,
    )


def _urgency(reading: _Reading, asked: tuple[Remedy, ...], *, alarms: bool) -> Urgency:
    score = reading.score
    if alarms or (
        reading.alarm.said("soon") and (score.is_complaint or score.category is Category.ORDER_ENQUIRY)
    ):
        return Urgency.HIGH
    if not score.is_complaint:
        wants = score.category is Category.ORDER_ENQUIRY and reading.alarm.said("dated")
        return Urgency.NORMAL if wants else Urgency.LOW
    if reading.alarm.said("no_hurry") or not asked:
        return (
            Urgency.LOW
            if not reading.trouble.said("unhappy") or reading.alarm.said("no_hurry")
            else Urgency.NORMAL
        )
    return Urgency.NORMAL


def _reasons(
    reading: _Reading, asked: tuple[Remedy, ...], alarms: list[str], *, relayed: bool
) -> tuple[str, ...]:
    reasons: list[str] = []
    score = reading.score
    if relayed:
        reasons.append("passed on for a customer")
    if score.thanks_only:
        reasons.append("only thanks")
    if score.is_complaint:
        reasons.extend(f"{score.category.label}: “{reading.trouble.quote(name)}”" for name in score.lists)
        if reading.trouble.said("unhappy"):
            reasons.append(f"unhappy: “{reading.trouble.quote('unhappy')}”")
    else:
        for name, label in (("praise", "praise"), ("enquiry", "question"), ("business", "business")):
            if reading.tone.said(name):
                reasons.append(f"{label}: “{reading.tone.quote(name)}”")
    reasons.extend(f"look first, {name}: “{reading.alarm.quote(name)}”" for name in alarms)
    reasons.extend(f"asks for {remedy.value}: “{reading.wishes.quote(remedy.value)}”" for remedy in asked)
    return tuple(reasons) or ("nothing in the words points to a complaint",)
