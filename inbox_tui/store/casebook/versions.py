"""When an earlier text of a draft is worth keeping.

A draft is saved every second while somebody types; fifty keystrokes must not push out yesterday's
letter. So growing words are not kept twice, lost words always are, and a slow loss, such as a held
backspace, is kept once with the longest text.
"""

from datetime import timedelta

from ...core.frozen import dataclass

MOST_VERSIONS = 50
PAUSE = timedelta(seconds=60)
_MOST = 0.8
"""“Most of a text”: less than this share of it left over means that it is another text."""


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Keep the old text as a new version."""


@dataclass(frozen=True, kw_only=True)
class KeepInstead:
    """Put the old text in the place of the newest version, which it contains."""


@dataclass(frozen=True, kw_only=True)
class Pass:
    """The old text lives on in the new one, or in the newest version."""


Step = Keep | KeepInstead | Pass


def step(*, old: str, new: str, newest: str | None, since_newest: timedelta) -> Step:
    """What to do with ``old`` when ``new`` is saved.

    ``newest`` is the text of the newest version, if there is one; ``since_newest`` is the time since
    then, or since the draft was begun.
    """
    if old in (new, newest) or not old.strip():
        return Pass()
    if since_newest > PAUSE or shared(old, new) < _MOST * len(old):
        return Keep()
    if len(new) >= len(old):
        return Pass()
    if newest is None:
        return Keep()
    if len(newest) >= len(old) and shared(old, newest) >= _MOST * len(old):
        return Pass()
    if shared(newest, old) == len(newest):
        return KeepInstead()
    return Keep()


def shared(old: str, new: str) -> int:
    """How many characters of ``old`` are at the beginning and at the end of ``new``.

    Typing happens in one place at a time, so this is what an edit left alone; a real comparison takes
    seconds on a long letter.
    """
    front = _same_start(old, new)
    room = min(len(old), len(new)) - front
    return front + min(_same_start(old[::-1], new[::-1]), room)


def _same_start(one: str, other: str) -> int:
    """How many characters both begin with; by halving, so that whole pieces are compared at once."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
