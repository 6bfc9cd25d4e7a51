"""Paragraphs that a mail program broke into short lines, made whole again for a pane of another width.

Only what is surely one sentence is joined: lists, tables, quotes, addresses and verses stay as they are.
"""

import re

from rich.cells import cell_len

FULL = 55
"""Cells from which a line may have been broken by a program; people who press Enter break earlier."""
WIDEST = 100
"""Cells beyond which a line was never broken by a program."""
ENOUGH = 3
"""Long lines that show where the program broke them; fewer could be chance."""
SLACK = 6
"""Cells by which a line in the middle of a sentence may be shorter than it could have been."""
TOO_LONG = 200_000
"""Code points beyond which a text is shown as it is: nobody reads that far, and every key would wait."""

_BULLET = re.compile(r"(?:[-*+•–—·▪]|\(?\w{1,3}[.)])\s")
_KEPT = re.compile(r"\s|[>|]|--|__|==|\*\*")
_TABLE = re.compile(r"\S\s{2,}\S|\t|\s\|\s")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


def reflowed(text: str) -> str:
    """The same words, with the line breaks taken out that only a narrow screen had put in."""
    if len(text) > TOO_LONG or "\n" not in text:
        return text
    rows = text.split("\n")
    cells = [cell_len(row.rstrip()) for row in rows]
    full = [each for each in cells if FULL <= each <= WIDEST]
    width = max(full) if len(full) >= ENOUGH else 2 * WIDEST
    parts = [rows[0]]
    for at in range(1, len(rows)):
        before, row = rows[at - 1].rstrip(), rows[at]
        if FULL <= cells[at - 1] <= WIDEST and _goes_on(before, row, cells[at - 1], width):
            parts[-1] = f"{parts[-1].rstrip()} {row}"
        else:
            parts.append(row)
    return "\n".join(parts)


def _goes_on(before: str, row: str, cells: int, width: int) -> bool:
    """True when ``row`` is the rest of the sentence, or of the paragraph, that ``before`` began."""
    if not row.strip() or _KEPT.match(row) or _BULLET.match(row):
        return False
    if _KEPT.match(before) or _TABLE.search(before) or _TABLE.search(row):
        return False
    if row[0].islower():
        return True
    # A program breaks a line only where the next word finds no room; a person breaks it anywhere.
    room = width - cells - 1 - cell_len(row.split(maxsplit=1)[0])
    return room < 0 and cells < width if _SENTENCE_END.search(before) else room < SLACK
