"""A text as folded words with their places, cut into sentences."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*)|(?P<number>\d+(?:[.,:/]\d+)*)|(?P<end>[.!?…。]+(?=[\s\"'”’)]|$)|\n\s*\n|[;•])|(?P<mark>[^\s\w])"
)
_APOSTROPHES = re.compile("['’ʼ`´]")
# French and Italian glue articles and pronouns to the word; English contractions stay one word.
_GLUED = frozenset(
    {"l", "d", "j", "n", "c", "s", "m", "t", "qu", "un", "dell", "all", "nell", "jusqu", "quest"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word or number: its characters in the text, its sentence, and the clause inside that."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int


def fold(word: str) -> str:
    """Lower case without accents or apostrophes, so that "Çà" and "ca", "can't" and "cant" meet."""
    if word.isascii() and word.isalpha() and word.islower():
        return word
    bare = _APOSTROPHES.sub("", word).casefold()
    if bare.isascii():
        return bare
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


def words_of(text: str) -> list[Word]:
    """The words of a text in order; marks only move the sentence and clause counters."""
    words: list[Word] = []
    sentence = clause = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "end":
            sentence += 1
            clause += 1
        elif kind == "mark":
            clause += match.group() in ',:()–—"“”'
        elif kind == "number":
            words.append(Word(match.group(), match.start(), match.end(), sentence, clause))
        else:
            _add_word(words, match.group(), match.start(), sentence, clause)
    return words


def _add_word(words: list[Word], raw: str, start: int, sentence: int, clause: int) -> None:
    glued = _APOSTROPHES.search(raw)
    if glued and fold(raw[: glued.start()]) in _GLUED:
        words.append(Word(fold(raw[: glued.start()]), start, start + glued.start(), sentence, clause))
        raw, start = raw[glued.end() :], start + glued.end()
    folded = fold(raw)
    if folded:  # a lone combining letter folds to nothing
        words.append(Word(folded, start, start + len(raw), sentence, clause))
