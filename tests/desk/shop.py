"""A shop and a customer on real servers, each acting as people do: by command line and by mail."""

import imaplib
import json
import os
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

PASSWORD_VARIABLE = "SHOP_PASSWORD"


@dataclass(kw_only=True)
class Mailbox:
    """A customer who writes by SMTP and reads what arrived by IMAP (or from a list of the server)."""

    address: str
    smtp: Callable[[], smtplib.SMTP]
    imap: Callable[[], imaplib.IMAP4]
    only_to: str = ""

    def write(
        self, to: str, subject: str, text: str, *, answers: EmailMessage | None = None, **headers: str
    ) -> EmailMessage:
        """Send a message; returns it as it was sent."""
        message = EmailMessage()
        message["From"] = f"Dana Reed <{self.address}>"
        message["To"] = to
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain=self.address.rpartition("@")[2])
        if answers is not None:
            message["In-Reply-To"] = answers["Message-ID"]
            message["References"] = f"{answers.get('References', '')} {answers['Message-ID']}".strip()
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        with self.smtp() as smtp:
            smtp.send_message(message)
        return message

    def read(self, mailbox: str = "INBOX") -> list[EmailMessage]:
        """Everything in a mailbox that is addressed to ``only_to`` (or to anybody)."""
        imap = self.imap()
        try:
            assert imap.select(mailbox, readonly=True)[0] == "OK"
            numbers = imap.search(None, "ALL")[1][0].split()
            raws = [imap.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]  # type: ignore[index]
        finally:
            imap.logout()
        found = [message_from_bytes(raw, policy=policy.default) for raw in raws]  # type: ignore[arg-type]
        return [each for each in found if not self.only_to or self.only_to in str(each["To"])]

    def waits_for(self, count: int, *, seconds: float = 120) -> list[EmailMessage]:
        """The mail once there are ``count`` messages."""
        end = time.monotonic() + seconds
        while len(found := self.read()) < count and time.monotonic() < end:
            time.sleep(0.1)
        assert len(found) == count, [str(each["Subject"]) for each in found]
        return found


@dataclass(kw_only=True)
class Shop:
    """The program, run as its user runs it, in a home of its own."""

    home: Path
    address: str
    password: str
    servers: tuple[str, ...]
    """The options of ``account add`` that say where the servers are."""
    own_mail: Mailbox
    customer: Mailbox
    sent: str = "Sent"
    """What the server calls the mailbox of sent mail."""

    def run(self, *args: str, words: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run ``inbox-tui``; ``words`` is its standard input."""
        environment = {**os.environ, "INBOX_TUI_HOME": str(self.home), PASSWORD_VARIABLE: self.password}
        # It doubles the time that every import takes.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return subprocess.run(
            [sys.executable, "-m", "inbox_tui", *args],
            input=words if words is not None else "",
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
        )

    def json(self, *args: str, words: str | None = None) -> Any:
        """The JSON that a command prints, which must have done what it was asked."""
        done = self.run(*args, "--json", words=words)
        assert done.returncode == 0, (args, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def refuses(self, *args: str, words: str | None = None, code: int = 1) -> str:
        """The one line that a command says when it cannot do what it was asked."""
        done = self.run(*args, words=words)
        assert done.returncode == code, (args, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        if code == 1:
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr.strip()

    def add_account(self) -> Any:
        """``account add``, with both logins tested."""
        return self.json(
            "account", "add", "shop", "--email", self.address, "--from-name", "Kim's Pottery",
            "--password-env", PASSWORD_VARIABLE, *self.servers,
        )  # fmt: skip

    def synced_until(self, done: Callable[[Any], bool], *, seconds: float = 120) -> Any:
        """Sync until the list of all conversations looks as it should; gives that list."""
        end = time.monotonic() + seconds
        while True:
            self.json("sync")
            rows = self.json("list", "--all")
            if done(rows) or time.monotonic() > end:
                assert done(rows), rows
                return rows
            time.sleep(0.2)


def trusting(ca_file: Path) -> ssl.SSLContext:
    """TLS for the customer's own mail program."""
    return ssl.create_default_context(cafile=str(ca_file))
