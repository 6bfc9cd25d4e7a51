"""Where passwords come from, and for how long they are remembered."""

from pathlib import Path

import pytest

from inbox_tui import bootstrap
from inbox_tui.config import Account, Server
from inbox_tui.errors import SignInError
from inbox_tui.mail.worker import Inline
from tests.servers.dovecot import Dovecot

from .mail.smtp_server import PASSWORD, Behaviour, faulty_server


def _command(file: Path) -> str:
    return f"cat '{file}'"


def _account(dovecot: Dovecot, *, user: str, smtp: int, command: str) -> Account:
    return Account(
        email=user,
        imap=Server(host="127.0.0.1", port=dovecot.imap_port, tls="off"),
        smtp=Server(host="127.0.0.1", port=smtp, tls="off"),
        password_command=command,
    )


def test_a_password_is_looked_up_once_while_it_works(dovecot: Dovecot, tmp_path: Path) -> None:
    """A command may ask the owner for a passphrase: not at each line that is opened."""
    user, file = dovecot.fresh(), tmp_path / "password"
    file.write_text(f"{dovecot.password(user)}\n")
    account = _account(dovecot, user=user, smtp=1, command=_command(file))
    line = bootstrap._line("shop", account, bootstrap.secret_store({"shop": account}), Inline())
    line.server.connect()
    file.unlink()
    line.server.close()
    assert line.server.connect()
    line.server.close()


def test_a_password_that_was_changed_is_looked_up_anew(dovecot: Dovecot, tmp_path: Path) -> None:
    user, file = dovecot.fresh(), tmp_path / "password"
    file.write_text("the old one\n")
    account = _account(dovecot, user=user, smtp=1, command=_command(file))
    line = bootstrap._line("shop", account, bootstrap.secret_store({"shop": account}), Inline())
    with pytest.raises(SignInError):
        line.server.connect()
    file.write_text(f"{dovecot.password(user)}\n")
    assert line.server.connect()
    line.server.close()


async def test_so_it_is_for_sending(dovecot: Dovecot, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("the old one\n")
    async with faulty_server(Behaviour(), sign_in=True) as port:
        account = _account(dovecot, user="owner@shop.example", smtp=port, command=_command(file))
        transport = bootstrap.transport_for("shop", account, bootstrap.secret_store({"shop": account}))
        with pytest.raises(SignInError):
            await transport.connect()
        file.write_text(f"{PASSWORD}\n")
        assert await transport.connect()
        await transport.close()
