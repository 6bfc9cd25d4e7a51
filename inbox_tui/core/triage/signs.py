"""What a learned model sees in a mail: words and their kin, pairs, families of meaning, lists, its shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inbox_tui.core.kin import kin_of
from inbox_tui.core.triage.evidence import Evidence
from inbox_tui.core.triage.meanings import families_of
from inbox_tui.core.triage.words import Word

_MOST = 350  # words that are looked at: a longer letter has said it by then
_NEAR = 4  # words within which two families belong together
_STEM = 5
_LENGTHS = (4, 10, 25, 60, 120)
_WISHES = frozenset({"wish"})


class Sign(NamedTuple):
    """A feature of the model, the words, from first to last, that show it, and their sentence.

    -1 where no words do. A tuple, because a mail has hundreds.
    """

    name: str
    first: int = -1
    last: int = -1
    sentence: int = -1


def signs_of(words: Sequence[Word], lists: Iterable[Evidence], shape: Iterable[str]) -> dict[str, Sign]:
    """Every sign of a mail by its name; `shape` are signs of the mail as a whole, said by the caller."""
    signs: dict[str, Sign] = {}

    def add(name: str, first: int = -1, last: int = -1) -> None:
        if name not in signs:
            place = words[first].sentence if first >= 0 else -1
            signs[name] = Sign(name, first, last, place)

    near = words[:_MOST]
    texts = [_text(word.text) for word in near]
    families = [families_of(text) for text in texts]
    wishing = {word.sentence for word, named in zip(near, families, strict=True) if _WISHES & {*named}}
    ending = near[-1].sentence if near else 0
    for at, text in enumerate(texts):
        sentence = near[at].sentence
        add(text, at, at)
        if len(text) > _STEM + 1:
            add(f"{text[:_STEM]}~", at, at)
        if at + 1 < len(near) and near[at + 1].sentence == sentence:
            add(f"{text} {texts[at + 1]}", at, at + 1)
        if sentence in wishing:
            add(f"?{text}", at, at)
        kin = kin_of(text)
        if kin:
            add(f"%{kin}", at, at)
        for family in families[at]:
            add(f"<{family}>", at, at)
            if sentence in wishing:
                add(f"?<{family}>", at, at)
            if sentence == ending:
                add(f"!<{family}>", at, at)
            for ahead in range(at + 1, min(at + 1 + _NEAR, len(near))):
                if near[ahead].sentence != sentence:
                    break
                for other in families[ahead]:
                    if other != family:
                        add(f"<{family}>{other}", at, ahead)
    for evidence in lists:
        for name, hits in evidence.found.items():
            add(f"={name}", hits[0].first, hits[0].last)
            if len(hits) > 1:
                add(f"=={name}", hits[1].first, hits[1].last)
    for name in (*shape, *_lengths(len(near))):
        add(f"@{name}")
    return signs


def _text(word: str) -> str:
    return "#" if word[0].isdigit() else word


def _lengths(count: int) -> list[str]:
    return [f"longer {length}" for length in _LENGTHS if count > length]
