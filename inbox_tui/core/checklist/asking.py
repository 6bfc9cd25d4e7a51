"""Whether a customer only asks something: most of what a complaint needs is then not called for."""

from __future__ import annotations

from .lexicon import Lexicon
from .sentences import words

_TROUBLE = ("trouble", "feeling", "harsh", "upset", "slip", "failed")
_SHORTEST_HEAD = 4


def only_asks(text: str, lexicon: Lexicon) -> bool:
    """A question in which no word speaks of trouble; never so in a language without words for it."""
    said = set(words(text, lexicon).words)
    if "?" not in said or "trouble" not in lexicon.classes or not lexicon.negators.isdisjoint(said):
        return False
    trouble = {word for name in _TROUBLE for word in lexicon.classes.get(name, ())}
    return trouble.isdisjoint(said) and not any(
        f"{word[:n]}*" in trouble for word in said for n in range(_SHORTEST_HEAD, len(word) + 1)
    )
