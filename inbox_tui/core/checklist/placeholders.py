"""Gaps that a template left open: `[NAME]`, `{order}`, `<<DATE>>`, `____`, `XXXX`, `(state date)`."""

from __future__ import annotations

import re

from .document import Outcome

# Each alternative starts with a fixed sign and has a bounded body, so a wall of brackets is still read once.
_GAP = re.compile(
    r"\[(?!\d{1,3}\])[^\[\]\n]{1,60}\]"
    r"|\[\?[^\[\]\n]{1,300}\]"  # a question of a scaffold
    r"|\{\{?[^{}\n]{0,60}\}\}?"
    r"|<<?(?!https?:|mailto:)[A-Za-z][^<>@\n]{0,50}>>?"
    r"|%[A-Z][A-Z_]{2,40}%|\$[A-Z][A-Z_]{2,40}\b"
    r"|_{3,}|\bX{3,}\b|\bxxx{2,}\b|\bTBC\b|\bTBD\b|\bTODO\b|\?{4,}"
    r"|\((?:state|insert|enter|add|your|customer|name|date|amount|order|describe|specify|product)\b[^()\n]{0,60}\)"
    r"|\blorem ipsum\b"
)
_INNOCENT = re.compile(
    r"\((?:your|name|date|order|product|add|customer|amount)\b(?: [a-z']+){2,}\)", re.IGNORECASE
)


_SIGNS = re.compile(r"[\[{<%$_(]|XXX|xxxx|TB[CD]|TODO|\?{4}|lorem ipsum")
"""What every gap begins with: one search for these spares most drafts the slow one."""


def placeholders(text: str) -> Outcome:
    """Every gap that still waits to be filled, outside quotations."""
    if not _SIGNS.search(text):
        return Outcome(False)
    spans = [match.span() for match in _GAP.finditer(text) if not _INNOCENT.fullmatch(match.group())]
    if not spans:
        return Outcome(False)
    return Outcome(True, tuple(spans), tuple(text[a:b] for a, b in spans), ("placeholder/open-gap",))
