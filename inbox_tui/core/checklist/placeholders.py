"""Gaps that a template left open: `[NAME]`, `{order}`, `<<DATE>>`, `____`, `XXXX`, `(state date)`."""

from __future__ import annotations

import re

from .document import Outcome

_ASKED = "your|name|date|order|product|add|customer|amount"
# What a gap begins with, and how it goes on: bodies are bounded, so a wall of brackets is still read once.
_KINDS = (
    # A number in brackets is a footnote, and a question of a scaffold may be long.
    ("[", r"(?:(?!\d{1,3}\])[^\[\]\n]{1,60}|\?[^\[\]\n]{1,300})\]"),
    ("{", r"\{?[^{}\n]{0,60}\}\}?"),
    ("<", r"<?(?!https?:|mailto:)[A-Za-z][^<>@\n]{0,50}>>?"),
    ("%", r"[A-Z][A-Z_]{2,40}%"),
    ("$", r"[A-Z][A-Z_]{2,40}\b"),
    ("___", r"_*"),
    ("????", r"\?*"),
    ("(", rf"(?:{_ASKED}|state|insert|enter|describe|specify)\b[^()\n]{{0,60}}\)"),
    ("XXX", r"X*\b"),
    ("xxxx", r"x*\b"),
    ("TBC", r"\b"),
    ("TBD", r"\b"),
    ("TODO", r"\b"),
    ("lorem ipsum", r"\b"),
)
_GAP = re.compile(
    "|".join((r"\b" if sign[0].isalpha() else "") + re.escape(sign) + on for sign, on in _KINDS)
)
_INNOCENT = re.compile(rf"\((?:{_ASKED})\b(?: [a-z']+){{2,}}\)", re.IGNORECASE)


def placeholders(text: str) -> Outcome:
    """Every gap that still waits to be filled, outside quotations."""
    if not any(sign in text for sign, _ in _KINDS):  # which spares most drafts the slow search
        return Outcome(False)
    spans = [match.span() for match in _GAP.finditer(text) if not _INNOCENT.fullmatch(match.group())]
    if not spans:
        return Outcome(False)
    return Outcome(True, tuple(spans), tuple(text[a:b] for a, b in spans), ("placeholder/open-gap",))
