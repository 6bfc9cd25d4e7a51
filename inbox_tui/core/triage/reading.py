"""One mail read: the words that count, what the lists say about them, and the signs for the learned model."""

from __future__ import annotations

import re
from dataclasses import replace

from inbox_tui.core.quoting import split_reply
from inbox_tui.core.triage.automatic import AutomaticKind, kind_of_automatic, lowered
from inbox_tui.core.triage.evidence import Evidence, gather, sentences_of
from inbox_tui.core.triage.model import Incoming
from inbox_tui.core.triage.relay import relayed_words
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.signs import Sign, signs_of
from inbox_tui.core.triage.words import Word, words_of

from ..frozen import dataclass

_SOLID = 2  # weight of a list that tells of trouble
_SUBJECT = 500  # characters of a subject that are read
_READ = 20_000  # characters: a longer letter says what it wants before that
_LINKED = 3000  # characters in which links are counted
_URL = re.compile(r"(?:https?://|www\.)\S|\b[\w-]{2,60}\.[a-z]{2,12}/\S", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|i)\s*:", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(?:re|aw|sv|antw|rif|odp|vs)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_MANY_ANSWERS = 3  # from which an exchange has gone on for long
_SHOUT = re.compile(r"\b[A-Z]{4,20}\b(?![-\d])")
_ASK = re.compile(r"[?？]")
_LOUD = re.compile(r"[!?]{2,}")
_POUNDS = re.compile(r"[£$€]\s?\d|\d\s?(?:€|euros?\b|pounds?\b|quid\b)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The words that count in one mail, and what was seen in them."""

    kind: AutomaticKind
    flagged: bool  # a spam filter has marked it
    relayed: bool  # an automatic mail that passes on the words of a customer
    subject: str
    fresh: str
    quoted: str
    links: int
    words: list[Word]
    text: str
    tone: Evidence
    trouble: Evidence
    wishes: Evidence
    alarm: Evidence
    notices: Evidence
    signs: dict[str, Sign]

    def quote(self, first: int, last: int) -> str:
        """The words from `first` to `last` as they were written."""
        return " ".join(self.text[self.words[first].start : self.words[last].end].split())[:60]


def read(mail: Incoming) -> Reading:
    """Read one mail; quoted history does not count, except where a forwarded mail has nothing else."""
    text = mail.text[:_READ]
    mail = replace(mail, subject=mail.subject[:_SUBJECT])
    split = split_reply(text)
    kind = kind_of_automatic(mail.headers, mail.from_addr, mail.subject, text)
    passed_on = relayed_words(mail.subject, text, mail.from_addr, kind)
    fresh = passed_on if passed_on is not None else split.fresh
    if not fresh.strip() and _FORWARDED.match(mail.subject):
        fresh = split.quoted
    fields = lowered(mail.headers)
    flagged = fields.get("x-spam-flag", "").casefold() == "yes" or fields.get(
        "x-spam-status", ""
    ).casefold().startswith("yes")
    answered = _ANSWERED.match(mail.subject) is not None
    # The subject of an answer is the shop's own wording: it says nothing about what the customer means.
    text = fresh if answered else f"{mail.subject}\n\n{fresh}"
    words = words_of(text)
    tone = gather("tone", words, text)
    muted = sentences_of(tone.found.get("elsewhere", ()), words)
    supposed = sentences_of(tone.found.get("supposed", ()), words)
    trouble = gather("complaints", words, text, muted | supposed)
    wishes = gather("remedies", words, text)
    alarm = gather("escalate", words, text, muted)
    notices = gather("automatic", words, text)
    links = len(_URL.findall(text[:_LINKED]))
    shape = _shape(text, links)
    shape += [f"kind {kind.value}"] if kind is not AutomaticKind.NONE else []
    shape += ["answered"] if answered else []
    rounds = len(_ANSWERED.findall(mail.subject[:_SUBJECT]))
    shape += ["long exchange"] if rounds >= _MANY_ANSWERS else []
    shape += ["history"] if split.quoted.strip() else []
    shape += ["relayed"] if passed_on is not None else []
    calm = "asks" not in shape and not any(
        rulebook("complaints").info[n].weight >= _SOLID for n in trouble.found
    )
    shape += ["calm answer"] if calm and (answered or split.quoted.strip()) else []
    shape += ["calm thanks"] if calm and tone.said("thanks") else []
    shape += ["settled thanks"] if tone.said("settled") and tone.said("thanks") else []
    shape += ["calm and settled"] if calm and tone.said("settled") else []
    shape += ["attached"] if "attach" in text.casefold() else []
    return Reading(
        kind=kind,
        flagged=flagged,
        relayed=passed_on is not None,
        subject=mail.subject,
        fresh=fresh,
        quoted=split.quoted,
        links=links,
        words=words,
        text=text,
        tone=tone,
        trouble=trouble,
        wishes=wishes,
        alarm=alarm,
        notices=notices,
        signs=signs_of(words, (tone, trouble, wishes, alarm, notices), shape),
    )


def _shape(text: str, links: int) -> list[str]:
    """Signs of the mail as a whole."""
    shape: list[str] = []
    asked = len(_ASK.findall(text))
    shape += ["asks"] if asked else []
    shape += ["asks more"] if asked > 1 else []
    shape += ["shouts"] if _SHOUT.search(text) else []
    shape += ["loud"] if _LOUD.search(text) else []
    shape += ["warm"] if "!" in text else []
    shape += ["price"] if _POUNDS.search(text) else []
    shape += ["link"] if links else []
    shape += ["links"] if links > 1 else []
    return shape
