"""Breaking lines by terminal cells, one by one, so that a long text need not be read to its end."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

_MARK = re.compile(r"\S+\s*|\s+")


@lru_cache(maxsize=64)
def _ascii_lines(width: int) -> re.Pattern[str]:
    """Up to ``width`` characters before a blank or the end; a longer word is cut."""
    return re.compile(rf"\S.{{0,{width - 1}}}(?=\s|$)\s?|\S{{{width}}}|\s+" if width > 1 else r"\S\s?|\s+")


def wrapped(text: str, width: int) -> Iterator[tuple[int, str]]:
    """The screen lines of a text with their offsets (code points); each at most ``width`` cells wide."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        paragraph = text[start:end]
        if len(paragraph) <= width and paragraph.isascii():
            yield start, paragraph
        elif paragraph.isascii():
            yield from _wrap_ascii(paragraph, start, width)
        elif cell_len(paragraph) <= width:
            yield start, paragraph
        else:
            yield from _wrap_wide(paragraph, start, width)
        start = end + 1


def _wrap_ascii(paragraph: str, start: int, width: int) -> Iterator[tuple[int, str]]:
    lead = len(paragraph) - len(paragraph.lstrip())
    indent = min(lead, width // 2)
    pattern = _ascii_lines(width)
    first = paragraph[:indent]
    at = lead
    if indent:
        found = _ascii_lines(width - indent).match(paragraph, at)
        if found is None:
            yield start, first
            return
        yield start, first + found[0].rstrip()
        at = found.end()
    for found in pattern.finditer(paragraph, at):
        if words := found[0].rstrip():
            yield start + found.start(), words
    if not paragraph.strip():
        yield start, ""


def _wrap_wide(paragraph: str, start: int, width: int) -> Iterator[tuple[int, str]]:
    """Cells are counted character by character; scripts without blanks break anywhere."""
    held, held_cells, held_at = "", 0, 0
    for found in _MARK.finditer(paragraph):
        word = found[0]
        cells, bare = cell_len(word), cell_len(word.rstrip())
        if held and held_cells + bare > width:
            yield start + held_at, held.rstrip()
            held, held_cells, held_at = "", 0, found.start()
        if bare <= width:
            held += word
            held_cells += cells
            continue
        for offset, char in enumerate(word):
            size = get_character_cell_size(char)
            if held and held_cells + size > width:
                yield start + held_at, held.rstrip()
                held, held_cells, held_at = "", 0, found.start() + offset
            held += char
            held_cells += size
    yield start + held_at, held.rstrip()
