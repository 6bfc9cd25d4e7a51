"""What an HTML letter holds and its reader does not see: words for the list of another program, or for a
filter. The converter knows ``display: none``; here is what else hides, also through a style sheet.
"""

import re

_STYLES = 50
_LIMIT = 100_000
"""Characters of one style sheet that are read."""

_SHEET = re.compile(r"<style\b[^<>]{0,1000}>", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_SELECTOR = re.compile(r"[a-zA-Z]{0,20}([.#][\w-]{1,80})")
_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,30})(\s[^<>]{1,5000})>")
_NAMED = re.compile(
    r"\s(class|id)\s{0,9}=\s{0,9}(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\s\"'>]{1,200}))", re.IGNORECASE
)
_STYLED = re.compile(r"\sstyle\s{0,9}=\s{0,9}(?:\"([^\"]{0,3000})\"|'([^']{0,3000})')", re.IGNORECASE)
_GONE = re.compile(
    r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|text-indent\s{0,9}:\s{0,9}-\d{3}"
    r"|opacity\s{0,9}:\s{0,9}0(?:%|\.0)?\s{0,9}(?:!\s{0,3}important\s{0,9})?(?=;|$))",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?:^|[;\s])position\s{0,9}:\s{0,9}(?:absolute|fixed)", re.IGNORECASE)
_AWAY = re.compile(r"(?:^|[;\s])(?:left|top|right|bottom)\s{0,9}:\s{0,9}-\d{3}", re.IGNORECASE)
_TINY = re.compile(r"(?:^|[;\s])font-size\s{0,9}:\s{0,9}(?:0?\.\d{1,9}|1)px", re.IGNORECASE)
_FLAT = re.compile(
    r"(?:^|[;\s])(?:max-)?height\s{0,9}:\s{0,9}0(?:px|em|pt|%)?\s{0,9}(?:!\s{0,3}important\s{0,9})?(?=;|$)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:^|[;\s])overflow\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
# Colours go down to what is inside and may be changed there; inside these is hardly anything but words.
_WORDS = frozenset(("span", "font", "small", "b", "strong", "i", "em", "u", "a"))
# Cells too have a size of nothing, so that there is no gap between the blocks in them.
_TEXTS = _WORDS | {"p", "div"}
_INK = re.compile(r"(?:^|[;\s])color\s{0,9}:\s{0,9}([^;!\s]{1,40})", re.IGNORECASE)
_PAPER = re.compile(r"(?:^|[;\s])background(?:-color)?\s{0,9}:\s{0,9}([^;!\s]{1,40})", re.IGNORECASE)
_SAME = {"white": "#fff", "#ffffff": "#fff", "black": "#000", "#000000": "#000"}


def without_unseen(html: str) -> str:
    """The same page; whatever element cannot be seen says so itself, for the converter."""
    names = _hidden_names(html)

    def mark(tag: re.Match[str]) -> str:
        return f"<{tag[1]} hidden{tag[2]}>" if _is_unseen(tag[1], tag[2], names) else tag[0]

    return _TAG.sub(mark, html)


def _hidden_names(html: str) -> set[str]:
    """The classes (``.name``) and names (``#name``) that a style sheet hides on every screen."""
    names: set[str] = set()
    for sheet in list(_SHEET.finditer(html))[:_STYLES]:
        end = html.find("</", sheet.end())
        rules = _COMMENT.sub(" ", html[sheet.end() : end if end >= 0 else len(html)][:_LIMIT])
        for selectors, body in _RULE.findall(_for_every_screen(rules)):
            if _hides(body):
                found = (_SELECTOR.fullmatch(each.strip()) for each in selectors.split(","))
                names.update(each[1] for each in found if each)
    return names


def _for_every_screen(rules: str) -> str:
    """The rules without those for small screens and for paper, which stand one level deeper."""
    kept: list[str] = []
    depth, start = 0, 0
    for brace in re.finditer(r"[{}]", rules):
        depth = max(0, depth + (1 if brace[0] == "{" else -1))
        if depth == 0:
            block = rules[start : brace.end()]
            start = brace.end()
            if not block.lstrip().startswith("@"):
                kept.append(block)
    return "".join(kept)


def _is_unseen(name: str, attributes: str, names: set[str]) -> bool:
    if names:
        for kind, *values in _NAMED.findall(attributes):
            sign = "." if kind.lower() == "class" else "#"
            if any(sign + each in names for each in "".join(values).split()):
                return True
    found = _STYLED.search(attributes)
    style = (found[1] or found[2] or "") if found else ""
    if not style:
        return False
    name = name.lower()
    return (
        _hides(style)
        or (name in _WORDS and _has_no_colour(style))
        or (name in _TEXTS and _TINY.search(style) is not None)
    )


def _hides(style: str) -> bool:
    return bool(
        _GONE.search(style)
        or (_FLAT.search(style) and _CUT.search(style))
        or (_AWAY.search(style) and _LOOSE.search(style))
    )


def _has_no_colour(style: str) -> bool:
    ink, paper = _INK.search(style), _PAPER.search(style)
    return ink is not None and _colour(ink[1]) in ("transparent", _colour(paper[1]) if paper else "")


def _colour(text: str) -> str:
    name = text.lower()
    return _SAME.get(name, name)
