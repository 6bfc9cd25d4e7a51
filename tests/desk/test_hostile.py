"""Every hostile letter of the sample mail, from the server through the stores to what is printed."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from inbox_tui.cli.root import cli
from inbox_tui.config import Account, Server
from inbox_tui.config_file import put_account
from inbox_tui.core.text import is_clean
from inbox_tui.demo.mail import DemoMail
from inbox_tui.desk.receiving.reading import NOT_READ
from inbox_tui.paths import shipped


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose inbox holds nothing but hostile letters, synced."""
    folder = tmp_path_factory.mktemp("hostile")
    sample = folder / "sample"
    shutil.copytree(shipped("sample_mail") / "hostile", sample / "inbox")
    with DemoMail.start(sample, datetime.now(UTC)) as demo:
        os.environ["HOSTILE_PASSWORD"] = demo.password
        account = Account(
            email=demo.user,
            imap=Server(host=demo.imap_host, port=demo.imap_port, tls="off"),
            smtp=Server(host=demo.smtp_host, port=demo.smtp_port, tls="off"),
            password_env="HOSTILE_PASSWORD",
        )
        put_account(folder / "config.toml", "shop", account)
        synced = CliRunner().invoke(cli, ["sync", "--json", "--home", str(folder)])
        assert synced.exit_code == 0, synced.output
        yield folder
    del os.environ["HOSTILE_PASSWORD"]


def run(home: Path, *args: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(cli, [*args, "--home", str(home)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_every_letter_is_listed_and_shown_without_a_control_byte(home: Path) -> None:
    rows = json.loads(run(home, "list", "--all", "--json"))
    letters = len(list((shipped("sample_mail") / "hostile").glob("*.eml")))
    assert letters - 2 <= sum(row["messages"] for row in rows) <= letters
    for row in rows:
        printed = run(home, "show", row["id"])
        assert is_clean(printed), row["subject"]
        shown = json.loads(run(home, "show", row["id"], "--json"))
        assert not {*shown["why"]} & {*NOT_READ.why}, row["subject"]
        for message in shown["messages"]:
            assert is_clean(message["text"])
            assert all(is_clean(file["name"]) for file in message["attachments"])


def test_no_attachment_leaves_the_folder_that_was_named(home: Path, tmp_path: Path) -> None:
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    out = tmp_path / "deep" / "out"
    saved = []
    for row in json.loads(run(home, "list", "--all", "--json")):
        saved += json.loads(run(home, "attachments", row["id"], "--out", str(out), "--json"))
    assert len(saved) >= 5
    after = {each for each in tmp_path.rglob("*") if each.is_file()} - before
    assert after == {Path(each["path"]) for each in saved}
    assert all(each.parent == out for each in after)


def test_a_search_finds_hostile_letters_by_their_words(home: Path) -> None:
    found = json.loads(run(home, "search", "5700", "--json"))
    assert found
