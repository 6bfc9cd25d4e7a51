"""The form for an account: what its lines mean, and one sentence for what they cannot mean."""

from dataclasses import replace
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.desk.new_account import (
    NotReady,
    Ready,
    Typed,
    Way,
    line_in_doubt,
    read,
    read_server,
    suggested,
)
from inbox_tui.desk.signing_in import Tried
from inbox_tui.errors import (
    AuthorityError,
    CertificateError,
    InboxError,
    MailError,
    SecretError,
    SignInError,
    UnreachableError,
)

GOOD = Typed(
    email="kim@pottery.example",
    from_name="Kim's Pottery",
    password="s3cret",
    imap="imap.pottery.example:993",
    smtp="smtp.pottery.example:587",
)


def test_good_lines_are_an_account() -> None:
    found = read(GOOD)
    assert found == Ready(
        name="pottery",
        password="s3cret",
        account=Account(
            email="kim@pottery.example",
            from_name="Kim's Pottery",
            imap=Server(host="imap.pottery.example", port=993, tls="implicit"),
            smtp=Server(host="smtp.pottery.example", port=587, tls="starttls"),
        ),
    )


def test_a_command_takes_the_place_of_the_password() -> None:
    found = read(replace(GOOD, password="", password_command=" pass show mail "))
    assert isinstance(found, Ready)
    assert found.password is None and found.account.password_command == "pass show mail"


def test_a_file_is_found_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "kim"))
    for typed, file in (("ca.pem", "ca.pem"), (" ~/ca.pem ", "kim/ca.pem"), ("/etc/ca.pem", "/etc/ca.pem")):
        found = read(replace(GOOD, ca_file=typed))
        assert isinstance(found, Ready)
        assert found.account.ca_file == str(tmp_path / file)


@pytest.mark.parametrize(
    ("text", "way", "server"),
    [
        ("imap.a.example", "imap", Server(host="imap.a.example", port=993, tls="implicit")),
        ("imap.a.example:143", "imap", Server(host="imap.a.example", port=143, tls="starttls")),
        ("smtp.a.example", "smtp", Server(host="smtp.a.example", port=465, tls="implicit")),
        ("smtp.a.example:2525 STARTTLS", "smtp", Server(host="smtp.a.example", port=2525, tls="starttls")),
        ("127.0.0.1:10143 off", "imap", Server(host="127.0.0.1", port=10143, tls="off")),
        ("[::1]:993", "imap", Server(host="::1", port=993, tls="implicit")),
        ("::1", "imap", Server(host="::1", port=993, tls="implicit")),
    ],
)
def test_a_server_is_read_as_people_write_it(text: str, way: Way, server: Server) -> None:
    assert read_server(text, way) == server


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"email": ""}, "email", "the shop's own address"),
        ({"email": "kim"}, "email", "the shop's own address"),
        ({"email": "kim@pottery"}, "email", "the shop's own address"),
        ({"email": "kim @pottery.example"}, "email", "the shop's own address"),
        ({"email": "kim\x1b@pottery.example"}, "email", "the shop's own address"),
        ({"password": ""}, "password", "Write the password"),
        ({"password_command": "pass"}, "password_command", "not both"),
        ({"imap": ""}, "imap", "such as imap.pottery.example:993"),
        ({"imap": "a b c"}, "imap", "such as imap.pottery.example:993"),
        ({"imap": "127.0.0.1:993ple:993"}, "imap", "such as imap.pottery.example:993"),
        ({"imap": "im/ap.example"}, "imap", "such as imap.pottery.example:993"),
        ({"smtp": "smtp.a.example:many"}, "smtp", "“many” is no port"),
        ({"smtp": "smtp.a.example:0"}, "smtp", "“0” is no port"),
        ({"smtp": "smtp.a.example:70000"}, "smtp", "from 1 to 65535"),
        ({"smtp": "smtp.a.example:٤٦٥"}, "smtp", "is no port"),
        ({"smtp": "smtp.a.example:2525"}, "smtp", "does not tell how it is encrypted"),
        ({"smtp": "smtp.a.example:465 maybe"}, "smtp", "does not tell how it is encrypted"),
        ({"imap": "imap.a.example:143 off"}, "imap", "could read the password"),
    ],
)
def test_each_bad_line_is_one_sentence_at_its_field(change: dict[str, str], field: str, told: str) -> None:
    found = read(replace(GOOD, **change))
    assert isinstance(found, NotReady) and found.field == field
    assert told in found.reason and found.reason.endswith(".") and "\x1b" not in found.reason


def test_servers_are_guessed_from_the_address() -> None:
    assert suggested("kim@pottery.example", "imap") == "imap.pottery.example:993"
    assert suggested("kim@pottery.example", "smtp") == "smtp.pottery.example:465"
    assert suggested("kim", "imap") == suggested("kim@pottery", "imap") == ""


@pytest.mark.parametrize(
    ("imap", "smtp", "by_command", "line"),
    [
        (None, None, False, ""),
        (SignInError("no"), None, False, "password"),
        (SignInError("no"), SignInError("no"), True, "password_command"),
        (SecretError("no"), SecretError("no"), True, "password_command"),
        (UnreachableError("no"), SignInError("no"), False, "imap"),
        (AuthorityError("no"), AuthorityError("no"), False, "ca_file"),
        (None, AuthorityError("no"), False, "ca_file"),
        (CertificateError("no"), None, False, "imap"),
        (None, UnreachableError("no"), False, "smtp"),
        (None, SignInError("no"), False, "smtp"),
        (MailError("no"), None, False, "imap"),
    ],
)
def test_the_line_to_look_at_is_the_one_that_is_most_likely_wrong(
    imap: InboxError | None, smtp: InboxError | None, by_command: bool, line: str
) -> None:
    typed = replace(GOOD, password="", password_command="pass") if by_command else GOOD
    found = read(typed)
    assert isinstance(found, Ready)
    assert line_in_doubt((Tried(wrong=imap), Tried(wrong=smtp)), found.account) == line
