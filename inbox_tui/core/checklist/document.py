"""Rules that need the whole draft: ownership that takes back an excuse, stock phrases that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .complaint import Particulars
from .likeness import SentBefore
from .matching import Hit, counted
from .model import MISTAKES
from .reading import Read, Reading

_REBUTTALS = ("argue", "blame", "excuse", "canned")
_NEAR = {"excuse": 1, "blame": 2}
_ENOUGH = 1.25
_ALONE = 0.65
_COOL = 1.9


class Manner(StrEnum):
    """How a reply as a whole meets the complaint."""

    ACCEPTING = "accepting"
    PLAIN = "plain"
    DODGING = "dodging"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found in the normalised draft, before it is put into words.

    `said` holds the matched words, by which a dismissal is recognised again; `case` picks one of several
    wordings.
    """

    found: bool | None
    spans: tuple[tuple[int, int], ...] = ()
    said: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    case: str = ""


def outcome(placed: Iterable[tuple[Read, Hit]]) -> Outcome:
    """Found, with these hits, or not found when there are none."""
    chosen = sorted(placed, key=lambda p: (p[0].start + p[1].start, p[1].end))
    if not chosen:
        return Outcome(False)
    return Outcome(
        True,
        tuple(dict.fromkeys((read.start + hit.start, read.start + hit.end) for read, hit in chosen)),
        tuple(hit.said for _, hit in chosen),
        tuple(dict.fromkeys(f"{hit.rule.check}/{hit.rule.id}" for _, hit in chosen)),
    )


def positive(reading: Reading, check: str) -> Outcome:
    """A part that is there as soon as one sentence has it."""
    return outcome(placed(reading, check))


_KIND = ("solution", "commitment", "follow_up", "canned", "promptness")
_BUSY = ("fault", "solution", "commitment", "follow_up", "empathy", "explanation", "canned", "promptness")


def supposed(reading: Reading, check: str, when: str, details: Particulars | None = None) -> Outcome:
    """A part or mistake that only the kind of reply gives away, in a sentence that serves nothing else.

    With the complaint's `details`, sentences that retell it are left out.
    """
    other_uses = [other for other in (_KIND if check in MISTAKES else _BUSY) if other != check]
    return outcome(
        (read, hit)
        for read in reading.sentences
        for hit in counted(read.of, check, when)
        if hit.rule.when == when
        and not any(counted(read.of, other) for other in other_uses)
        and (details is None or details.shared(read.text)[0] < _ENOUGH)
    )


def vague(reading: Reading) -> Outcome:
    """A change that is only an intention: not found, but there are words to make specific."""
    meant = outcome(
        (read, hit)
        for read in reading.sentences
        if "vague" in read.tags
        for hit in read.hits
        if "vague" in hit.rule.tags
    )
    return Outcome(False, meant.spans, meant.said, meant.rules, "vague") if meant.found else Outcome(False)


def explanation(reading: Reading, when: str) -> Outcome:
    """A cause told as such, or an owned failure precise enough to be one."""
    lent = [
        (read, hit)
        for read in reading.sentences
        if "explains" in read.tags
        for hit in read.hits
        if "explains" in hit.rule.tags
        and hit.rule.check != "explanation"
        and hit in counted(read.of, hit.rule.check, when)
    ]
    return outcome([*placed(reading, "explanation"), *lent])


def owned_close_by(reading: Reading, check: str) -> list[bool]:
    """For each sentence whether the rules find ownership so near that it may take back this mistake."""
    owned = [bool(counted(read.of, "fault")) or "owns" in read.tags for read in reading.sentences]
    near = _NEAR[check]
    return [any(owned[max(0, n - near) : n + near + 1]) for n in range(len(owned))]


def cancelled(reading: Reading, check: str) -> Outcome:
    """An excuse or a blame, unless the writer owns the failure close by."""
    close = owned_close_by(reading, check)
    kept = []
    for covered, read in zip(close, reading.sentences, strict=True):
        kept += [(read, hit) for hit in counted(read.of, check) if hit.rule.keep or not covered]
    return outcome((read, hit) for read, hit in kept if hit.rule.weight > 0)


