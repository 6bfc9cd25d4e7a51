"""Large letters are read by a child process that can be given up."""

import os
import signal
import threading

import pytest

from inbox_tui.core.text import is_clean
from inbox_tui.mail import apart
from inbox_tui.mail.apart import LARGE, Apart
from inbox_tui.mail.mime import TOO_MUCH, MimeParser, read

HEADER = b"From: Dana Reed <dana@buyer.example>\r\nSubject: Broken \xe2\x98\x95 cup\r\n"
LONG = HEADER + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + b"The cup came broken.\r\n" * 8_000


def test_a_large_letter_reads_the_same_apart() -> None:
    assert len(LONG) > LARGE
    reader = Apart()
    try:
        assert reader.read(LONG) == read(LONG)
        assert reader.read(HEADER) == read(HEADER)
    finally:
        reader.close()


def test_a_letter_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    # Open tags that never close: the slowest input for the converter that was found.
    slow = HEADER + b"Content-Type: text/html\r\n\r\n" + b"<b>x" * 200_000
    # One letter first, so that the time of the start is not in the measure.
    reader = Apart(seconds=0.05)
    parser = MimeParser(reader)
    try:
        parser.parse(slow)
        message = parser.parse(slow)
        assert message.notes == (TOO_MUCH,)
        assert message.sender.email == "dana@buyer.example"
        assert message.subject == "Broken ☕ cup"
        assert "<b>x" in message.text and is_clean(message.text)
    finally:
        reader.close()
    patient = MimeParser(Apart(seconds=60))
    assert patient.parse(LONG) == read(LONG)
    patient.close()


@pytest.mark.skipif(os.name != "posix", reason="work is counted where the system can do it")
def test_an_honest_letter_on_a_busy_computer_is_only_late() -> None:
    reader = Apart(seconds=0.5)
    try:
        assert reader.read(LONG) == read(LONG)
        child = reader._child
        assert child is not None
        os.kill(child.pid, signal.SIGSTOP)
        others = threading.Timer(0.8, os.kill, (child.pid, signal.SIGCONT))
        others.start()
        assert reader.read(LONG) == read(LONG)
        others.join()
    finally:
        reader.close()


@pytest.mark.skipif(os.name != "posix", reason="memory is limited where the system can do it")
def test_a_letter_that_takes_too_much_memory_costs_only_itself() -> None:
    reader = Apart(seconds=60, megabytes=60)
    try:
        assert reader.read(HEADER + b"\r\n" + b"x" * 60_000_000) is None
        assert reader.read(LONG) == read(LONG)
    finally:
        reader.close()


@pytest.mark.skipif(os.name != "posix", reason="kills as an out-of-memory killer does")
def test_a_child_that_was_killed_is_replaced() -> None:
    reader = Apart(seconds=60)
    try:
        assert reader.read(LONG) is not None
        child = reader._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert reader.read(LONG) == read(LONG)
    finally:
        reader.close()


def test_without_a_second_process_the_letter_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(apart.subprocess, "Popen", refused)
    assert MimeParser().parse(LONG) == read(LONG)


def test_a_parser_that_is_closed_leaves_no_process_behind() -> None:
    reader = Apart(seconds=60)
    parser = MimeParser(reader)
    parser.parse(LONG)
    child = reader._child
    assert child is not None and child.poll() is None
    parser.close()
    assert child.poll() is not None
    assert parser.parse(LONG) == read(LONG)
    parser.close()
