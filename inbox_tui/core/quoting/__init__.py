"""Parts of one message text: what was written now, the history quoted below it, and the signature."""

from __future__ import annotations

import re
from collections.abc import Callable

from inbox_tui.core.quoting.history import is_quoted_line, length_of_attribution, opens_history
from inbox_tui.core.quoting.signatures import start_of_signature

from ..frozen import dataclass

__all__ = ["Split", "split_for_reading", "split_reply"]

_SEARCHED = 5_000
"""Lines of a text in which an attribution is looked for; beyond, only quote marks count. Looking costs 30 µs
a line, and a letter may have a million."""

_NOTE = re.compile(
    r"\[(\d{1,4})\] (?:https?://|mailto:)\S{1,2000}(?: \([^()\n]{1,300}\))?[ \t\r]{0,9}\n?", re.IGNORECASE
)
_ANSWERED = 4
"""Quoted lines that may stand above an answer; more are history, and folded."""

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, kw_only=True)
class Split:
    """Every line of a text, line ends included, in exactly one of three parts and in its old order.

    Nothing is dropped, so that a guess that goes wrong hides words in another part but never loses them.
    """

    fresh: str
    quoted: str
    signature: str


def split_reply(text: str) -> Split:
    """Split a message text; a text without history or signature is fresh as a whole.

    A line of attribution ("On ... wrote:") is history only when it looks like one made by a mail program,
    because people also write "On Thursday I wrote:". Lines behind ">" leave what follows them fresh:
    answers below or between the quoted lines are common. Where links lead is told at the end of a text; each
    such note goes to the part in which its number stands.
    """
    return _split(text, _mark_history)


def split_for_reading(text: str) -> Split:
    """As ``split_reply``, but the few quoted lines right above an answer stay with it, because
    "Blue, please" says nothing without the question."""
    return _split(text, lambda lines: _without_answered(lines, _mark_history(lines)))


def _split(text: str, mark: Callable[[list[str]], list[bool]]) -> Split:
    lines = _LINES.findall(text)
    notes = lines[_start_of_notes(lines) :]
    lines = lines[: len(lines) - len(notes)]
    quoted = mark(lines)
    fresh_at = [i for i, is_history in enumerate(quoted) if not is_history]
    cut = start_of_signature([lines[i] for i in fresh_at])
    parts = [
        "".join(lines[i] for i in fresh_at[:cut]),
        "".join(line for line, is_history in zip(lines, quoted, strict=True) if is_history),
        "".join(lines[i] for i in fresh_at[cut:]),
    ]
    fresh, old, signature = _with_notes(parts, notes) if notes else parts
    return Split(fresh=fresh, quoted=old, signature=signature)


def _start_of_notes(lines: list[str]) -> int:
    """Index of the blank line before "[1] https://...", when only such lines follow; else their number."""
    at = len(lines)
    while at > 0 and _NOTE.fullmatch(lines[at - 1]):
        at -= 1
    found = [_NOTE.fullmatch(line) for line in lines[at : at + 1]]
    if at == 0 or not found or found[0] is None or found[0][1] != "1" or lines[at - 1].strip():
        return len(lines)
    return at - 1


def _with_notes(parts: list[str], notes: list[str]) -> list[str]:
    """The parts, each with the notes whose number it is the first to hold; the blank line goes first."""
    shares: list[list[str]] = [[] for _ in parts]
    for note in notes[1:]:
        number = note.partition(" ")[0]
        holder = next((at for at, part in enumerate(parts) if number in part), 0)
        shares[holder].append(note)
    blank_for = next(at for at, share in enumerate(shares) if share)
    shares[blank_for].insert(0, notes[0])
    return [part + "".join(share) for part, share in zip(parts, shares, strict=True)]


def _without_answered(lines: list[str], marks: list[bool]) -> list[bool]:
    """The marks of history, without those of short quotes that an answer follows."""
    kept = list(marks)
    fresh_at = [at for at, is_history in enumerate(marks) if not is_history]
    signature = start_of_signature([lines[at] for at in fresh_at])
    answers = {at for at in fresh_at[:signature] if lines[at].strip()}
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and marks[end] and is_quoted_line(lines[end]):
            end += 1
        if 0 < end - at <= _ANSWERED and (end in answers or end + 1 in answers):
            kept[at:end] = [False] * (end - at)
        at = max(end, at + 1)
    return kept


def _mark_history(lines: list[str]) -> list[bool]:
    """True for each line that is history."""
    marks = [False] * len(lines)
    at = 0
    while at < len(lines):
        if is_quoted_line(lines[at]) or at >= _SEARCHED:
            marks[at] = is_quoted_line(lines[at])
            at += 1
            continue
        if opens_history(lines, at):
            marks[at:] = [True] * (len(lines) - at)
            return marks
        length = length_of_attribution(lines, at)
        if length == 0:
            at += 1
            continue
        after = at + length
        following = next((i for i in range(after, len(lines)) if lines[i].strip()), len(lines))
        if following == len(lines) or not is_quoted_line(lines[following]):
            # No ">" below it: the program quotes by indenting or not at all, so the rest is history.
            marks[at:] = [True] * (len(lines) - at)
            return marks
        marks[at:following] = [True] * (following - at)
        at = following
    return marks
