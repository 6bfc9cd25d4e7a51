"""Word classes and spelling habits of one language, read from lexicon/NAME.toml.

Rules speak of classes (`<feeling>`, `<repair>`) and not of words, so that a word learnt in one place serves
all of them, and another language is another file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

_ACTS = ("repair_base", "change_base", "contact")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: classes of words (a phrase has `_` for its spaces), contractions, frequent words.

    `bare_will` tells who speaks in a "will" whose apostrophe was left out ("ill"), before one of `acts`.
    """

    language: str
    classes: dict[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    have_before_of: frozenset[str]
    common: frozenset[str]
    negators: frozenset[str]
    conditionals: frozenset[str]
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bare_will: dict[str, str] = field(default_factory=dict)
    acts: frozenset[str] = frozenset()

    def open(self, word: str) -> tuple[str, ...]:
        """The words inside a contraction or compound: "we're" is "we are", "short-staffed" two words."""
        pieces: tuple[str, ...] = (word,)
        if "'" in word:
            for ending, meaning in self.endings:
                if word.endswith(ending) and len(word) > len(ending):
                    pieces = (*self.open(word[: -len(ending)]), meaning)
                    break
            else:
                pieces = (word.strip("'") or word,)
        elif "-" in word:
            pieces = tuple(p for part in word.split("-") if part for p in self.opened.get(part, (part,))) or (
                word,
            )
        elif "." in word:
            pieces = (word.replace(".", ""),)
        if len(self.opened) < 20_000:
            self.opened[word] = pieces
        return pieces


def _raw(name: str) -> str:
    return resources.files(__package__).joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; raises FileNotFoundError where there is none."""
    data = tomllib.loads(_raw(language))
    listed = {name: text.split() for name, text in data["classes"].items()}
    classes = {name: tuple(dict.fromkeys(_flat(name, listed, ()))) for name in listed}
    return Lexicon(
        language=language,
        classes=classes,
        endings=tuple(data["endings"].items()),
        have_before_of=frozenset(data["guards"]["have_before_of"].split()),
        common=frozenset(data["guards"]["common"].split()),
        negators=frozenset(data["guards"]["negators"].split()),
        conditionals=frozenset(data["guards"]["conditionals"].split()),
        opened={word: tuple(meaning.split()) for word, meaning in data["contractions"].items()},
        bare_will=dict(pair.split("=") for pair in data["guards"].get("bare_will", "").split()),
        acts=frozenset(w for name in _ACTS for w in classes.get(name, ()) if "_" not in w),
    )


def _flat(name: str, listed: dict[str, list[str]], seen: tuple[str, ...]) -> list[str]:
    out: list[str] = []
    for word in listed[name]:
        if word.startswith("@"):
            if word[1:] not in seen:
                out += _flat(word[1:], listed, (*seen, name))
        else:
            out.append(word)
    return out


@cache
def function_words() -> dict[str, frozenset[str]]:
    """The short, frequent words by which a language is told from the others."""
    return {
        name: frozenset(text.split())
        for name, text in tomllib.loads(_raw("languages"))["function_words"].items()
    }


@cache
def themes(language: str) -> dict[str, tuple[str, ...]]:
    """For each word or phrase (its words joined by `_`) and each beginning of one (`x*`) what it is about."""
    found: dict[str, list[str]] = {}
    for theme, text in tomllib.loads(_raw("themes")).get(language, {}).items():
        for word in text.split():
            found.setdefault(word, []).append(theme)
    return {word: tuple(names) for word, names in found.items()}


@cache
def build_words(language: str) -> dict[str, frozenset[str]]:
    """`kept`: the small words that stay themselves in the build of a sentence; `past`: irregular pasts."""
    data = tomllib.loads(_raw("themes"))["build"].get(language, {"kept": "", "past": ""})
    return {name: frozenset(text.split()) for name, text in data.items()}
