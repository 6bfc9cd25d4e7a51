"""The sample mail keeps its own promises.

The demo, the practice scenarios and many tests stand on these files, so a letter that is broken, names a real
address or says something else than its row in the README must be found here and not three rooms away.
"""

import email
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import policy
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "sample_mail"
README = (ROOT / "README.md").read_text(encoding="utf-8")
INBOX = sorted((ROOT / "inbox").glob("*.eml"))
SENT = sorted((ROOT / "sent").glob("*.eml"))
HOSTILE = sorted((ROOT / "hostile").glob("*.eml"))
SOUND = INBOX + SENT
AGELESS = {"empty-file.eml", "no-headers-at-all.eml"}
CATEGORIES = {
    "yes": {"late_delivery", "faulty_product", "wrong_or_missing_item", "poor_service", "billing", "other"},
    "no": {"order_enquiry", "praise", "newsletter", "automatic", "spam", "other"},
}
REMEDIES = {
    "refund", "replacement", "redelivery", "discount", "apology", "explanation", "callback", "cancellation",
}  # fmt: skip
AGE = re.compile(r"(\d+)([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
ADDRESS = re.compile(r"[\w.+%$=-]+@([\w-]+(?:\.[\w-]+)+)")
LINK = re.compile(r"[a-z]+://(?:[^/\s@\"'<>]*@)?([^/\s:\"'<>()\[\]?&\x00-\x1f]+)", re.IGNORECASE)


def ids(path: Path) -> str:
    return path.stem


def parse(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def lenient(path: Path) -> "Message[str, str]":
    return email.message_from_bytes(path.read_bytes(), policy=policy.compat32)


def age(path: Path) -> timedelta:
    found = AGE.fullmatch(str(lenient(path)["X-Demo-Age"]))
    assert found, f"{path.name} has no readable X-Demo-Age"
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def rows(folder: str) -> dict[str, list[str]]:
    """The README's table for one folder: file name to the cells behind it."""
    section = README.split(f"\n## {folder}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(cells) == len({row[0] for row in cells}), f"{folder}: a file has two rows"
    return {row[0].strip("`"): row[1:] for row in cells}


def words(path: Path) -> str:
    """Headers and text parts, decoded: all that a reader of a sound letter may see."""
    message = parse(path)
    shown = [f"{name}: {value}" for name, value in message.items()]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            shown.append(str(part.get_content()))
        elif part.get_content_type() == "message/delivery-status":
            shown.extend(str(block) for block in part.iter_parts())
    return "\n".join(shown)


def hosts(text: str) -> set[str]:
    return {host.rstrip(".").lower() for pattern in (ADDRESS, LINK) for host in pattern.findall(text)}


def header_text(path: Path, name: str) -> str:
    """One header with its encoded words opened and nothing cleaned."""
    pieces = decode_header(lenient(path)[name])
    return "".join(p if isinstance(p, str) else p.decode(cs or "latin-1", "replace") for p, cs in pieces)


def bodies(path: Path) -> str:
    parts = (part for part in lenient(path).walk() if part.get_content_maintype() == "text")
    return "".join(bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace") for part in parts)


def names(path: Path) -> str:
    return "\n".join(part.get_filename() or "" for part in lenient(path).walk())


def test_there_is_enough_of_everything() -> None:
    assert len(INBOX) >= 45
    assert len(SENT) >= 4
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("folder", ["inbox", "sent", "hostile"])
def test_the_readme_lists_every_file_and_no_other(folder: str) -> None:
    assert set(rows(folder)) == {path.name for path in (ROOT / folder).iterdir()}
    assert all(all(cells) for cells in rows(folder).values())


def test_the_readme_covers_every_category_and_remedy() -> None:
    seen: dict[str, set[str]] = {"yes": set(), "no": set()}
    wanted: set[str] = set()
    for complaint, category, wants, _escalates, _what in rows("inbox").values():
        seen[complaint].add(category)
        wanted.update(() if wants == "–" else wants.split(", "))
    assert seen == CATEGORIES
    assert wanted == REMEDIES


def test_only_complaints_want_something_or_escalate() -> None:
    escalating = 0
    for name, (complaint, _category, wants, escalates, _what) in rows("inbox").items():
        assert (wants != "–") == (complaint == "yes"), name
        assert escalates == "–" or complaint == "yes", name
        escalating += escalates != "–"
    assert escalating >= 6


@pytest.mark.parametrize("path", SOUND, ids=ids)
def test_a_sound_letter_parses_without_a_defect(path: Path) -> None:
    message = parse(path)
    defects = [defect for part in message.walk() for defect in part.defects]
    defects += [defect for value in message.values() for defect in value.defects]
    assert defects == []
    assert len(words(path).split()) > 10
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(message.get_all(name, [])) == 1, f"{path.name}: {name}"


@pytest.mark.parametrize("path", SOUND, ids=ids)
def test_a_sound_letter_decodes_to_clean_text(path: Path) -> None:
    text = words(path)
    assert "\ufffd" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("path", SOUND, ids=ids)
def test_a_sound_letter_names_only_invented_hosts(path: Path) -> None:
    found = hosts(words(path))
    assert found, "a letter has at least its own addresses"
    assert {host for host in found if not host.endswith((".example", ".invalid"))} == set()


@pytest.mark.parametrize("path", HOSTILE, ids=ids)
def test_a_hostile_letter_names_only_invented_hosts(path: Path) -> None:
    seen = path.read_bytes().decode("latin-1").replace("=40", "@") + bodies(path)
    assert {host for host in hosts(seen) if not host.endswith((".example", ".invalid"))} == set()


def test_the_age_says_when_a_letter_came_in() -> None:
    for path in SOUND:
        assert timedelta(minutes=1) <= age(path) <= timedelta(days=30), path.name
        assert parsedate_to_datetime(parse(path)["Date"]).tzinfo is not None, path.name
    for path in HOSTILE:
        assert path.name in AGELESS or age(path) > timedelta(0)


def test_message_ids_are_unique() -> None:
    counted = Counter(str(lenient(path)["Message-ID"]) for path in SOUND)
    assert [message_id for message_id, count in counted.items() if count > 1] == []
    assert all(re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message_id) for message_id in counted)


def test_every_answer_is_younger_than_what_it_answers() -> None:
    by_id = {str(lenient(path)["Message-ID"]): path for path in SOUND}
    answers = [path for path in SOUND if lenient(path)["In-Reply-To"]]
    for path in answers:
        message = lenient(path)
        parents = str(message["References"]).split()
        assert message["In-Reply-To"] == parents[-1], path.name
        assert all(parent in by_id for parent in parents), path.name
        ages = [age(by_id[parent]) for parent in parents] + [age(path)]
        assert ages == sorted(ages, reverse=True), path.name
    back_and_forth = [
        path for path in answers if path in INBOX and len(lenient(path)["References"].split()) == 2
    ]
    assert len(back_and_forth) >= 4


def test_the_letters_use_many_forms() -> None:
    types: Counter[str] = Counter()
    charsets: set[str | None] = set()
    encodings: set[str] = set()
    for path in INBOX:
        for part in parse(path).walk():
            types[part.get_content_type()] += 1
            charsets.add(part.get_content_charset())
            encodings.add(str(part.get("Content-Transfer-Encoding", "")))
    assert {"text/html", "image/jpeg", "image/png", "application/pdf", "multipart/related"} <= set(types)
    assert types["message/delivery-status"] == 2
    assert {"iso-8859-1", "iso-8859-2", "windows-1252", "iso-2022-jp", "utf-8"} <= charsets
    assert {"7bit", "8bit", "quoted-printable", "base64"} <= encodings


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0", b"\xff\xd9"),
        ("image/png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
        ("application/pdf", b"%PDF-1.4\n", b"%%EOF\n"),
    ],
)
def test_attachments_are_whole(kind: str, start: bytes, end: bytes) -> None:
    parts = [part for path in INBOX for part in lenient(path).walk() if part.get_content_type() == kind]
    assert parts
    for part in parts:
        data = bytes(part.get_payload(decode=True))
        assert data.startswith(start)
        assert data.endswith(end)


@pytest.mark.parametrize("path", HOSTILE, ids=ids)
def test_a_hostile_letter_is_small_enough_to_keep_and_can_be_split(path: Path) -> None:
    assert path.stat().st_size < 250_000
    assert 1 <= sum(1 for _ in lenient(path).walk()) < 2_000


@pytest.mark.parametrize(
    ("name", "read", "trap"),
    [
        ("escape-sequences-in-body", bodies, "\x1b]52;c;"),
        ("escape-sequences-in-body", bodies, "\x9b2J"),
        ("escape-sequences-in-base64-body", bodies, "\x1b]52;c;"),
        ("escape-sequences-in-subject-and-from", lambda path: header_text(path, "From"), "\x1b]52;c;"),
        ("escape-sequences-in-subject-and-from", lambda path: header_text(path, "Subject"), "\x1b[2J"),
        ("escape-sequence-in-attachment-name", names, "\x1b]52;c;"),
        ("textual-markup-in-subject", lambda path: header_text(path, "Subject"), "[@click=app.quit]"),
        ("textual-markup-in-from-name-and-body", lambda path: header_text(path, "From"), "[/x]"),
        ("bidi-overrides", names, "\u202egpj.exe"),
        ("crlf-in-encoded-subject", lambda path: header_text(path, "Subject"), "\r\nBcc:"),
        ("crlf-in-encoded-from", lambda path: header_text(path, "From"), "\r\nBcc:"),
        (
            "crlf-in-message-id-imap-injection",
            lambda path: header_text(path, "Message-ID"),
            "\r\nA001 CREATE",
        ),
        ("attachment-names-that-climb-out", names, "../../../../tmp"),
        ("attachment-names-absolute", names, "/etc/cron.d/"),
        ("attachment-names-with-nul-and-controls", names, "photo.jpg\0.exe"),
        ("attachment-names-reserved-by-windows", names, "CON"),
        ("html-hidden-text", bodies, "display:none"),
        ("html-entities-hide-escapes", bodies, "&#27;"),
        ("html-javascript-and-data-links", bodies, "javascript:"),
        ("homoglyph-and-punycode-sender", lambda path: header_text(path, "From"), "\u043e"),
        ("zalgo-combining-flood", bodies, "\u0300" * 500),
    ],
)
def test_a_trap_is_still_set(name: str, read: Callable[[Path], str], trap: str) -> None:
    assert trap in read(ROOT / "hostile" / f"{name}.eml")


def test_the_large_traps_are_large() -> None:
    def hostile(name: str) -> "Message[str, str]":
        return lenient(ROOT / "hostile" / f"{name}.eml")

    assert len(list(hostile("deep-mime-tree").walk())) == 202
    assert hostile("three-thousand-recipients")["To"].count("@") == 3000
    assert len(hostile("header-line-of-60-kb")["Subject"]) > 59_000
    assert max(map(len, bodies(ROOT / "hostile" / "body-of-one-200-kb-line.eml").splitlines())) > 199_000
    assert len(list(hostile("nested-messages").walk())) == 31
    assert len(list(hostile("many-parts").walk())) > 1_500
