"""HTML mail as a person would copy it on paper: words, lists, tables, quotes, and where links truly lead.

Nothing is ever fetched, and nothing hidden is shown. The converter does the hard part; a visitor says how
each element looks here, because Markdown's own signs are noise to a reader.
"""

import html as entities
import re
from typing import Any

from html_to_markdown import ConversionOptions, PreprocessingOptions, convert

from .html_source import CLOSE, END, LINE, OPEN, PICTURE, prepared

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
    exclude_selectors=["svg", "iframe", "object", "embed", "audio", "video"],
    strip_tags=["kbd", "samp", "tt", "var"],
    preprocessing=PreprocessingOptions(enabled=False, remove_navigation=False, remove_forms=False),
)

_MARK = re.compile(f" ?{OPEN}(\\d+){CLOSE}")
_LINE_MARK = re.compile(f"((?:> ?)*)([ ]*(?:(?:-|\\d+\\.) )?){LINE}")
_DOT = frozenset(("0", "1", "2", "0px", "1px", "2px"))
_BULLET = re.compile(r"([> ]*)[·•§▪o][ \xa0]{2,40}(?=\S)")
_SIGNS = str.maketrans(dict.fromkeys((LINE, END, PICTURE)))
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROW = re.compile(r"((?:> ?)*)\|(.*)\|")
_RULER = re.compile(r"(?:\s*:?-{3,}:?\s*(?:\||$))+")
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[\w+/=\s-]*", re.IGNORECASE)
_GOOD_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_SITE = re.compile(
    r"(?:https?://)?(?:[^\s/@]{1,200}@)?((?:[\w-]{1,63}\.){1,9}[^\W\d_][\w-]{1,62})(?::\d{1,5})?(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(r"https?://[^/?#\\\s]{1,500}@([^/?#\\\s@]{1,300})", re.IGNORECASE)
"""What stands before an @ is a user name, whatever site it looks like."""
_ENDING = re.compile(
    r"com|net|org|info|biz|shop|store|online|io|eu|de|fr|uk|nl|it|es|at|ch|us|ca|au|gov|edu|example"
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,20000}>")
_BLOCK = re.compile(r"</?(?:p|div|br|tr|li|ul|ol|h[1-6]|table|blockquote|hr|pre)\b", re.IGNORECASE)


def html_to_text(html: str) -> str:
    """The readable text of ``html``, its links as notes ``[1]`` with their real targets at the end.

    Only web and mail links are named. Never raises; when the converter gives up (nesting of thousands),
    the tags are simply taken out. The result still has to go through ``core.text``.
    """
    pictureless = without_pictures(html)
    if len(pictureless) > MAX_HTML:
        pictureless = pictureless[:MAX_HTML].rpartition("<")[0] or pictureless[:MAX_HTML]
    source = prepared(pictureless)
    visitor = _Visitor()
    try:
        converted = convert(source, _OPTIONS, visitor=visitor).content or ""  # type: ignore[arg-type]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a fault in compiled code is no Exception, and must cost one letter its looks only
        converted = ""
    if not any(char.isalnum() for char in converted):
        return _strip(source.translate(_SIGNS))
    return _number_links("\n".join(_lines(converted)), visitor.targets, visitor.misnamed)


def without_pictures(html: str) -> str:
    """The same source without the pictures that stand in it as text, which are most of a long letter."""
    return _EMBEDDED.sub("", html)


class _Visitor:
    """How each element looks. The converter calls these by name; anything else keeps its own look."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self.misnamed: dict[str, str] = {}
        """Targets whose words name another site, and which."""

    def visit_link(self, _context: Any, href: str, text: str, _title: str) -> dict[str, str]:
        words = text.replace(PICTURE, "").strip() or ("[picture]" if PICTURE in text else "")
        target = _target(href)
        if not words or target is None or _says_the_same(words, target):
            return _shown(words)
        self.targets.append(target)
        if site := _another_site(words, target):
            self.misnamed[target] = site
        return _shown(f"{words}{OPEN}{len(self.targets) - 1}{CLOSE}")

    def visit_image(self, context: Any, src: str, alt: str, _title: str) -> dict[str, str]:
        attributes = context.attributes()
        if any(attributes.get(side, "").strip() in _DOT for side in ("width", "height")):
            return _shown("")  # it only counts who opened the letter
        words = " ".join(alt.split())[:200]
        if src[:4].lower() == "cid:":  # it came with the letter, so it is among the attachments
            return _shown(f"[picture: {words}]" if words else "[picture]")
        return _shown(words or PICTURE)

    def visit_definition_term(self, _context: Any, text: str) -> dict[str, str]:
        return _shown(f"\n{text.strip()}\n")

    def visit_definition_description(self, _context: Any, text: str) -> dict[str, str]:
        return _shown(f"  {text.strip()}\n")

    def visit_heading(self, _context: Any, _level: int, text: str, _id: str) -> dict[str, str]:
        return _shown(f"\n\n{text}{END}\n\n")

    def visit_code_block(self, _context: Any, _language: str, code: str) -> dict[str, str]:
        return _shown("\n\n" + code.replace("\\", "\\\\") + "\n\n")

    def visit_strong(self, _context: Any, text: str) -> dict[str, str]:
        return _shown(text)

    visit_emphasis = visit_strikethrough = visit_underline = visit_mark = visit_strong
    visit_code_inline = visit_subscript = visit_superscript = visit_strong


def _shown(output: str) -> dict[str, str]:
    return {"type": "custom", "output": output}


def _target(href: str) -> str | None:
    address = "".join(href.translate(_SIGNS).split())[:MAX_ADDRESS]
    return address if _GOOD_ADDRESS.match(address) else None


def _says_the_same(words: str, target: str) -> bool:
    bare = target.removeprefix("mailto:")
    return words in (target, bare, bare.partition("://")[2], bare.partition("://")[2].rstrip("/"))


def _lines(converted: str) -> list[str]:
    lines: list[str] = []
    for line in converted.split("\n"):
        if row := _ROW.fullmatch(line.rstrip()):
            if not row[2].strip(" |") or _RULER.fullmatch(row[2]):
                continue
            line = row[1] + " | ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", row[2])) + END
        elif (mark := _LINE_MARK.match(line)) and _may_close_up(lines, mark[1]):
            lines.pop()
        lines.append(line)
    return [_without_signs(line) for line in lines]


def _may_close_up(lines: list[str], quote: str) -> bool:
    """True when the blank line before a mark is only the converter's, between two lines of one paragraph."""
    if len(lines) < 2 or lines[-1].strip(" >") or lines[-2].endswith(END):
        return False
    return bool(lines[-2].strip(" >")) and _depth(lines[-2]) == quote.count(">")


def _depth(line: str) -> int:
    return len(line) - len(line.replace(">", "")) if line.startswith(">") else 0


def _without_signs(line: str) -> str:
    bare = _ESCAPE.sub(r"\1", line.translate(_SIGNS)).rstrip()
    return _BULLET.sub(r"\1- ", bare)


def _another_site(words: str, target: str) -> str:
    """The site that the words of a link name, when it leads to one that is no part of it."""
    named, real = _SITE.fullmatch(words), _SITE.fullmatch(target)
    if named is None or real is None:
        return ""
    said, led = (found[1].lower().removeprefix("www.") for found in (named, real))
    spelled_out = words.lower().startswith(("http://", "https://", "www."))
    if not spelled_out and not _ENDING.fullmatch(said.rpartition(".")[2]):
        return ""  # "Node.js" is no site
    return "" if led == said or led.endswith(f".{said}") or said.endswith(f".{led}") else said


def _number_links(text: str, targets: list[str], misnamed: dict[str, str]) -> str:
    numbers: dict[str, int] = {}

    def note(mark: re.Match[str]) -> str:
        target = targets[int(mark[1])]
        if target not in numbers and len(numbers) >= MAX_NOTES:
            return ""
        return f" [{numbers.setdefault(target, len(numbers) + 1)}]"

    body = re.sub(r"\n{3,}", "\n\n", _MARK.sub(note, text)).strip("\n")
    if not numbers:
        return body
    notes = (f"[{number}] {target}{_warning(target, misnamed)}" for target, number in numbers.items())
    return body + "\n\n" + "\n".join(notes)


def _warning(target: str, misnamed: dict[str, str]) -> str:
    if target in misnamed:
        return f" (its words name {misnamed[target]})"
    login = _LOGIN.match(target)
    return f" (leads to {login[1]})" if login else ""


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
