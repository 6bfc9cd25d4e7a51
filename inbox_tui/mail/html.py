"""HTML mail as a person would copy it on paper: words, lists, tables, quotes, and where links truly lead.

Nothing is ever fetched, and nothing hidden is shown. The converter does the hard part; a visitor says how
each element looks here, because Markdown's own signs are noise to a reader.
"""

import html as entities
import re
from collections.abc import Iterator
from typing import Any

from html_to_markdown import ConversionError, ConversionOptions, PreprocessingOptions, convert

MAX_HTML = 300_000
"""Characters that are converted, pictures inside not counted. No letter has more, and the converter's time
can grow with the square: 0.9 s for the worst that was found at this length."""

MAX_NOTES = 300
MAX_ADDRESS = 1000
"""Characters of a link's address; a longer one cannot be used from a terminal anyway."""

_OPTIONS = ConversionOptions(
    autolinks=False,
    bullets="-",
    compact_tables=True,
    expand_abbreviations=False,
    extract_metadata=False,
    include_blockquote_citations=False,
    exclude_selectors=["svg"],
    preprocessing=PreprocessingOptions(enabled=False, remove_navigation=False, remove_forms=False),
)

# Signs between the visitor and the numbering. No mail can bring its own: they are removed from the input.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f" ?{_OPEN}(\\d+){_CLOSE}")
_NO_MARKS = str.maketrans(dict.fromkeys((_OPEN, _CLOSE, "\0")))
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROW = re.compile(r"((?:> ?)*)\|(.*)\|")
_RULER = re.compile(r"(?:\s*:?-{3,}:?\s*(?:\||$))+")
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[\w+/=\s-]*", re.IGNORECASE)
_GOOD_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,20000}>")
_BLOCK = re.compile(r"</?(?:p|div|br|tr|li|ul|ol|h[1-6]|table|blockquote|hr|pre)\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)(table|tbody|thead|tfoot|tr|td|th)\b([^<>]{0,5000})>", re.IGNORECASE)


def html_to_text(html: str) -> str:
    """The readable text of ``html``, its links as notes ``[1]`` with their real targets at the end.

    Only web and mail links are named. Never raises; when the converter gives up (nesting of thousands),
    the tags are simply taken out. The result still has to go through ``core.text``.
    """
    pictureless = without_pictures(html)
    if len(pictureless) > MAX_HTML:
        pictureless = pictureless[:MAX_HTML].rpartition("<")[0] or pictureless[:MAX_HTML]
    source = _without_comments(pictureless.translate(_NO_MARKS))
    visitor = _Visitor()
    try:
        converted = convert(_flatten_layout(source), _OPTIONS, visitor=visitor).content or ""  # type: ignore[arg-type]
    except ConversionError:
        converted = ""
    if not any(char.isalnum() for char in converted):
        return _strip(source)
    return _number_links("\n".join(_lines(converted)), visitor.targets)


def without_pictures(html: str) -> str:
    """The same source without the pictures that stand in it as text, which are most of a long letter."""
    return _EMBEDDED.sub("", html)


class _Visitor:
    """How each element looks. The converter calls these by name; anything else keeps its own look."""

    def __init__(self) -> None:
        self.targets: list[str] = []

    def visit_link(self, _context: Any, href: str, text: str, _title: str) -> dict[str, str]:
        words = text.strip()
        target = _target(href)
        if not words or target is None or _says_the_same(words, target):
            return _shown(words)
        self.targets.append(target)
        return _shown(f"{words}{_OPEN}{len(self.targets) - 1}{_CLOSE}")

    def visit_image(self, _context: Any, src: str, alt: str, _title: str) -> dict[str, str]:
        words = " ".join(alt.split())[:200]
        if src[:4].lower() == "cid:":  # it came with the letter, so it is among the attachments
            return _shown(f"[picture: {words}]" if words else "[picture]")
        return _shown(words)

    def visit_heading(self, _context: Any, _level: int, text: str, _id: str) -> dict[str, str]:
        return _shown(f"\n\n{text}\n\n")

    def visit_code_block(self, _context: Any, _language: str, code: str) -> dict[str, str]:
        return _shown("\n\n" + code.replace("\\", "\\\\") + "\n\n")

    def visit_strong(self, _context: Any, text: str) -> dict[str, str]:
        return _shown(text)

    visit_emphasis = visit_strikethrough = visit_underline = visit_mark = visit_strong
    visit_code_inline = visit_subscript = visit_superscript = visit_strong


def _shown(output: str) -> dict[str, str]:
    return {"type": "custom", "output": output}


def _target(href: str) -> str | None:
    address = "".join(href.split())[:MAX_ADDRESS]
    return address if _GOOD_ADDRESS.match(address) else None


def _says_the_same(words: str, target: str) -> bool:
    bare = target.removeprefix("mailto:")
    return words in (target, bare, bare.partition("://")[2], bare.partition("://")[2].rstrip("/"))


def _lines(converted: str) -> Iterator[str]:
    for line in converted.split("\n"):
        if row := _ROW.fullmatch(line.rstrip()):
            if not row[2].strip(" |") or _RULER.fullmatch(row[2]):
                continue
            line = row[1] + " | ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", row[2]))
        yield _ESCAPE.sub(r"\1", line).rstrip()


def _number_links(text: str, targets: list[str]) -> str:
    numbers: dict[str, int] = {}

    def note(mark: re.Match[str]) -> str:
        target = targets[int(mark[1])]
        if target not in numbers and len(numbers) >= MAX_NOTES:
            return ""
        return f" [{numbers.setdefault(target, len(numbers) + 1)}]"

    body = re.sub(r"\n{3,}", "\n\n", _MARK.sub(note, text)).strip("\n")
    if not numbers:
        return body
    return body + "\n\n" + "\n".join(f"[{number}] {target}" for target, number in numbers.items())


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
        kept += [html[done:start], f"<{tags[number][1]}div{_style(tags[number][3])}>"]
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


def _strip(html: str) -> str:
    kept = []
    done = 0
    lowered = html.lower() if html.isascii() else re.sub("[A-Z]+", lambda run: run[0].lower(), html)
    for tag in _TAG.finditer(html):
        if tag.start() < done:
            continue
        kept.append(html[done : tag.start()])
        done = tag.end()
        if hidden := re.match(r"<(script|style|title)\b", tag[0], re.IGNORECASE):
            end = lowered.find(f"</{hidden[1].lower()}", done)
            done = end if end >= 0 else len(html)
        elif _BLOCK.match(tag[0]):
            kept.append("\n")
    text = entities.unescape("".join([*kept, html[done:]]))
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
