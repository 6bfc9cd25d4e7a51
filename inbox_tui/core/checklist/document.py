"""Rules that need the whole draft: ownership that takes back an excuse, stock phrases that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .complaint import Particulars
from .matching import Hit, counted
from .reading import Read, Reading

_NEAR = {"excuse": 1, "blame": 2}
_ENOUGH = 1.25
_ALONE = 0.95


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


_NOT_A_CAUSE = frozenset({"solution", "commitment", "follow_up", "empathy", "canned", "promptness"})
_SHORTEST_STORY = 7


def explanation(reading: Reading, owned: bool, details: Particulars | None) -> Outcome:
    """A cause told as such, or an owned failure precise enough to be one.

    In a reply that owns the failure, a sentence told in the past that is no remedy and not the customer's own
    story is the cause, whatever its words.
    """
    lent = [
        (read, hit)
        for read in reading.sentences
        for hit in read.hits
        if "explains" in hit.rule.tags
        and hit.rule.check != "explanation"
        and counted(read.hits, hit.rule.check)
    ]
    said = outcome([*placed(reading, "explanation"), *lent])
    if said.found or not owned:
        return said
    return outcome(
        (read, hit)
        for read in reading.sentences
        for hit in read.hits
        if "narrative" in hit.rule.tags
        and len(read.words.words) > _SHORTEST_STORY
        and not any(counted(read.hits, check) for check in _NOT_A_CAUSE)
        and (details is None or details.shared(read.text)[0] < _ENOUGH)
    )


def cancelled(reading: Reading, check: str) -> Outcome:
    """An excuse or a blame, unless the writer owns the failure close by."""
    owned = {
        number
        for number, read in enumerate(reading.sentences)
        if counted(read.hits, "fault") or any("owns" in hit.rule.tags for hit in read.hits)
    }
    near = _NEAR[check]
    kept = []
    for number, read in enumerate(reading.sentences):
        covered = any(abs(number - other) <= near for other in owned)
        kept += [(read, hit) for hit in counted(read.hits, check) if hit.rule.keep or not covered]
    return outcome((read, hit) for read, hit in kept if hit.rule.weight > 0)


def canned(reading: Reading, has_detail: bool, likeness: Outcome) -> Outcome:
    """Two stock phrases, or one where nothing else belongs to this case; or a copy of an earlier reply."""
    phrases = [(read, hit) for read in reading.sentences for hit in read.hits if hit.rule.check == "canned"]
    ends = [(read.start + hit.start, read.start + hit.end) for read, hit in phrases]
    weight = sum(
        hit.rule.weight
        for number, (_, hit) in enumerate(phrases)
        if not any(a < ends[number][1] and b > ends[number][0] for a, b in ends[:number])
    )
    if weight >= 2 or (weight >= 1 and not has_detail):
        return outcome(phrases)
    return likeness


def copied(text: str, sent_before: Iterable[str]) -> Outcome:
    """Whether most of the draft stands in one earlier reply, by runs of five words."""
    own = _runs(text)
    if len(own) < 12:
        return Outcome(False)
    for earlier in sent_before:
        if len(own & _runs(earlier)) >= 0.6 * len(own):
            return Outcome(True, ((0, len(text)),), ("copy",), ("canned/sent-before",), "copied")
    return Outcome(False)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def validation(reading: Reading, details: Particulars | None) -> Outcome:
    """The complaint's own particulars, taken up and not argued with.

    Without the complaint, only what the rules can tell.
    """
    ruled = positive(reading, "validation")
    if details is None:
        return ruled
    best: list[tuple[int, int]] = []
    said: list[str] = []
    for number, read in enumerate(reading.sentences):
        if _rebuts(read) or read.words.words[-1:] == ("?",):
            continue
        total, spans = details.shared(read.text)
        if total >= (_ALONE if _accepts(read) else _ENOUGH) and len(spans) >= 2 - _accepts(read):
            best.append((read.start + spans[0][0], read.start + spans[-1][1]))
            said.append(read.words.line.strip())
        elif number and _accepts(read):
            quoted = _quoted_before(reading, number, details)
            if quoted:
                best.append(quoted)
                said.append("quoted")
    if best:
        return Outcome(True, tuple(best[:2]), tuple(said[:2]), ("validation/shared-particulars",))
    return ruled if ruled.found and not reading_only_names(ruled) else Outcome(False)


def reading_only_names(found: Outcome) -> bool:
    """Rules tagged for use without the complaint do not outvote the complaint itself."""
    return all(rule.endswith("-blind") for rule in found.rules)


def _rebuts(read: Read) -> bool:
    checks = {hit.rule.check for hit in read.hits}
    return bool(checks & {"argue", "blame", "excuse", "canned"}) or any(
        "rebuts" in hit.rule.tags for hit in read.hits
    )


def _accepts(read: Read) -> bool:
    return any("accepts" in hit.rule.tags or hit.rule.check in ("empathy", "fault") for hit in read.hits)


def _quoted_before(reading: Reading, number: int, details: Particulars) -> tuple[int, int] | None:
    """The customer's words quoted just before an agreement, when they carry particulars."""
    begin = reading.sentences[number - 1].start
    end = reading.sentences[number].start
    total, spans = details.shared(reading.plain.text[begin:end])
    return (begin + spans[0][0], begin + spans[-1][1]) if total >= _ENOUGH else None


def placed(reading: Reading, check: str) -> list[tuple[Read, Hit]]:
    """The hits of a check that count, sentence by sentence."""
    return [
        (read, hit) for read in reading.sentences for hit in counted(read.hits, check) if hit.rule.weight > 0
    ]
