"""Every letter goes the whole way: read, kept, found, printed, and painted in a real terminal.

With ``INBOX_TUI_CORPUS=FOLDER`` the letters are all files of that folder; ``-s`` prints which were slowest.
"""

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import redirect_stdout
from datetime import UTC
from pathlib import Path
from time import process_time

from inbox_tui.cli.output import print_conversation
from inbox_tui.core.text import is_clean
from inbox_tui.mail.mime import MimeParser

from .letters import an_office, cached, letters, opened

SECONDS = 2
"""What a letter may cost at most, in work of ours: a busy machine makes everybody wait."""
_OURS = re.compile(
    rb"\x1b\[(?:[0-9;:]*m|[0-9;]*[HJKABCDGf]|[?>=<][0-9;$]*[a-zA-Z]|[0-9;?]*n|[0-9;]*t)"
    rb"|\x1b[=>78]|\x1b\]22;[a-z-]+(?:\x07|\x1b\\)"
)
"""Sequences with which the screen is painted; a clipboard (OSC 52), a title, a DCS are not."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def slowest(times: list[tuple[float, str]], what: str) -> None:
    """Name them, and fail if one is too slow."""
    times.sort(reverse=True)
    sys.stdout.write(f"\n{what}, {len(times)} letters; slowest:\n")
    for seconds, name in times[:3]:
        sys.stdout.write(f"  {seconds * 1000:8.1f} ms  {name}\n")
    assert times[0][0] < SECONDS, times[0]


def test_every_letter_is_read_kept_found_and_printed(tmp_path: Path) -> None:
    parser, office = MimeParser(), an_office(tmp_path)
    times: list[tuple[float, str]] = []
    for number, (name, raw) in enumerate(letters(), 1):
        began = process_time()
        mail = cached(number, parser.parse(raw), len(raw))
        parser.bounce(raw)
        assert is_clean(parser.source(raw)), name
        office.cache.put([mail], {mail.ref: raw})
        (kept,) = office.cache.messages(mail.conversation)
        assert kept.message.text == mail.message.text and kept.message.subject == mail.message.subject, name
        assert office.cache.raw(mail.ref) == raw, name
        printed = io.StringIO()
        with redirect_stdout(printed):
            print_conversation(opened(office, kept), UTC)
        assert not _CONTROL.search(printed.getvalue().replace("\n", "").replace("\t", "")), name
        # Any line of a letter may be typed into the search; no more than its first words are looked for.
        words = re.findall(r"(?<!\S)[a-zA-Z]{4,20}(?=\s)", mail.message.text[:2000])[-3:]
        found = office.cache.search(" ".join(words), limit=5000)
        assert not words or mail.conversation in found, (name, words)
        times.append((process_time() - began, name))
    slowest(times, "read, kept, found and printed")


def test_every_letter_is_painted_and_nothing_of_it_reaches_the_terminal(tmp_path: Path) -> None:
    report = tmp_path / "report"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
    command = [sys.executable, "-m", "tests.corpus.pane", str(report)]
    child = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=Path(__file__).parents[2]
    )
    os.close(theirs)
    written = bytearray()
    try:
        while data := os.read(ours, 65536):
            written += data
    except OSError:
        pass  # the other end is closed: Linux says so with an error
    finally:
        os.close(ours)
    assert child.wait(timeout=30) == 0, bytes(written[-3000:])
    times = [(seconds, name) for name, seconds in map(json.loads, report.read_text().splitlines())]
    assert len(times) == sum(1 for _ in letters())
    text = _OURS.sub(b"", bytes(written)).decode(errors="surrogateescape")
    found = _CONTROL.search(text.replace("\n", "").replace("\r", ""))
    assert found is None, text[max(0, found.start() - 200) : found.end() + 50]
    assert b"broken" in written
    slowest(times, "painted")
