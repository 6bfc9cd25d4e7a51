"""The sample letters, damaged in every way that a line or a disk damages mail: still clean, still quick."""

import random
from pathlib import Path

import pytest

from inbox_tui.core.text import is_clean
from inbox_tui.mail.bounce import read_bounce
from inbox_tui.mail.mime import MimeParser, read

SAMPLES = sorted((Path(__file__).parents[2] / "sample_mail").rglob("*.eml"))
PARSER = MimeParser()


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """``raw`` with a piece cut out, doubled, turned round or overwritten."""
    start = chance.randrange(len(raw) + 1)
    end = min(len(raw), start + chance.randrange(1, 200))
    piece = raw[start:end]
    new = chance.choice(
        [b"", piece * 3, piece[::-1], chance.randbytes(len(piece)), b"\r\n\r\n", b"\x1b[2J\xe2\x80\xae"]
    )
    return raw[:start] + new + raw[end:]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_damaged_letters_stay_readable(path: Path) -> None:
    chance = random.Random(path.stem)
    raw = path.read_bytes()[:30_000]
    for _ in range(6):
        raw = damaged(raw, chance)
        message = read(raw)
        assert is_clean(message.text) and is_clean(message.subject) and is_clean(message.sender.name)
        assert all(is_clean(attachment.name) for attachment in message.attachments)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_only_the_bounces_are_bounces(path: Path) -> None:
    found = read_bounce(path.read_bytes(), PARSER)
    assert (found is not None) == any(word in path.stem for word in ("bounce", "delayed-delivery"))
