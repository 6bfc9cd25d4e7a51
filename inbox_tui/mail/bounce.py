"""Mail that came back: for whom, which letter, and why.

First the standard report (RFC 3464), then the habits of the servers that never heard of it. Anybody can
write such a report, so the caller believes one only if ``original_message_id`` is a letter of the shop.
"""

import re

from ..core.message import Message
from ..core.text import clean_line
from ..ports import Bounce, BounceKind, Parser
from .bounce_notice import read_notice
from .bounced_letter import addressed_to, original_id, outer_parts
from .headers import Header, addresses, read_header
from .parts import Letter, take_apart

_REPORT_LIMIT = 200_000
_MAX_GROUPS = 300
_GROUP_FIELDS = ("final-recipient", "original-recipient", "action", "diagnostic-code")
_TEXT_LIMIT = 60_000
_SENDERS = re.compile(
    r"mailer[- ]?daemon|post[-_]?master|ndr admin|mail delivery|delivery (?:sub)?system|"
    r"mail(?:er)? (?:administrator|system)|"
    r"mail-?gateway|maildaemon|mta-?daemon|bounces?[@+-]|system administrator|microsoftexchange|mmdf|"
    r"email engine|mail server|internet mail|delivery@|noreply-maildelivery|message router",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    r"undeliver|non-?delivery|not (?:be |yet been )?delivered|could(?:n't| not) be delivered|nondeliverable|"
    r"delivery (?:status|fail|delay|has|report|problem|notif|error|unsuccess|incomplete)|"
    r"problem.{0,20}deliver|"
    r"fail(?:ed|ure)? (?:mail|notice|deliver|message|notif|recipient|to deliver)|\bbounced?\b|"
    r"mail (?:fail|error|deliver|could not|system error|delayed)|returned (?:mail|to sender|e-?mail|message)|"
    r"message (?:delayed|could not|status|delivery|you sent blocked)|"
    r"warning.{0,40}(?:deliver|could not|not sent)|"
    r"(?:unable to|cannot|can't) (?:send|deliver)|unknown (?:user|recipient|address)|user unknown|"
    r"mailbox full|"
    r"permanent (?:delivery )?(?:error|fail)|unzustellbar|non remis|no se ha podido|mancata consegna|"
    r"(?:配信|送信).{0,12}(?:エラー|失敗|できません)|配信不能|недоставлен|не доставлен",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(?:delivery|message|mail)\b.{0,30}\b(?:delayed|deferred|still in the queue)|not yet been delivered|"
    r"(?:will|shall) (?:be retried|continue to (?:try|retry)|keep trying)|delivery attempts will continue|"
    r"this is a warning message only|do not need to resend|still being retried|warning\W{1,4}could not send",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(r"\b(?:no|do-?not)-?reply@", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"(?:could not|cannot|can't) be delivered to|(?:配信|送信)できません|konnte nicht zugestellt werden|"
    r"n['’]a pas pu être (?:remis|distribu)|no (?:se )?pudo (?:ser )?entrega|"
    r"non è stato (?:possibile )?consegna",
    re.IGNORECASE,
)
_FINAL_CODE = re.compile(r"^[ \t]{0,8}(?:<<< ?)?5\d\d[ -]", re.MULTILINE)
_AUTO_REPLY = re.compile(
    r"out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response)|vacation|abwesen", re.IGNORECASE
)
_ADDRESS = re.compile(r"[\w.+=/!#$%&'*?^{}~-]{1,64}@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,8}")
_CODE = re.compile(r"(?<![\d.])(?:[45]\d\d[ -]|[45]\.\d{1,2}\.\d{1,3}\b)")
_WORDS_OF_REFUSAL = re.compile(
    r"unknown|not found|does ?n.t exist|no such|reject|refus|denied|full|quota|exceed|disabled|invalid|block|"
    r"fail|unable|timed? ?out|expired|undeliver|unreachable|bad |"
    r"not (?:listed|exist|allowed|permitted|recogni|accept|valid)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^[ >|]{0,8}(?:-{2,}.{0,60}(?:original|below|returned|message|header|copy|copia|ursprüng).{0,80}|"
    r"(?:received|return-path|message-id|x-originating-ip|dkim-signature):.{0,300}|"
    r".{0,60}(?:copy of (?:the|your)|original|unsent) (?:message|mail|headers?)\b.{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)


def read_bounce(raw: bytes, parser: Parser) -> Bounce | None:
    """What came back, if ``raw`` is a delivery report about failure or delay; else None. Never raises."""
    letter = take_apart(raw)
    message = parser.parse(raw)
    if notice := read_notice(message.text):
        return notice
    if not _may_be_report(letter, message):
        return None
    original = original_id(letter, message, raw)
    if report := _standard_report(letter):
        return _from_report(report, original, letter, message)
    return _from_words(letter, message, original)


def _may_be_report(letter: Letter, message: Message) -> bool:
    root = letter.root
    kind = root.options.get("report-type", "").lower()
    if kind in ("feedback-report", "disposition-notification"):
        return False
    if any(
        part.type in ("message/feedback-report", "message/disposition-notification")
        for part in outer_parts(root)
    ):
        return False
    if _AUTO_REPLY.search(message.subject):
        return False
    if kind == "delivery-status" or any(part.type == "message/delivery-status" for part in outer_parts(root)):
        return True
    if "x-failed-recipients" in message.headers:
        return True
    author = f"{message.sender.name} {message.sender.email} {message.headers.get('from', '')}"
    daemon = bool(_SENDERS.search(author))
    # An empty return path alone is also the mark of a polite automatic answer.
    nobody = message.headers.get("return-path", "").strip() == "<>"
    daemon = daemon or (nobody and message.headers.get("from", "").strip() in ("", "<>"))
    subject = bool(_SUBJECTS.search(message.subject))
    coded = bool(_CODE.search(_own_words(message.text)))
    if (daemon and (subject or nobody or coded)) or (nobody and subject and coded):
        return True
    # A sender that takes no answer is a shop as often as a server, so the letter itself must have come back.
    returned = any(part.type == "message/rfc822" for part in outer_parts(root))
    return bool(returned and _NO_ANSWER.search(author) and _SAYS_SO.search(message.text[:_TEXT_LIMIT]))


# --- the standard report -----------------------------------------------------------------------


def _standard_report(letter: Letter) -> list[Header]:
    """The groups of fields, one for each recipient."""
    for part in outer_parts(letter.root):
        if part.type in ("message/delivery-status", "message/global-delivery-status"):
            data = part.content(_REPORT_LIMIT).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            groups = [read_header(block) for block in re.split(rb"\n[ \t]{0,50}\n", data)[:_MAX_GROUPS]]
            return [group for group in groups if any(map(group.count, _GROUP_FIELDS))]
    return []


def _from_report(groups: list[Header], original: str, letter: Letter, message: Message) -> Bounce | None:
    text = _own_words(message.text)
    for wanted in (BounceKind.FAILED, BounceKind.DELAYED):
        for group in groups:
            if _kind(group, message) == wanted:
                recipient = _recipient(group) or _named(text, letter, message)
                reason = _reason(group) or _reason_in(text)
                return Bounce(kind=wanted, recipient=recipient, original_message_id=original, reason=reason)
    return None


def _kind(group: Header, message: Message) -> BounceKind | None:
    action = group.line("action").partition(" ")[0].partition(";")[0].lower()
    status = group.line("status")
    match action:
        case "failed" | "failure" | "fail":
            return BounceKind.FAILED
        case "delayed":
            return BounceKind.DELAYED
        case "delivered" | "relayed" | "expanded":
            return None
        case _:
            soft = status.startswith("4") or (
                not status.startswith("5") and _DELAYED.search(message.text[:_TEXT_LIMIT])
            )
            return None if status.startswith("2") else BounceKind.DELAYED if soft else BounceKind.FAILED


def _recipient(group: Header) -> str:
    # The original recipient is the address that we know; the final one may lie behind a forwarding.
    for name in ("original-recipient", "final-recipient", "x-actual-recipient", "original-rcpt-to"):
        value = group.line(name)
        found, _ = addresses(value.partition(";")[2] or value)
        for address in found:
            if address.email:
                return address.email
    return ""


def _reason(group: Header) -> str:
    words = group.line("diagnostic-code", limit=500)
    kind, semicolon, rest = words.partition(";")
    bare = rest.strip() if semicolon and len(kind) < 30 else words
    return bare or group.line("status", limit=200)


# --- servers with habits of their own ----------------------------------------------------------


def _from_words(letter: Letter, message: Message, original: str) -> Bounce | None:
    text = _own_words(message.text)
    recipient = _named(text, letter, message)
    if not recipient and not _SUBJECTS.search(message.subject):
        return None
    # "Deferred" beside a refusal that is final: the server gave up on somebody.
    delayed = _DELAYED.search(f"{message.subject}\n{text}") and not _FINAL_CODE.search(text)
    kind = BounceKind.DELAYED if delayed else BounceKind.FAILED
    return Bounce(kind=kind, recipient=recipient, original_message_id=original, reason=_reason_in(text))


def _own_words(text: str) -> str:
    """The server's words, without the letter that it sends back below them."""
    cut = _ORIGINAL.search(text, 40)
    return text[: cut.start() if cut else _TEXT_LIMIT][:_TEXT_LIMIT]


def _failed_recipients(message: Message) -> str:
    found, _ = addresses(message.headers.get("x-failed-recipients", ""))
    return next((address.email for address in found if address.email), "")


def _named(text: str, letter: Letter, message: Message) -> str:
    """For whom it was: as a field says it, as the server's words say it, or as the letter was addressed."""
    return (
        _failed_recipients(message)
        or _named_in(_likely_lines(text), message)
        # Some repeat the fields of the letter first, and say only then what became of it.
        or _named_in(_refusing(_lines_with_address(message.text)), message)
        or addressed_to(letter, message)
        or _named_in(_likely_lines(text), message, servers=True)
    )


def _lines_with_address(text: str) -> list[str]:
    return [line for line in text[:_TEXT_LIMIT].split("\n") if "@" in line]


def _refusing(lines: list[str]) -> list[str]:
    return [line for line in lines if _CODE.search(line) or _WORDS_OF_REFUSAL.search(line)]


def _likely_lines(text: str) -> list[str]:
    """The likeliest first: an address that begins a line, then one beside words of refusal."""
    lines = _lines_with_address(text)
    bracketed = [line for line in lines if re.match(r"\s{0,20}<[^<>]+@[^<>]+>", line)]
    return [*bracketed, *_refusing(lines), *lines]


def _named_in(lines: list[str], message: Message, *, servers: bool = False) -> str:
    """The first address that is not the reader's own, nor (unless ``servers``) one that only a server has."""
    own = {address.email.lower() for address in (*message.to, message.sender)}
    for line in lines:
        for address in _ADDRESS.findall(line):
            email = address.strip(".'").lower()
            if email not in own and (servers or not _SENDERS.match(email)):
                return clean_line(address.strip(".'"), limit=320)
    return ""


def _reason_in(text: str) -> str:
    lines = [line.strip() for line in text[:_TEXT_LIMIT].split("\n") if line.strip(" -") and line[:2] != "--"]
    coded = [line for line in lines if _CODE.search(line)]
    refusing = [line for line in lines if _WORDS_OF_REFUSAL.search(line)]
    return clean_line(next(iter((*coded, *refusing, *lines)), ""), limit=500)
