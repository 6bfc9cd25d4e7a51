"""Scaffolds: the questions that a good answer to a kind of complaint answers, as an outline for the draft.

A scaffold asks, and the owner writes. Every question stands in the draft as a gap that the checklist finds,
so nothing can leave before each is answered or taken out; so does a field that cannot be filled.

    category: late_delivery
    title: Late delivery

    Dear {first_name},

    ? What should have come, by when, and how late is it now?
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .frozen import dataclass
from .triage import Category

UNRESOLVED = "unresolved"
"""In place of a category: for complaints on which shop and customer do not agree."""
BROKEN_PROMISE = "broken_promise"
"""For a second apology: the shop did not do what the first one said."""

FIELDS = ("first_name", "name", "order", "product", "subject", "shop", "promise")
MOST_LETTERS = 280
"""The longest question; the checklist finds gaps up to this length."""
_MOST_FIELD = 80
_PURPOSES = (*Category, UNRESOLVED, BROKEN_PROMISE)

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_QUESTION = re.compile(r"\[\?[^\[\]\n]{0,300}\]")
_GREETING = re.compile(r"[^.?]{1,60}[,!:]")
_HEAD = re.compile(r"(category|title):\s*(.*)")


@dataclass(frozen=True, kw_only=True)
class Scaffold:
    """``lines`` as in the file; those that begin with “?” are questions."""

    name: str
    category: str
    title: str
    lines: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be answered."""
        return tuple(line[1:].strip() for line in self.lines if line.startswith("?"))


def questions_words(scaffold: Scaffold) -> str:
    """``6 questions``."""
    count = len(scaffold.questions)
    return f"{count} question{'s' if count != 1 else ''}"


@dataclass(frozen=True, kw_only=True)
class BadScaffold:
    """A file that cannot be used: which line, and why."""

    name: str
    line: int
    reason: str


def read_scaffold(name: str, text: str) -> Scaffold | BadScaffold:
    """The scaffold in a file called ``name`` (without its ending)."""

    def bad(line: int, reason: str) -> BadScaffold:
        return BadScaffold(name=name, line=line, reason=reason)

    head = {"category": name, "title": name.replace("_", " ")}
    lines = text.splitlines()
    at = 0
    while at < len(lines) and (lines[at].startswith("#") or _HEAD.match(lines[at])):
        if (found := _HEAD.match(lines[at])) is not None:
            head[found[1]] = found[2].strip()
            if found[1] == "category" and found[2].strip() not in _PURPOSES:
                return bad(at + 1, f"“{found[2].strip()}” is no category; choose {', '.join(_PURPOSES)}")
        at += 1
    if head["category"] not in _PURPOSES:
        return bad(1, "say for which complaints it is: category: late_delivery")
    body = [line.rstrip() for line in lines]
    for number in range(at, len(body)):
        line = body[number]
        for field in _FIELD.findall(line):
            if field not in FIELDS:
                return bad(number + 1, f"{{{field}}} is no field; there are {', '.join(FIELDS)}")
        if line.startswith("?") and not line[1:].strip():
            return bad(number + 1, "the question has no words")
        if line.startswith("?") and len(line) > MOST_LETTERS:
            return bad(number + 1, f"the question is longer than {MOST_LETTERS} letters; make two of it")
    kept = tuple("\n".join(line for line in body[at:] if not line.startswith("#")).strip("\n").split("\n"))
    made = Scaffold(name=name, category=head["category"], title=head["title"], lines=kept)
    if not made.questions:
        return bad(max(at, 1), "it asks nothing; begin a line with “?” for each question to answer")
    return made


def outline(scaffold: Scaffold, fields: Mapping[str, str]) -> str:
    """The text for the draft. Questions become gaps, and a field without a value stays as it is."""

    def fill(found: re.Match[str]) -> str:
        value = " ".join(fields.get(found[1], "").split())[:_MOST_FIELD]
        return value or found[0]

    return "\n".join(
        _gap(_FIELD.sub(fill, line[1:].strip())) if line.startswith("?") else _FIELD.sub(fill, line)
        for line in scaffold.lines
    )


def below(words: str, outline: str) -> str:
    """The words of a draft with an outline below them. A greeting or a signature that the draft has already
    is not put there a second time."""
    words = words.strip("\n").rstrip()
    if not words.strip():
        return outline
    lines = outline.split("\n")
    asked = [number for number, line in enumerate(lines) if line.startswith("[?")]
    first, last = (asked[0], asked[-1] + 1) if asked else (0, len(lines))
    written = words.split("\n")
    lead = [] if _GREETING.fullmatch(written[0].strip()) else lines[:first]
    tail = [] if written[-1].strip() == lines[-1].strip() else lines[last:]
    return words + "\n\n" + "\n".join([*lead, *lines[first:last], *tail]).strip("\n")


def without_questions(text: str) -> str:
    """The words of a draft alone: what a scaffold asks is no promise of the owner's."""
    return _QUESTION.sub("", text)


def _gap(question: str) -> str:
    """Brackets inside would end the gap too early."""
    return f"[? {question.replace('[', '(').replace(']', ')')[:MOST_LETTERS]}]"


@cache
def shipped() -> tuple[Scaffold, ...]:
    """Those that come with the program, one for each kind of complaint."""
    found = []
    for name, text in shipped_texts().items():
        made = read_scaffold(name, text)
        if isinstance(made, BadScaffold):
            raise ValueError(f"{name}.txt, line {made.line}: {made.reason}")
        found.append(made)
    return tuple(found)


@cache
def shipped_texts() -> dict[str, str]:
    """The files of these, by name, as they can be copied and changed."""
    folder = sorted(files(__package__).joinpath("scaffolds").iterdir(), key=lambda each: each.name)
    return {
        file.name.removesuffix(".txt"): file.read_text(encoding="utf-8")
        for file in folder
        if file.name.endswith(".txt")
    }


def chosen(scaffolds: tuple[Scaffold, ...], wanted: str) -> Scaffold | None:
    """The scaffold of this name, else the first for this category, else the one for anything."""
    by_name = [each for each in scaffolds if each.name == wanted]
    by_category = [each for each in scaffolds if each.category == wanted]
    rest = [each for each in scaffolds if each.category == Category.OTHER] if wanted in set(Category) else []
    return next(iter(by_name + by_category + rest), None)
