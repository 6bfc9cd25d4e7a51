"""The source of an HTML letter, made ready for the converter: what would not be seen goes, and what only
the look of the page tells is marked, because the converter knows the elements and not their style.
"""

import re
from collections.abc import Iterator

from .html_hidden import without_unseen

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a link."""
LINE = "\ue002"
"""Begins a block that stands right below the one before it, without a blank line between them."""
END = "\ue003"
"""Ends a block that has a blank line after it."""
PICTURE = "\ue004"
"""A picture of which nothing is said."""

_NO_MARKS = str.maketrans(dict.fromkeys((OPEN, CLOSE, LINE, END, PICTURE, "\0")))
_TABLE_TAG = re.compile(r"<(/?)(table|tbody|thead|tfoot|tr|td|th)\b([^<>]{0,5000})>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AS_WRITTEN = re.compile(r"<(pre|textarea)\b", re.IGNORECASE)
_KEEPS_SPACE = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.IGNORECASE)
_BLOCK = re.compile(
    r"<div\b[^<>]{0,5000}>|</div\s{0,9}>(?=\s{0,100}[^<\s])|<p\b([^<>]{0,5000})>|</(p|li|h[1-6])\s{0,9}>",
    re.IGNORECASE,
)
# Word's paragraphs have no margin, and neither have those that say so.
_NO_MARGIN = re.compile(
    r"\bMso(?:Normal|PlainText|ListParagraph)|margin\s{0,9}:\s{0,9}0(?![.\d])", re.IGNORECASE
)


def prepared(html: str) -> str:
    """The same letter for the converter; its marks are the ones above, and no letter can bring its own."""
    source = _flatten_layout(without_unseen(_without_comments(html.translate(_NO_MARKS))))
    if not _KEEPS_SPACE.search(source):
        source = "".join(_one_space(source))
    return "".join(_marked(source))


def _marked(html: str) -> Iterator[str]:
    """Blocks that a browser sets one below the other, told from those that it sets apart."""
    done, tight = 0, False
    for tag in _BLOCK.finditer(html):
        yield html[done : tag.start()]
        done = tag.end()
        if tag[2] is None:
            tight = tag[1] is not None and _NO_MARGIN.search(tag[1]) is not None
            yield tag[0] + (LINE if tag[1] is None or tight else "")
        else:
            yield tag[0] if tight and tag[2] in "pP" else END + tag[0]
            tight = False
    yield html[done:]


def _one_space(html: str) -> Iterator[str]:
    """A line break in the source is a space to a reader, but not inside ``<pre>``."""
    done = 0
    while (tag := _AS_WRITTEN.search(html, done)) is not None:
        end = html.find(f"</{tag[1]}", tag.end())
        yield _SPACE.sub(" ", html[done : tag.start()])
        done = end if end >= 0 else len(html)
        yield html[tag.start() : done]
    yield _SPACE.sub(" ", html[done:])


def _without_comments(html: str) -> str:
    # Not one regular expression: thousands of openings without an end would cost minutes.
    kept = []
    done = 0
    while (start := html.find("<!--", done)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        kept.append(html[done:start])
        done = end + 3
    return "".join([*kept, html[done:]])


def _flatten_layout(html: str) -> str:
    """Tables that only place things become blocks, or whole letters would be squeezed into one row."""
    tags = list(_TABLE_TAG.finditer(html))
    layout = _layout_tags(tags)
    if not layout:
        return html
    kept = []
    done = 0
    for number in sorted(layout):
        start, end = tags[number].span()
        kept += [html[done:start], f"<{tags[number][1]}section{_style(tags[number][3])}>"]
        done = end
    return "".join([*kept, html[done:]])


def _style(attributes: str) -> str:
    # A hidden row must stay hidden when it becomes a block.
    hidden = re.search(r"display\s{0,9}:\s{0,9}none|\shidden\b", attributes, re.IGNORECASE)
    return ' style="display:none"' if hidden else ""


def _layout_tags(tags: list[re.Match[str]]) -> set[int]:
    layout: set[int] = set()
    # Each open table: positions of its own tags, its rows, its widest row, whether it is surely layout.
    stack: list[tuple[list[int], list[int], list[bool]]] = []
    for number, tag in enumerate(tags):
        name = tag[2].lower()
        if name == "table" and not tag[1]:
            if stack:
                stack[-1][2].append(True)  # a table with a table inside
            stack.append(([number], [], ["presentation" in tag[3].lower()]))
            continue
        if not stack:
            continue
        own, rows, _ = stack[-1]
        own.append(number)
        if not tag[1] and name == "tr":
            rows.append(0)
        elif not tag[1] and name in ("td", "th"):
            rows[-1:] = [(rows[-1] if rows else 0) + 1]
        elif tag[1] and name == "table":
            _close(stack.pop(), tags, layout)
    return layout


def _close(
    table: tuple[list[int], list[int], list[bool]], tags: list[re.Match[str]], layout: set[int]
) -> None:
    own, rows, placing = table
    # Where an end tag is left out, the tag of a block would swallow the rest of the letter.
    balanced = sum(-1 if tags[number][1] else 1 for number in own) == 0
    if balanced and (any(placing) or len(rows) < 2 or max(rows) < 2):
        layout.update(own)
