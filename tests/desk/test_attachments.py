"""Attachments are written under safe names, beside what is there already."""

from pathlib import Path

import pytest

from inbox_tui.core.message import Attachment
from inbox_tui.errors import InboxError

from ..ui.shop import Shop
from .test_cases import letter
from .test_cases import shop as shop


def test_attachments_never_replace_a_file(shop: Shop, tmp_path: Path) -> None:
    raw = (
        b"From: dana@buyer.example\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nsee the photo\r\n"
        b"--b\r\nContent-Type: image/jpeg\r\n"
        b'Content-Disposition: attachment; filename="../../etc/spout.jpg"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n"
    )
    parsed = shop.desk.office.parser.parse(raw)
    mail = letter(shop, 1, parsed.text, hours_ago=1, attachments=parsed.attachments)
    shop.cache.put([mail], {mail.ref: raw})
    out = tmp_path / "out"
    first = shop.desk.attachments.save("k7f3p2qa", out)
    second = shop.desk.attachments.save("k7f3p2qa", out)
    names = [each.path.name for each in (*first, *second)]
    assert names[1] == names[0].replace(".jpg", "-2.jpg")
    assert all(each.path.parent == out and each.path.read_bytes() == b"hello" for each in (*first, *second))


def test_the_photo_of_a_letter_that_was_merged_is_saved_too(shop: Shop, tmp_path: Path) -> None:
    for name, hours in (("c1", 9), ("c2", 2)):
        shop.case(name, "Dana Reed", "Arrived in pieces", hours_ago=hours)
    raw = b"Content-Type: image/png; name=spout.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n"
    photo = shop.desk.office.parser.parse(raw).attachments
    mail = letter(shop, 1, "photo", hours_ago=9, home="c1", attachments=photo)
    shop.cache.put([mail], {mail.ref: raw})
    shop.desk.cases.merge("c1", "c2")
    assert [file.name for m in shop.desk.inbox.conversation("c2").messages for file in m.attachments]
    (saved,) = shop.desk.attachments.save("c2", tmp_path / "out")
    assert saved.path.read_bytes() == b"hi"


def test_an_attachment_does_not_follow_a_link_that_waits_under_its_name(shop: Shop, tmp_path: Path) -> None:
    raw = b"Content-Type: image/png; name=spout.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n"
    mail = letter(shop, 1, "photo", hours_ago=1, attachments=shop.desk.office.parser.parse(raw).attachments)
    shop.desk.office.cache.put([mail], {mail.ref: raw})
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_text("kept")
    (out / "spout.png").symlink_to(tmp_path / "precious")
    (out / "spout-2.png").symlink_to(tmp_path / "nowhere")
    (saved,) = shop.desk.attachments.save("k7f3p2qa", out)
    assert (saved.name, saved.path.read_bytes()) == ("spout-3.png", b"hi")
    assert (tmp_path / "precious").read_text() == "kept" and not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_written_is_said(shop: Shop, tmp_path: Path) -> None:
    photo = Attachment(name="spout.jpg", type="image/jpeg", size=5, part=1)
    mail = letter(shop, 1, "photo", hours_ago=1, attachments=(photo,))
    shop.cache.put([mail], {mail.ref: b"x"})
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InboxError, match=r"spout\.jpg"):
        shop.desk.attachments.save("k7f3p2qa", tmp_path / "file")
