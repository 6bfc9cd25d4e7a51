"""Parts of one message text: what was written now, the history quoted below it, and the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbox_tui.core.quoting.history import is_quoted_line, length_of_attribution, opens_history
from inbox_tui.core.quoting.signatures import start_of_signature

__all__ = ["Split", "split_reply"]

_SEARCHED = 5_000
"""Lines of a text in which an attribution is looked for; beyond, only quote marks count. Looking costs 30 µs
a line, and a letter may have a million."""

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
    answers below or between the quoted lines are common.
    """
    lines = _LINES.findall(text)
    quoted = _mark_history(lines)
    fresh_at = [i for i, is_history in enumerate(quoted) if not is_history]
    cut = start_of_signature([lines[i] for i in fresh_at])
    return Split(
        fresh="".join(lines[i] for i in fresh_at[:cut]),
        quoted="".join(line for line, is_history in zip(lines, quoted, strict=True) if is_history),
        signature="".join(lines[i] for i in fresh_at[cut:]),
    )


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
