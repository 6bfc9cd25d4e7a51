"""A large mailbox of a shop, the same at every run: threads, encoded names, HTML, and a rare word.

``INBOX_TUI_BENCH_MAIL`` sets how many letters it has. The marks hold at 100,000; without the variable it is
small, so that the benchmarks run as tests in a moment, and no figure means anything.
"""

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from pathlib import Path
from random import Random

from inbox_tui.desk.cases.sections import Section

LETTERS = int(os.environ.get("INBOX_TUI_BENCH_MAIL", "300"))
OLD = timedelta(days=400)
"""Letters of that age are fetched as headers only."""
ALL_MAIL = "A" * list(Section).index(Section.ALL)
"""The keys that lead from the first list to the longest."""
RARE = "quarzwiesel"
RARE_HITS = 7

_PEOPLE = ("Ann Buyer", "Jürgen Größl", "Ola Nowak", "Zoë Brown", "Kim Ho", "Renée Dupont", "Ines Vega")
_THINGS = ("oak desk lamp", "ceramic teapot", "wool blanket", "garden hose", "cast iron pan", "Kaffeemühle")
_WORDS = (
    "arrived broken", "never came", "is the wrong colour", "was charged twice", "stopped working after a day",
)  # fmt: skip
_SENTENCES = (
    "I ordered the {thing} three weeks ago and it {what}.",
    "The tracking page has said the same thing for eleven days now.",
    "I would like a replacement, or else my money back.",
    "Please tell me who pays for the return parcel.",
    "Nobody answered my last two letters about order {order}.",
    "The colour is not the one that your pages show.",
    "Thank you for the quick answer, but it does not solve the problem.",
)


def name_of(number: int) -> str:
    """Who wrote that letter: no two share a name, so a list can be searched for one."""
    return f"{_PEOPLE[number % len(_PEOPLE)].split()[0]} No{number}"


def letters(many: int, *, seed: int = 7) -> Iterator[bytes]:
    """The letters, the oldest first, as they lie on a server."""
    chance = Random(seed)
    rare = frozenset(chance.sample(range(many), min(many, RARE_HITS)))
    threads: list[list[str]] = []
    for number in range(many):
        answers = chance.choice(threads[-400:]) if threads and chance.random() < 0.55 else []
        own = f"<{number}.{chance.getrandbits(40):x}@buyer.example>"
        yield _letter(number, own, answers, chance, is_rare=number in rare)
        if not answers:
            threads.append(answers)
        answers.append(own)


def fill(maildir: Path, many: int, *, newest: datetime) -> None:
    """Put them into a Maildir that a server is to find, one a minute up to ``newest`` (aware)."""
    folders = [maildir, *(maildir / name for name in ("cur", "new", "tmp"))]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    owner = maildir.parent.parent.stat()
    numbers = count(1)
    for raw in letters(many):
        number = next(numbers)
        at = (newest - timedelta(minutes=many - number)).timestamp()
        file = maildir / "cur" / f"{at:.0f}.M{number}.shop,S={len(raw)}:2,S"
        file.write_bytes(raw)
        os.utime(file, (at, at))
        _give(file, owner)
    for folder in (maildir.parent, *folders):
        _give(folder, owner)


def _give(place: Path, owner: os.stat_result) -> None:
    if os.getuid() == 0:
        os.chown(place, owner.st_uid, owner.st_gid)


def _letter(number: int, own: str, answers: list[str], chance: Random, *, is_rare: bool) -> bytes:
    thing, what = chance.choice(_THINGS), chance.choice(_WORDS)
    order = f"A-{chance.randrange(10**7):07d}"
    name, address = name_of(number), f"buyer{number % 7000}@buyer.example"
    at = format_datetime(datetime(2024, 3, 1, tzinfo=UTC) + timedelta(minutes=number))
    subject = f"{'Re: ' if answers else ''}Order {order}: {thing} {what}"
    lines = [chance.choice(_SENTENCES).format(thing=thing, what=what, order=order) for _ in range(12)]
    lines += [f"The password was {RARE}."] if is_rare else []
    head = [
        f"Return-Path: <{address}>",
        f"Received: from mx{number % 9}.mail.example\r\n\tby mail.shop.example; {at}",
        f"DKIM-Signature: v=1; d=buyer.example; h=from:to:subject;\r\n\tb={chance.getrandbits(1000):x}",
        f"From: {_word(name, quoted=True)} <{address}>",
        'To: "Shop" <help@shop.example>',
        f"Subject: {_word(subject)}",
        f"Date: {at}",
        f"Message-ID: {own}",
    ]
    if answers:
        references = "\r\n ".join(answers[-8:])
        head += [f"In-Reply-To: {answers[-1]}", f"References: {references}"]
    body = "\r\n".join(lines)
    if number % 2:
        head += ["MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=ab"]
        html = "".join(f"<p style='margin:0'>{line}</p>\r\n" for line in lines)
        body = (
            "--ab\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"{body}\r\n--ab\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--ab--"
        )
    return ("\r\n".join(head) + f"\r\n\r\n{body}\r\n").encode()


def _word(text: str, *, quoted: bool = False) -> str:
    """As a header carries it."""
    if not text.isascii():
        return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="
    return f'"{text}"' if quoted else text
