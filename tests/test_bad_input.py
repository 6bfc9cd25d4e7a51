"""Everything that goes wrong ends in one clear sentence, exit code 1, and loses nothing."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_tui.store.cache_schema import file_in

from .desk.conftest import embedded_shop, real_shop
from .desk.shop import Shop
from .desk.test_story import COMPLAINT, REPLY, complain
from .servers.certificates import Certificate
from .servers.dovecot import Dovecot, running_dovecot

__all__ = ["embedded_shop", "real_shop"]


@pytest.fixture
def shop(embedded_shop: Shop) -> Shop:
    return embedded_shop


@pytest.mark.parametrize(
    "command",
    [("sync",), ("account", "test"), ("account", "remove", "nobody"), ("show", "nothing1"), ("undo",)],
)
def test_without_an_account(shop: Shop, command: tuple[str, ...]) -> None:
    said = shop.refuses(*command)
    assert said.endswith((".", "”."))


def test_an_empty_home_lists_nothing_and_says_what_to_do(shop: Shop) -> None:
    assert shop.json("list") == []
    assert "inbox-tui sync" in shop.run("list").stdout
    assert shop.json("send-due")["accepted"] == 0


def test_a_wrong_password_saves_nothing(shop: Shop) -> None:
    shop.password = "wrong"
    said = shop.refuses(
        "account", "add", "shop", "--email", shop.address, "--password-env", "SHOP_PASSWORD", *shop.servers
    )
    assert "not saved" in said
    assert shop.json("account", "list") == []


def test_an_unknown_host_and_a_closed_port(shop: Shop) -> None:
    for where in ("mail.nowhere.invalid:993", "127.0.0.1:1"):
        said = shop.refuses(
            "account", "add", "shop", "--email", shop.address, "--password-env", "SHOP_PASSWORD",
            "--imap", where, "--smtp", where,
        )  # fmt: skip
        assert "not saved" in said
        assert shop.json("account", "list") == []


def test_no_network_keeps_what_is_here(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    config = shop.home / "config.toml"
    port = shop.servers[1].rpartition(":")[2]
    config.write_text(config.read_text().replace(f"port = {port}", "port = 1"))
    shop.refuses("sync")
    assert [r["id"] for r in shop.json("list")] == [case]
    shop.json("reply", case, "--file", "-", words=REPLY)


def test_an_account_without_a_password_keeps_no_other_from_its_mail(shop: Shop) -> None:
    shop.add_account()
    shop.json(
        "account", "add", "another", "--email", "ann@shop.example", "--password-env", "NOT_SET", "--no-test",
        *shop.servers,
    )  # fmt: skip
    shop.customer.write(shop.address, "Broken", COMPLAINT)
    done = shop.run("sync")
    assert (done.returncode, "NOT_SET holds no password" in done.stderr) == (1, True)
    assert "shop: 1 new" in done.stdout


def test_encryption_is_not_turned_off_towards_the_world(shop: Shop) -> None:
    said = shop.refuses(
        "account", "add", "shop", "--email", shop.address, "--password-env", "SHOP_PASSWORD",
        "--imap", "mail.shop.example:143", "--imap-tls", "off", "--smtp", "mail.shop.example:25",
    )  # fmt: skip
    assert "without encryption" in said


def test_no_keyring_is_said(shop: Shop) -> None:
    said = shop.refuses("account", "add", "shop", "--email", shop.address, *shop.servers)
    assert "--password-command" in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("accounts = [", "TOML"),
        ("[accounts.shop]\nemail = 3\n", "email"),
        ("[desk]\nanswer_within_hours = 'soon'\n", "answer_within_hours"),
        ("[desk]\nzone = 'Mars/Olympus'\n", "zone"),
        ("surprise = 1\n", "surprise"),
        ("[desk]\nanswer_within_hours = inf\n", "answer_within_hours"),
        ("[desk]\nanswer_within_hours = nan\n", "answer_within_hours"),
        ("[desk]\ndownload_days = 99999999999\n", "download_days"),
        ("[sending]\nundo_seconds = -1\n", "undo_seconds"),
        ("[sending]\nopen_from = 'early'\n", "open_from"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_corrupt_config_names_the_file_and_the_key_and_is_left_alone(
    shop: Shop, text: str | bytes, named: str
) -> None:
    shop.home.mkdir()
    config = shop.home / "config.toml"
    raw = text if isinstance(text, bytes) else text.encode()
    config.write_bytes(raw)
    assert named in shop.refuses("list")
    assert config.read_bytes() == raw


def test_a_casebook_of_a_newer_version_is_not_touched(shop: Shop) -> None:
    shop.json("list")
    book = shop.home / "casebook.db"
    database = sqlite3.connect(book)
    database.execute("update alembic_version set version_num = 'ffff'")
    database.commit()
    database.close()
    before = book.read_bytes()
    assert "newer" in shop.refuses("list")
    assert book.read_bytes() == before


def test_a_casebook_that_is_none_is_not_touched(shop: Shop) -> None:
    shop.home.mkdir()
    (shop.home / "casebook.db").write_bytes(b"something else entirely, and long enough to be looked at" * 40)
    before = (shop.home / "casebook.db").read_bytes()
    shop.refuses("list")
    assert (shop.home / "casebook.db").read_bytes() == before


def test_a_cache_that_is_none_is_made_anew(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    file_in(shop.home / "cache").write_bytes(b"scrambled " * 1000)
    assert [r["id"] for r in shop.json("list")] == [case]
    assert shop.json("sync")["accounts"][0]["new"] == 1


def test_a_home_that_cannot_be_written(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    shop.home = tmp_path / "file" / "home"
    shop.refuses("list")
    shop.refuses(
        "account", "add", "shop", "--email", shop.address, "--password-env", "SHOP_PASSWORD", *shop.servers
    )


def test_an_unknown_id_an_empty_draft_and_a_time_that_passed(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    for command in (
        ("show", "zzzzzzzz"),
        ("case", "zzzzzzzz", "resolve"),
        ("outbox", "settle", "99", "drop"),
    ):
        assert "There is no" in shop.refuses(*command)
    assert "no words" in shop.refuses("reply", case, "--file", "-", words=" \n ")
    shop.refuses("reply", case, "--file", "-", "--at", "01/12/2026", words=REPLY, code=2)
    shop.refuses(
        "followup", "add", case, "--kind", "nudge", "--at", "yesterday", "--file", "-", words="x", code=2
    )
    shop.refuses("followup", "add", case, "--kind", "promise", "--at", "in 3 days")
    shop.refuses("case", case, "reopen")
    shop.refuses("case", case, "category", "weather")
    shop.refuses("reply", case, "--file", str(shop.home / "nowhere.txt"), code=2)
    assert shop.json("outbox") == []
    assert shop.json("show", case)["state"] == "new"


def test_hostile_words_in_a_search(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    for words in ('"', "a AND", "NEAR(", "*", "teapot*", "(", "col:umn", "'; drop table", "\\", "-", "%"):
        done = shop.run("search", "--json", "--", words)
        assert isinstance(json.loads(done.stdout), list), (words, done.stderr)
    assert [r["id"] for r in shop.json("search", "TEAPOT")] == [case]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where we may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True
    )
    if not done or done.returncode != 0:
        pytest.skip("No disk can be mounted here.")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_queues_nothing_and_says_so(shop: Shop, small_disk: Path) -> None:
    shop.home = small_disk / "home"
    shop.add_account()
    case, _ = complain(shop)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(b"x" * max(0, free - 4096))
    said = shop.refuses("reply", case, "--file", "-", words=REPLY * 20)
    assert "disk" in said.lower() or "full" in said.lower(), said
    (small_disk / "filler").unlink()
    assert shop.json("outbox") == []
    assert [r["id"] for r in shop.json("list")] == [case]
    shop.json("reply", case, "--file", "-", words=REPLY)


@pytest.mark.parametrize("certificate", [Certificate.EXPIRED, Certificate.WRONG_HOST])
def test_a_bad_certificate_gets_no_password(
    real_shop: Shop, dovecot: Dovecot, certificate: Certificate
) -> None:
    with running_dovecot(dovecot.authority, certificate=certificate) as bad:
        where = f"127.0.0.1:{bad.imaps_port}"
        said = real_shop.refuses(
            "account", "add", "shop", "--email", real_shop.address, "--password-env", "SHOP_PASSWORD",
            *real_shop.servers, "--imap", where,
        )  # fmt: skip
        assert "certificate" in said.lower()
        assert "Login" not in bad.log


def test_a_mailbox_that_vanished_is_named_and_the_inbox_is_read(real_shop: Shop) -> None:
    real_shop.add_account()
    config = real_shop.home / "config.toml"
    config.write_text(
        config.read_text().replace(
            "[accounts.shop.imap]", 'mailboxes = ["Old orders"]\n\n[accounts.shop.imap]'
        )
    )
    real_shop.customer.write(real_shop.address, "Arrived in pieces", COMPLAINT)
    said = real_shop.refuses("sync")
    assert "Old orders" in said
    assert [r["subject"] for r in real_shop.json("list", "--all")] == ["Arrived in pieces"]


def test_json_is_json_whatever_the_mail_says(shop: Shop) -> None:
    shop.add_account()
    shop.customer.write(
        shop.address, "broken [/x] \u202e", "\x1b]52;c;eA==\x07 my cup is broken, refund please"
    )
    rows = shop.synced_until(lambda found: len(found) == 1)
    shown = shop.run("show", rows[0]["id"])
    assert "\x1b" not in shown.stdout
    assert "\u202e" not in json.dumps(rows, ensure_ascii=False)
