"""The product that a mail is about, in its own words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources

from inbox_tui.core.triage.words import Word, fold, words_of

_MOST_WORDS = 3
_NEAR = 12  # words between a name and the trouble told about it
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts without spaces between words: what stands between two of them is no name, but a sentence."""


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    path = resources.files("inbox_tui.core.triage").joinpath("rules", "products.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    begin, stop, never = (frozenset(fold(w) for w in data[key].split()) for key in ("begin", "stop", "never"))
    return begin, stop, never


@lru_cache(maxsize=1)
def everyday() -> frozenset[str]:
    """Words that stand in the mail of every shop and tell nothing about one."""
    return frozenset().union(*_words())


def products_in(
    subject: str,
    text: str,
    known: Sequence[str],
    words: Sequence[Word],
    troubles: Iterable[int],
    *,
    written: str,
) -> tuple[str, ...]:
    """Product names in lower case: those the shop has named, otherwise the likeliest noun near the trouble.

    `troubles` are places in `words`, which are those of `written`: a name goes into letters, so it keeps its
    accents. A guess from words alone is often incomplete, so at most two are given.
    """
    lowered = f"{subject}\n{text}".casefold()
    named = [name for name in known if name.strip() and _has_name(lowered, name.casefold())]
    if named:
        return tuple(dict.fromkeys(name.casefold() for name in named))
    places = list(troubles)
    best: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for start, found in _candidates(words):
        phrase = " ".join(word.text for word in found)
        spelled.setdefault(phrase, " ".join(written[word.start : word.end].casefold() for word in found))
        near = min((abs(start - place) for place in places), default=_NEAR)
        score = 1.0 - min(near, _NEAR) / (2 * _NEAR) + 0.1 * (len(phrase.split()) - 1) - start / 2000
        best[phrase] = best.get(phrase, 0.0) * 0.3 + score
    subject_words = [w.text for w in words_of(subject)]
    for phrase in best:
        if phrase.split()[-1] in subject_words:
            best[phrase] += 0.6
    ranked = sorted(best, key=lambda phrase: -best[phrase])
    return tuple(spelled[phrase] for phrase in ranked[:1])


def _has_name(text: str, name: str) -> bool:
    """Whether the name stands as whole words, plural allowed."""
    return re.search(rf"(?<!\w){re.escape(name)}(?:e?s)?(?!\w)", text) is not None


def _candidates(words: Sequence[Word]) -> Iterable[tuple[int, list[Word]]]:
    begin, stop, never = _words()
    for at, word in enumerate(words):
        if word.text not in begin and not word.text.isdigit():
            continue
        chunk: list[Word] = []
        for ahead in range(at + 1, min(at + 2 + _MOST_WORDS, len(words))):
            following = words[ahead]
            if following.clause != word.clause or following.text in stop or following.text[0].isdigit():
                break
            if _UNSPACED.search(following.text):
                break
            chunk.append(following)
        else:
            chunk = chunk[:_MOST_WORDS]
        while chunk and chunk[-1].text.endswith("ly"):
            chunk.pop()
        chunk = chunk[:_MOST_WORDS]
        if not chunk or chunk[-1].text in never or len(chunk[-1].text) <= 2:
            continue
        if not any(each.text in begin for each in chunk):
            yield at, [each for each in chunk if each.text not in never] or chunk
