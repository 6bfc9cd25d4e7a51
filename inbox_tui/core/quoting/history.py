"""How mail programs introduce quoted history, in the languages that a small shop meets."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAX_LINE = 400  # an attribution is short; longer lines are prose and are not searched
_WRAPPED = 4  # an attribution is folded over at most this many lines

_QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>|&gt;|\|[ \t])")

_WROTE = (
    r"wrote|writes|schrieb|a écrit|a ecrit|escribió|escribio|escreveu|ha scritto|schreef"
    r"|het volgende geschreven"
    r"|skrev|kirjoitti|napisał\(a\)|napisała|napisał|napsal\(a\)|napsala|napsal|napísal\(a\)|napísal|írta"
    r"|yazdı"
    r"|şunu yazdı|a scris|написал\(а\)|написала|написал|пишет|писал|έγραψε|va escriure|wrote the following"
)
_ENDS_WITH_VERB = re.compile(rf"(?:^|[\s>,\"”)])(?:{_WROTE})[ \t]?(?::|-{{4}})?[ \t]*$", re.IGNORECASE)
_CHINESE = re.compile(r"(?:写道|寫道)[ \t]?[:：]?[ \t]*$")
_HAS_VERB = re.compile(rf"[\s,>\"”)](?:{_WROTE})[\s:]", re.IGNORECASE)
_INTRO = re.compile(
    r"[\s*\-]{0,8}(?:on|am|le|el|il|in data|op|den|em|a|dnia|w dniu|dne|dňa|la|pe|ti|ma|ke|to|su|tir|man"
    r"|ons|fre|lør"
    r"|søn|tor|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|\w{2,9}[.,]?|\d{1,4}[./\-]\d{1,2}"
    r"|\d{1,2}:\d\d)"
    r"[\s.,]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'\-]{1,64}@[\w\-]{1,63}\.[\w.\-]{1,100}")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATED = re.compile(rf"{_YEAR.pattern}|{_CLOCK.pattern}")
_DATE_FIRST = re.compile(r"\s{0,3}(?:\d{1,4}[.\-/ ]|\w{2,10}\.?,? \d|\d{1,2}:\d\d)")
_A_PERSON_TELLS = re.compile(r"(?:^|\s)(?:I|[Ww]e|[Ii]ch|[Ww]ir|[Jj]'ai|[Ii]k|[Jj]eg|[Jj]ag|[Yy]o)\s")

_DAY_NAME = re.compile(
    r"\b(?:mon|tues?|wed|thu|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)

_SEPARATOR = re.compile(
    r"\s{0,6}[-_*=]{2,40}\s{0,3}(?:original (?:message|e-?mail)|forwarded (?:message|by)[^\n]{0,80}"
    r"|reply message|enclosed message"
    r"|urspr(?:ü|ue?)ngliche (?:nachricht|mail|e-mail)|originalnachricht|weitergeleitete nachricht"
    r"|message d['’]origine|message original|message transféré|mensaje original|mensaje reenviado"
    r"|messaggio originale|messaggio inoltrato|mensagem original|mensagem encaminhada"
    r"|oorspronkelijk bericht|doorgestuurd bericht|oprindelig (?:besked|meddelelse)|videresendt (?:besked"
    r"|melding)"
    r"|opprinnelig melding|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande"
    r"|alkuperäinen viesti|välitetty viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva"
    r"|původní e-?mail|pôvodná správa|izvorna poruka|izvirno sporočilo|mesaj original|orijinal mesaj"
    r"|iletilen mesaj"
    r"|исходное сообщение|пересылаемое сообщение|eredeti üzenet|оригінальне повідомлення"
    r"|переслане повідомлення"
    r"|αρχικό μήνυμα|προωθημένο μήνυμα|原始邮件|原始郵件|转发的?邮件|轉寄郵件|元のメッセージ|転送メッセージ"
    r"|원본 메(?:시|세)지|전달된 메(?:시|세)지|הודעה מקורית|الرسالة الأصلية)\s{0,3}[-_*=]{0,40}\s*$",
    re.IGNORECASE,
)
_BEGIN_FORWARD = re.compile(
    r"\s{0,3}(?:begin forwarded message|anfang der weitergeleiteten nachricht)\s?:\s*$", re.IGNORECASE
)
_REPLY_ABOVE = re.compile(
    r"\W{0,12}(?:please )?(?:type|write) your reply above this line\W{0,12}$", re.IGNORECASE
)
_RULE = re.compile(r"\s{0,3}[_\-=*]{5,}\s*$")

_FROM = re.compile(
    r"[\s*]{0,12}(?:from|von|de|da|van|fra|från|lähettäjä|od|от|від|feladó"
    r"|gönderen|kimden|από|发件人|發件人|寄件者|寄件人|差出人|送信者"
    r"|보낸 ?사람|מאת|من|expéditeur)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[\s*]{0,12}(?:sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoyé(?: le)?|à"
    r"|objet|copie à"
    r"|enviado(?: el| em)?|para|asunto|assunto|fecha|data|inviato|a|oggetto|verzonden|aan|onderwerp|sendt"
    r"|dato|til"
    r"|emne|skickat|till|ämne|lähetetty|vastaanottaja|päiväys|aihe|kopio|wysłano|do|temat|odesláno|komu"
    r"|předmět"
    r"|отправлено|кому|тема|дата|надіслано|dátum|címzett|tárgy|poslano|predmet|gönderildi|tarih|kime|konu"
    r"|στάλθηκε|ημερομηνία|προς|θέμα|发送时间|發送時間|寄件日期|日期|收件人|收件者|抄送|主题|主旨|送信日時|日時|宛先|件名"
    r"|보낸 ?날짜|받는 ?사람|참조|제목|נשלח|תאריך|אל|נושא|تاريخ|إلى|الموضوع)\s?\*?\s?[:：]",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"<[\w.+'\-]{1,64}@[\w\-]{1,63}\.[\w.\-]{1,100}>[^<>\n]{0,40}[:：]$")
_TELLS = re.compile(rf"{_A_PERSON_TELLS.pattern}|[!?] |\. [^\W\d_a-zà-ÿ]\w\w")


def is_quoted_line(line: str) -> bool:
    """A line that a mail program put behind a quote mark."""
    return _QUOTE_MARK.match(line) is not None


def opens_history(lines: Sequence[str], at: int) -> bool:
    """Whether everything from here on is an earlier message: a separator or a block of header fields."""
    line = lines[at]
    if len(line) > _MAX_LINE:
        return False
    if _SEPARATOR.match(line) or _BEGIN_FORWARD.match(line) or _REPLY_ABOVE.match(line):
        return True
    if _FROM.match(line):
        return _is_header_block(lines, at)
    if _FIELD.match(line[:60]) and at + 1 < len(lines) and _FROM.match(lines[at + 1]):
        # GMX and web.de begin with the date.
        return _is_header_block(lines, at + 1)
    if _RULE.match(line):
        below = next((i for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip()), None)
        return below is not None and bool(_FROM.match(lines[below])) and _is_header_block(lines, below)
    return False


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """A From line is history only with two more fields near it: "From:" also begins ordinary lines."""
    fields = sum(1 for line in lines[at + 1 : at + 9] if _FIELD.match(line[:60]))
    return fields >= 2


def length_of_attribution(lines: Sequence[str], at: int) -> int:
    """How many lines from here are an "On ... wrote:" line, folded or not; 0 when there is none."""
    if not _INTRO.match(lines[at][:60]) and not _ADDRESS.search(lines[at][:200]):
        return 0
    joined = ""
    for length in range(1, _WRAPPED + 1):
        if at + length > len(lines) or not lines[at + length - 1].strip():
            return 0
        joined = f"{joined} {lines[at + length - 1].strip()}".strip()
        if len(joined) > _MAX_LINE:
            return 0
        if _is_attribution(joined):
            # A line of prose just above must stay fresh: the attribution begins at its date.
            starts_dated = _DATED.search(lines[at]) is not None and _INTRO.match(lines[at][:60]) is not None
            later = any(_is_dated(lines[i : at + length]) for i in range(at + 1, at + length))
            return 0 if later and not starts_dated else length
    return 0


def _is_dated(lines: Sequence[str]) -> bool:
    """Whether these lines are an attribution on their own, date included."""
    joined = " ".join(line.strip() for line in lines)
    return (
        _DATED.search(joined) is not None
        and _INTRO.match(joined[:60]) is not None
        and _is_attribution(joined)
    )


def _is_attribution(line: str) -> bool:
    has_address, has_clock = _ADDRESS.search(line) is not None, _CLOCK.search(line) is not None
    has_year = _YEAR.search(line) is not None
    if _CHINESE.search(line):
        return has_address or has_clock
    if _ENDS_WITH_VERB.search(line):
        by_name = (
            line[:3].casefold() in {"on ", "am ", "le ", "el ", "il ", "op "}
            and _DAY_NAME.search(line) is not None
        )
        return (has_address or has_clock or has_year or by_name) and not _A_PERSON_TELLS.search(line[-24:])
    if line.endswith(":") and _HAS_VERB.search(line):
        return (has_address or has_clock) and not _A_PERSON_TELLS.search(line)
    if has_address and line.endswith((">:", ">)", "):", "> :")) and _DATE_FIRST.match(line):
        return True  # some programs write no verb: a date, a name and an address, then a colon
    # In whatever language: when, who in brackets, and a colon.
    return _IN_BRACKETS.search(line) is not None and (has_clock or has_year) and not _TELLS.search(line)
