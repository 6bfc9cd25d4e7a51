"""The servers of the tests do what the tests rely on."""

import os
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.conftest import need
from tests.mail.imap_server import imap_for, letter

from . import postgres
from .daemon import answers
from .dovecot import CUSTOMER, ODD, OWNER, Dovecot
from .faults import Fault, FaultProxy, Trigger
from .postfix import NO_SUCH_USER, Postfix


def test_mail_goes_through_postfix_into_dovecot(postfix: Postfix, dovecot: Dovecot) -> None:
    user = dovecot.fresh("customer")
    context = ssl.create_default_context(cafile=str(dovecot.authority.ca_file))
    with smtplib.SMTP("127.0.0.1", postfix.submission_port, timeout=60) as smtp:
        smtp.starttls(context=context)
        smtp.login(OWNER, dovecot.password(OWNER))
        smtp.sendmail(OWNER, [user], letter(5))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        while not server.find("<mug-5@buyer.example>"):
            assert server.wait(60)


def test_postfix_asks_for_a_password_and_knows_who_is_not_there(postfix: Postfix, dovecot: Dovecot) -> None:
    context = ssl.create_default_context(cafile=str(dovecot.authority.ca_file))
    with smtplib.SMTP_SSL("127.0.0.1", postfix.submissions_port, context=context, timeout=60) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail(OWNER, [CUSTOMER], letter(1))
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login(CUSTOMER, "wrong")
    with smtplib.SMTP("127.0.0.1", postfix.smtp_port, timeout=60) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            smtp.sendmail(CUSTOMER, [NO_SUCH_USER], letter(1))
        assert refused.value.recipients[NO_SUCH_USER][0] == 550


def test_the_odd_password_is_really_checked(dovecot: Dovecot) -> None:
    with imap_for(dovecot, ODD) as server:
        assert server.connect()
    assert not dovecot.password(ODD).isascii()


def test_servers_die_with_a_test_process_that_is_killed(dovecot: Dovecot) -> None:
    _dies_with_its_process(
        f"""
        from pathlib import Path
        from tests.servers.certificates import Authority
        from tests.servers.dovecot import running_dovecot

        with running_dovecot(Authority(folder=Path({str(dovecot.authority.folder)!r}))) as server:
            said(server.imap_port, server.folder)
        """
    )


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_so_does_postgresql_though_somebody_is_signed_in() -> None:
    need("PostgreSQL", available=postgres.available())
    _dies_with_its_process(
        """
        import psycopg
        from tests.servers.postgres import running_postgres

        with running_postgres() as server, psycopg.connect(server.url):
            said(server.port, server.folder)
        """
    )


def _dies_with_its_process(program: str) -> None:
    """Run it until it has said which port and folder its server has, kill it, and see the server go."""
    said = "import time\n\ndef said(*what):\n    print(*what, flush=True)\n    time.sleep(60)\n"
    command = [sys.executable, "-c", said + textwrap.dedent(program)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    port, folder = process.stdout.readline().split()
    assert answers(int(port))
    os.kill(process.pid, signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    end = time.monotonic() + 60
    while answers(int(port)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not answers(int(port))
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.mark.parametrize("passed", [True, False])
def test_the_proxy_loses_an_answer_or_a_question(passed: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        trigger = Trigger(text=b"STOP", fault=Fault.CUT, passed=passed)
        with FaultProxy(listener.getsockname()[1], trigger=trigger) as proxy:
            client = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
            server, _ = listener.accept()
            server.settimeout(5)
            with client, server:
                client.sendall(b"go ")
                assert server.recv(100) == b"go "
                server.sendall(b"went")
                assert client.recv(100) == b"went"
                client.sendall(b"ST")
                assert server.recv(100) == b"ST"
                client.sendall(b"OP")
                assert server.recv(100) == (b"OP" if passed else b"")
                if passed:
                    server.sendall(b"stopped")
                assert client.recv(100) == b""


def test_a_missing_server_skips_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    need("Dovecot", available=True)
    monkeypatch.delenv("INBOX_TUI_REQUIRE_SERVERS", raising=False)
    with pytest.raises(pytest.skip.Exception):
        need("Dovecot", available=False)
    monkeypatch.setenv("INBOX_TUI_REQUIRE_SERVERS", "1")
    with pytest.raises(pytest.fail.Exception):
        need("Dovecot", available=False)
