"""Order numbers as they stand in a mail, told from prices, dates, sizes and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inbox_tui.core.triage.patterns import own_numbers
from inbox_tui.core.triage.telephones import telephones

_LABEL = (
    r"(?:orders?|ord|ordered|booking|reservation|ticket|ref(?:erence)?|purchase|po|statement|shipment"
    r"|parcel|case|job|account|invoices?|inv|receipt|folio|quote|quotation|claim|docket|consignment|rma"
    r"|rechnung(?:snummer|snr)?|facture|factura|fattura|factuur|faktura"
    r"|bestell(?:ung|nummer)|bestell-?nr|auftrag(?:snummer)?|buchung|commande|commandes|pedidos?"
    r"|encomenda|ordine|ordini|prenotazione|comanda"
    r"|bestelling|bestelnummer|ordre(?:nummer)?|order(?:nummer|nr)|beställning|bestilling"
    r"|tilaus(?:numero)?|zamówieni[ea]|objednávk[ay])"
)
_JOIN = (
    r"(?:(?<=nr)\.|-(?=(?:id|no|nr|number)\b))?[\s:,]{0,3}(?:(?:number|numbers|num|no|nos|nr|id|ref|code|is|was"
    r"|nummer|numéro|numero|número|núm|n[°ºo])[\s.:]{0,3}){0,2}"
)
_ID = (
    r"(?:#\s?)?(?:[A-Za-z]{1,6}\d{0,4}[-/.])?\d[\dA-Za-z]{0,19}(?:[-/.][\dA-Za-z]{1,12}){0,4}"
    r"|#?[A-Z]{1,6}\d{2,12}(?:-[\dA-Z]{1,8})?"
    # Letters and digits mixed as booking codes are, in capitals: in small letters they may be words.
    r"|(?-i:(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{5,14})"
)
_LABELLED = re.compile(rf"\b{_LABEL}\b{_JOIN}[(\"'“]?(?P<id>{_ID})(?![\w%])", re.IGNORECASE)
_MORE = re.compile(rf"\s{{0,2}}(?:,|and|&|und|et|y|e|\+|/|or)\s{{1,2}}(?P<id>{_ID})(?![\w%])", re.IGNORECASE)
_HASH = re.compile(
    r"(?<![\w&])#\s?(?P<id>[A-Za-z]{0,5}-?\d(?:[\dA-Za-z]{1,15}|(?=-\d))(?:-[\dA-Za-z]{1,12}){0,3})\b"
)
_CODED = re.compile(
    r"(?<![\w@./+#-])(?P<id>[A-Z]{1,5}\d{0,4}-\d{2,9}(?:-[\dA-Z]{1,9}){0,3}"
    r"|[A-Z]{1,5}/\d{2,9}(?:[-/][\dA-Z]{1,9}){0,3}"
    r"|\d{1,6}(?:-\d{1,9}){1,4}(?:-[A-Z]{1,3})?|\d{3,8}-[A-Z]{1,3}(?:-\d{1,9})?|[A-Z]{1,4}\d{4,10})(?![\w@])"
)
_ALONE = re.compile(
    r"(?:^(?:(?i:re|fwd?|aw|wg|sv|tr):[ \t]{0,2}){0,3}|(?<=[.!?\n]))[ \t]{0,2}"
    r"(?P<id>[A-Z]{1,5}\d{3,10}|[A-Z]{1,5}-\d{1,10}|\d{1,6}[-/][A-Z]|\d{4,8}"
    r"|(?<!\n)(?<!\n[ \t])\d{3}(?=[ \t]{0,2}\Z))"
    r"(?=[.!?](?:\s|\Z)|[ \t]{0,2}(?:\n|\Z))"
)
"""A number that is a line or a sentence by itself: both sides know what it names."""
_SET_OFF = re.compile(
    r"(?:\A|(?<=[\n,(])[ \t]?|(?<=[.!?])[ \t]|(?P<last>(?<=[ \t])))"
    r"(?P<id>[A-Z]{2,4}-\d|\d{1,3}-[A-Z]{2,3})"
    r"(?(last)(?=[ \t]{0,2}\Z)|(?=[,.)!?:](?!\d)|[ \t]{0,2}(?:\n|\Z)))"
)
"""A code so short that it could be a size or a model, where it is added to what was said: "Duvet, DU-2"."""
_SO_MANY = re.compile(r"ordered\s{1,3}\d{1,3}\Z", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-(?:19|20)?\d\d")
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_LONG_ENOUGH = 4  # digits of a number without letters or label, its groups taken together
_BARE = re.compile(r"(?<![\w.,:/#+£$€¥-])\d{4,8}(?![\w%°])(?![.,:/-]\d)")
_UNITS = re.compile(
    r"\s{0,2}(?:ml|mm|cm|kg|km|g|kcal|w|kw|v|mah|rpm|sq|m|ft|hours?|hrs?|minutes?|mins?|days?|weeks?"
    r"|months?|years?|people|guests"
    r"|pounds?|euros?|eur|gbp|usd|dollars?|quid|pence|kr|chf|zł|steps|miles|times|words|pieces?|pcs"
    r"|items?|copies|am|pm|bst|gmt|[£$€%])\b|\s?[£$€]",
    re.IGNORECASE,
)
_BEFORE_NOT = re.compile(
    r"(?:[£$€¥]|\b(?:gbp|usd|eur|chf|tel|phone|mobile|call|ring|fax|ext|ends|pin|code|postcode|room|flat|year"
    r"|batch|lot|paid|pay|rs|inr|advance|deposit|amount|total|price|costs?|worth|charged|since|in|until|of|england|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d{1,2}|error|model|route)\.?)\s{0,2}$",
    re.IGNORECASE,
)
_SHORT_NOT = re.compile(
    r"(?:UK|US|EU|USB|LED|PS|WW|KS|AA|AAA|DAY|STEP|PART|ITEM|PAGE|WEEK|UNIT|ROOM|FLAT|GATE|ERR|SIZE|TYPE)-\d"
    r"|\d{1,3}-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|AM|PM|HR|HRS|MIN|DAY|KG|LB|LBS|OZ|ML|CM|MM|FT|IN|PK"
    r"|PCS|OFF|UP|TO|ST|ND|RD|TH)"
)
"""What looks like a code so short, and is a day, a time, a measure or a size."""
_NAMED_THING = re.compile(r"\b(?:model|type|sku|size)\s{0,2}$", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S{1,300}|\S{1,80}@\S{1,120}")
_PREFIX_NOT = frozenset({"COVID", "UTF", "ISO", "RFC", "MP", "HTTP", "EN", "BS", "IP", "PS"})
_MOST = 12


def order_numbers(parts: Iterable[str], patterns: Sequence[str] = ()) -> tuple[str, ...]:
    """Order numbers in these texts, exactly as written, in order, each once.

    A label ("order", "Bestellung") makes even a short number count; bare numbers count from four digits,
    unless they are years, amounts, measures or telephone numbers.
    """
    found: dict[str, None] = {}
    for part in parts:
        for _, written in sorted(_in_part(part, tuple(patterns))):
            found.setdefault(written, None)
            if len(found) >= _MOST:
                return tuple(found)
    kept = [f for f in found if not any(f != other and f in re.split(r"[\s#]+", other) for other in found)]
    return tuple(kept)


def _in_part(text: str, patterns: tuple[str, ...]) -> list[tuple[int, str]]:
    text = _ADDRESSES.sub(lambda m: " " * len(m.group()), text)
    taken: list[tuple[int, int]] = []
    covered = bytearray(len(text))  # a mail of nothing but numbers is not searched anew for each

    def take(start: int, end: int) -> None:
        if not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            taken.append((start, end))

    for span in own_numbers(text, patterns):
        take(*span)
    for match in _LABELLED.finditer(text):
        if not _is_number(match["id"], labelled=True) or _counts_things(text, match.end()):
            continue
        if _SO_MANY.match(match.group()):
            continue
        take(*match.span("id"))
        more = _MORE.match(text, match.end("id"))
        while (
            more is not None
            and _is_number(more["id"], labelled=False)
            and not _counts_things(text, more.end())
        ):
            take(*more.span("id"))
            more = _MORE.match(text, more.end("id"))
    phones = telephones(text)

    def in_phone(at: int) -> bool:
        return any(start <= at < end for start, end in phones)

    for match in _HASH.finditer(text):
        take(match.start(), match.end())

    def is_a_code(match: re.Match[str]) -> bool:
        start = match.start("id")
        if in_phone(start) or _NAMED_THING.search(text, max(0, start - 10), start):
            return False
        return re.split("[-/]", match["id"])[0] not in _PREFIX_NOT

    for match in _CODED.finditer(text):
        if is_a_code(match) and not _spans(text, match["id"], match.end()):
            take(*match.span("id"))
    for match in _SET_OFF.finditer(text):
        if is_a_code(match) and not _SHORT_NOT.fullmatch(match["id"]):
            take(*match.span("id"))
    for match in _ALONE.finditer(text):
        if not _YEAR.match(match["id"]) and not in_phone(match.start("id")):
            take(*match.span("id"))
    for match in _BARE.finditer(text):
        start, end = match.span()
        if in_phone(start) or _YEAR.match(match.group()):
            continue
        if _UNITS.match(text, end) or (
            _BEFORE_NOT.search(text, max(0, start - 14), start) and not _in_lone_place(text, start)
        ):
            continue
        take(start, end)
    return [(start, text[start:end].strip()) for start, end in taken]


def _spans(text: str, written: str, end: int) -> bool:
    """Whether digits with hyphens are a date, a span of years or amounts, or too few to name an order."""
    if re.search("[A-Za-z]", written):
        return False
    if _DATED.fullmatch(written) or sum(c.isdigit() for c in written) < _LONG_ENOUGH:
        return True
    groups = _RANGE.fullmatch(written)
    if groups is None:
        return False
    low, high = int(groups[1]), int(groups[2])
    even = len(groups[1]) == len(groups[2]) and low < high
    years = _YEAR.fullmatch(groups[1]) and len(groups[2]) in {2, 4}
    return bool(years) or even or _UNITS.match(text, end) is not None


def _in_lone_place(text: str, start: int) -> bool:
    """Whether "in" or "of" leads to a number that is no year: "the tin in 30418"; of amounts five digits."""
    before = text[max(0, start - 4) : start].casefold().strip()
    return before.endswith("in") or (before.endswith(("of", "until")) and text[start : start + 5].isdigit())


def _is_number(written: str, *, labelled: bool) -> bool:
    digits = sum(c.isdigit() for c in written)
    letters = re.match(r"#?\s?[A-Za-z]+|\d+-[A-Z]\Z", written) is not None
    least = (1 if letters or "#" in written else 3) if labelled else 3
    return digits >= least and not re.fullmatch(r"\d+(?:st|nd|rd|th|am|pm|x|h|x\d+)", written, re.IGNORECASE)


def _counts_things(text: str, end: int) -> bool:
    return _UNITS.match(text, end) is not None
