"""Weighing the evidence: complaint or not, and of which kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbox_tui.core.triage.evidence import Evidence
from inbox_tui.core.triage.model import Category
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.story import asks, story_points

_ENOUGH = 0.9  # points from which a mail is a complaint
_TOLD = 1.0  # bonus of a telling letter
_A_FEW = 6  # words from which a letter that is neither question nor praise is likely to tell of trouble
_LITTLE = 0.7  # story points under which a question is only a question
_SHORT_THANKS = 70  # words; a longer letter says more than thanks
_PLAIN = 3.0  # points of a kind from which its words are plain
_COMPANIONS = {Category.POOR_SERVICE: 0.7, Category.OTHER: 0.7}
_TOPICS = 4  # words of one topic that count
_REPEATED = 0.5  # a second place adds this part of a list's weight, a third nothing more


@dataclass(frozen=True, kw_only=True)
class Score:
    """The verdict, with the lists that carried it, strongest first."""

    is_complaint: bool
    category: Category
    thanks_only: bool
    lists: tuple[str, ...]


def weigh(
    trouble: Evidence, tone: Evidence, wishes: Evidence, alarm: Evidence, text: str, *, is_answer: bool
) -> Score:
    """Decide from the evidence of one mail; `text` is what the person wrote now."""
    by_kind, topics = _points(trouble)
    general = 0.8 * min(3, trouble.count("negative"))
    general += min(2.0, trouble.count("unhappy")) * 1.2 + min(2.0, 0.5 * trouble.count("weak_signs"))
    wants = sum(
        1 for name in ("refund", "replacement", "apology", "explanation", "discount") if wishes.said(name)
    )
    strongest = max(by_kind.values(), default=0.0)
    # Only the reasons that name harm count: a question about allergies before an order is none.
    harm = sum(1.5 for name in ("injury", "legal", "chargeback", "public") if alarm.said(name))
    if not tone.said("enquiry") and not tone.said("plain_question") and not tone.said("business"):
        harm += sum(1.5 for name in ("safety", "allergy") if alarm.said(name))
    against = _against(tone, text, strongest)
    story = story_points(trouble.words, text)
    points = (
        0.8 * story
        + strongest
        + 0.3 * (sum(by_kind.values()) - strongest)
        + general
        + 0.6 * min(wants, 2)
        + harm
        - against
    )
    calm = any(tone.said(n) for n in ("enquiry", "business", "praise", "thanks", "settled", "plain_question"))
    asking = asks(text) > 0 and story < _LITTLE
    if not calm and not asking and len(tone.words) >= _A_FEW:
        points += _TOLD
    if _is_thanks(trouble, tone, text, by_kind, points, is_answer=is_answer):
        warm = tone.count("praise") > 0 or tone.count("thanks") > 1 or "so much" in text.casefold()
        return Score(
            is_complaint=False,
            category=Category.PRAISE if warm else Category.OTHER,
            thanks_only=True,
            lists=(),
        )
    if points >= _ENOUGH:
        kind = _kind(by_kind, topics, trouble)
        lists = tuple(n for n in trouble.found if rulebook("complaints").info[n].category == kind)
        return Score(is_complaint=True, category=kind, thanks_only=False, lists=lists)
    return Score(is_complaint=False, category=_calm_kind(tone, text), thanks_only=False, lists=())


def _points(trouble: Evidence) -> tuple[dict[Category, float], dict[Category, float]]:
    """Points per kind from what says a complaint, and from the mere topics of the words."""
    rules = rulebook("complaints").info
    by_kind: dict[Category, float] = {}
    topics: dict[Category, float] = {}
    for name, hits in trouble.found.items():
        info = rules[name]
        if not info.category:
            continue
        kind = Category(info.category)
        if info.topic:
            topics[kind] = topics.get(kind, 0.0) + info.weight * min(len(hits), _TOPICS)
        else:
            by_kind[kind] = by_kind.get(kind, 0.0) + info.weight * (1 + _REPEATED * (len(hits) > 1))
    return by_kind, topics


def _kind(by_kind: dict[Category, float], topics: dict[Category, float], trouble: Evidence) -> Category:
    """The strongest kind; of equals, the one told first."""
    together = {k: by_kind.get(k, 0.0) + topics.get(k, 0.0) for k in {*by_kind, *topics}}
    if not together:
        return Category.OTHER
    # "And nobody answers" comes on top of most troubles: the thing itself is what the letter is about.
    if any(points >= _PLAIN for kind, points in by_kind.items() if kind not in _COMPANIONS):
        together = {k: v * _COMPANIONS.get(k, 1.0) for k, v in together.items()}
    first: dict[Category, int] = {}
    for name, hits in trouble.found.items():
        info = rulebook("complaints").info[name]
        if info.category:
            kind = Category(info.category)
            first[kind] = min(first.get(kind, 10**6), hits[0].first)
    return max(together, key=lambda kind: (round(together[kind] * 2), -first[kind]))


def _against(tone: Evidence, text: str, strongest: float) -> float:
    """What speaks for a question, praise or business instead; less where trouble is told in plain words."""
    plain = strongest >= _PLAIN
    against = 0.0
    if tone.said("enquiry"):
        against += 0.8 if plain else 1.2 + 0.6 * (tone.count("enquiry") > 1)
    if tone.said("buying") or tone.said("plain_question"):
        against += 1.5 if plain else 3.0
    if tone.said("business"):
        against += 2.0
    if tone.said("praise"):
        against += 0.4 if plain else 1.1 + 0.8 * min(tone.count("praise") - 1, 2)
    if tone.said("thanks") and not plain:
        against += 0.5
    if tone.said("elsewhere"):
        against += 1.0
    return against


def _is_thanks(
    trouble: Evidence,
    tone: Evidence,
    text: str,
    by_kind: dict[Category, float],
    points: float,
    *,
    is_answer: bool,
) -> bool:
    """Only thanks: short, grateful or settled, asks nothing, and answers something that went before."""
    length = len(tone.words)
    if (
        length > _SHORT_THANKS
        or asks(text) > 0
        or tone.said("buying")
        or re.search(r"\bbut\b|\baber\b|\bmais\b", text, re.IGNORECASE)
    ):
        return False
    if tone.said("settled") and (tone.said("thanks") or is_answer):
        return points < (5.0 if tone.said("thanks") else 3.0)
    return (
        tone.said("thanks")
        and not (tone.said("praise") and not is_answer)
        and points < 1.0
        and length <= 25
        and (is_answer or length <= 8)
    )


def _calm_kind(tone: Evidence, text: str) -> Category:
    questions = tone.count("enquiry") + (asks(text) > 0)
    if tone.said("business"):
        return Category.OTHER
    if tone.said("praise") and (not tone.said("enquiry") or tone.count("praise") > questions):
        return Category.PRAISE
    shopping = tone.said("plain_question") or (asks(text) > 0 and tone.said("shopping"))
    return Category.ORDER_ENQUIRY if tone.said("enquiry") or shopping else Category.OTHER
