"""Where a signature begins: delimiters, lines added by telephones, footers and farewells."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DELIMITER = re.compile(r"(?:--|—|__)[ \t\u00a0]?\r?$")
_RULE = re.compile(r"[ \t]{0,3}(?:-{3,}|_{3,}|—{2,}|={3,}|\*{3,})[ \t]*\r?$")
_DEVICE = re.compile(
    r"\s{0,4}(?:sent (?:from|via|with) (?:my|the|an?|proton|outlook|yahoo|gmail|mailbird|spark|android"
    r"|samsung|huawei|aol"
    r"|blackberry|windows|iphone|ipad|mobile|e-?mail)\b(?![^\n]{0,80},)|sent from \w{3,20}\s?(?:[<\[(]|$)"
    r"|get outlook for|get the \w+ mail app|sent on the go"
    r"|envoy[ée] (?:de|depuis|à partir d[e']) ?(?:mon|ma|l['’]|outlook|mobile|yahoo|iphone)"
    r"|télécharge[rz]? outlook|provenance : |von meinem .{1,40}gesendet|gesendet (?:mit|von|aus)\b"
    r"|diese nachricht wurde von meinem|outlook für|enviado (?:desde|do|dal?) (?:mi|meu|el|o|outlook"
    r"|yahoo|iphone)"
    r"|obtener outlook|inviato (?:da|dal) |scarica outlook|verzonden (?:vanaf|met|vanuit|via) "
    r"|verstuurd vanaf"
    r"|sendt fra (?:min|mit|outlook)|skickat från|hämta outlook|lähetetty (?:i?phonesta|puhelimesta"
    r"|\w{3,20}sta)"
    r"|wysłane z|wysłano z|odesláno z|отправлено (?:с|из)|elküldve|iphone'?umdan gönderildi)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\s{0,4}(?:view this (?:e-?mail|message) in your browser|this (?:e-?mail|message)(?: \([^)]{0,60}\))?"
    r"(?: and any (?:attachments?|files?)[^.\n]{0,60})? (?:is|are|may be|contains?) [^.\n]{0,60}"
    r"(?:confidential|privileged|intended)|(?:confidentiality|disclaimer|legal)(?: notice)?\s?:"
    r"|(?:please )?consider the environment|diese e-?mail enthält vertrauliche|ce (?:message"
    r"|courriel) (?:et|est) "
    r"[^\n]{0,80}confidentiel|este (?:mensaje|correo)[^\n]{0,80}confidencial|virus-free\. |scanned by )",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"\W{0,4}(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?regards|(?:all the "
    r"|very )?best(?: wishes)?|sincerely(?: yours)?"
    r"|yours (?:sincerely|faithfully|truly|etc\.?|in \w+)|cheers|love|cordially|respectfully|rgds|br|vg|kr"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|lieben?|viele[n]?|schöne[n]?) gr(?:ü|ue|u)(?:ß"
    r"|ss)en?|hochachtungsvoll|mfg|lg"
    r"|(?:bien )?cordialement|bien à vous|salutations(?: distinguées)?|amicalement|sincères salutations"
    r"|(?:un )?(?:cordial saludo|saludos(?: cordiales)?|saludo)|atentamente|cordiali saluti"
    r"|distinti saluti|saluti"
    r"|met vriendelijke groeten?|vriendelijke groeten?|groet(?:en|jes)?|m\.?v\.?g\.?"
    r"|(?:com os )?melhores cumprimentos|atenciosamente"
    r"|(?:med )?venlig(?:e)? hilsen(?:er)?|mvh|med vänlig(?:a)? hälsning(?:ar)?|hälsningar"
    r"|ystävällisin terveisin|terveisin"
    r"|pozdrawiam|z poważaniem|s pozdravem|с уважением)[\s,.!]*(?:(?<=[\s,.!])\S{1,3})?$",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"unsubscri|not reply|confiden", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"\s{0,3}p\.?\s?s\b", re.IGNORECASE)

_AFTER_DELIMITER = 25  # more lines than this behind "--" are a message, not a signature
_AFTER_RULE = 8
_AFTER_DEVICE = 4
_AFTER_FAREWELL = 7
_SIGNATURE_WIDTH = 70
_SEARCHED = 500
"""Filled lines from the end in which a signature may begin: a footer of a law firm fits, a novel does not."""


def start_of_signature(lines: Sequence[str]) -> int:
    """Index of the first signature line, or the number of lines when there is none.

    Only what can be the end of a letter is taken, because "--" also begins lists and "cheers" also ends
    sentences. A signature never takes the whole letter, unless a telephone wrote the only line.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for place, at in enumerate(filled[-_SEARCHED:], max(0, len(filled) - _SEARCHED)):
        below = len(filled) - place - 1
        line = lines[at].rstrip("\r\n")
        if len(line) > 300:
            continue
        if _DEVICE.match(line) and len(line) <= 90 and below <= _AFTER_DEVICE:
            return at
        if place == 0:
            continue
        if _FOOTER.match(line):
            return at
        if _DELIMITER.match(line) and below <= _AFTER_DELIMITER:
            return at
        # A rule right below words underlines a heading or a table.
        if _RULE.match(line) and 0 < below <= _AFTER_RULE and not lines[at - 1].strip():
            rest = [lines[i] for i in filled[len(filled) - below :]]
            if not any(map(_is_sentence, rest)):
                return at
        if _FAREWELL.match(line) and _is_name_block(lines, filled[place + 1 :]):
            return at
    return len(lines)


def _is_sentence(line: str) -> bool:
    """Whether the letter goes on in this line: a name, an address and a telephone number are no sentences."""
    words = line.split()
    if not words or _PRINTED.search(line[:300]):
        return False
    last = words[-1].rstrip("\"'”’»)")
    if last.endswith(("?", "？", "。", "！")):
        return True
    return len(words) >= (3 if last.endswith((".", "!")) and last[:1].islower() else 9)


def _is_name_block(lines: Sequence[str], rest: Sequence[int]) -> bool:
    """Whether short lines, as of names and telephone numbers, are all that is left."""
    if len(rest) > _AFTER_FAREWELL + _AFTER_DELIMITER:
        return False
    for count, at in enumerate(rest):
        line = lines[at].strip()
        if _DELIMITER.match(line) or _DEVICE.match(line) or _RULE.match(line):
            return True
        if count >= _AFTER_FAREWELL or len(line) > _SIGNATURE_WIDTH or _POSTSCRIPT.match(line):
            return False
        if line.endswith("?"):
            return False
    return True