def canned(reading: Reading, has_detail: bool, likeness: Outcome) -> Outcome:
    """Two stock phrases, or one where nothing else belongs to this case; or a copy of an earlier reply."""
    weight = stock(reading)
    if weight >= STOCK or (weight >= 1 and not has_detail):
        return outcome(_phrases(reading))
    return likeness


STOCK = 2.0
"""So many stock phrases are too many whatever stands beside them."""


def stock(reading: Reading) -> float:
    """How many stock phrases there are, weak ones counting less and overlapping ones once."""
    phrases = _phrases(reading)
    ends = [(read.start + hit.start, read.start + hit.end) for read, hit in phrases]
    return sum(
        hit.rule.weight
        for number, (_, hit) in enumerate(phrases)
        if not any(a < ends[number][1] and b > ends[number][0] for a, b in ends[:number])
    )


def _phrases(reading: Reading) -> list[tuple[Read, Hit]]:
    return [(read, hit) for read in reading.sentences for hit in read.of.get("canned", ())]


def copied(reading: Reading, sent_before: SentBefore) -> Outcome:
    """Whether most of the draft stands in one reply that was sent before."""
    spans = sent_before.copied(reading.text)
    return Outcome(True, spans, ("copy",), ("canned/sent-before",), "copied") if spans else Outcome(False)


def validation(reading: Reading, details: Particulars | None, manner: Manner) -> Outcome:
    """The complaint's own particulars, taken up and not argued with.

    Sharing words is not accepting: a reply that owns or feels the failure needs few of them, one that does
    neither needs many, and one that only dodges has none. Without the complaint, only the rules can tell.
    """
    ruled = positive(reading, "validation")
    if details is None:
        return ruled
    if manner is Manner.DODGING:
        return Outcome(False)
    enough = _ENOUGH if manner is Manner.ACCEPTING else _COOL
    best: list[tuple[int, int]] = []
    said: list[str] = []
    for number, read in enumerate(reading.sentences):
        if rebuts(read) or read.borrowed or read.words.words[-1:] == ("?",):
            continue
        accepting = accepts(read)
        total, spans = details.shared(read.text)
        if total >= (_ALONE if accepting and manner is Manner.ACCEPTING else enough):
            best.append((read.start + spans[0][0], read.start + spans[-1][1]))
            said.append(read.words.line.strip())
        elif accepting:
            quoted = _quoted(reading, number, details)
            if quoted:
                best.append(quoted)
                said.append("quoted")
    if best:
        return Outcome(True, tuple(best[:2]), tuple(said[:2]), ("validation/shared-particulars",))
    return ruled if ruled.found and not reading_only_names(ruled) else Outcome(False)


def particulars_shared(reading: Reading, details: Particulars | None) -> Outcome:
    """Whether any sentence touches on this case at all, accepted or not, in any language."""
    if details is None:
        return Outcome(False)
    return Outcome(any(details.shared(read.text)[0] >= _ALONE for read in reading.sentences))


def reading_only_names(found: Outcome) -> bool:
    """Rules tagged for use without the complaint do not outvote the complaint itself."""
    return all(rule.endswith("-blind") for rule in found.rules)


def rebuts(read: Read) -> bool:
    """Whether a sentence argues, blames, excuses or recites, so that what it retells is not taken up."""
    return "rebuts" in read.tags or any(
        not hit.rule.when for check in _REBUTTALS if check in read.of for hit in read.of[check]
    )


def accepts(read: Read) -> bool:
    """Whether a sentence agrees with the customer, feels with them or owns the failure."""
    return "accepts" in read.tags or "empathy" in read.of or "fault" in read.of


def _quoted(reading: Reading, number: int, details: Particulars) -> tuple[int, int] | None:
    """The customer's words quoted in or just before an agreement, when they carry particulars."""
    begin = reading.sentences[max(number - 1, 0)].start
    end = reading.sentences[number].start + len(reading.sentences[number].text)
    total, spans = details.shared(reading.plain.text[begin:end])
    return (begin + spans[0][0], begin + spans[-1][1]) if total >= _ENOUGH else None


def placed(reading: Reading, check: str) -> list[tuple[Read, Hit]]:
    """The hits of a check that count, sentence by sentence."""
    return [
        (read, hit)
        for read in reading.sentences
        if check in read.of
        for hit in counted(read.of, check)
        if hit.rule.weight > 0
    ]
