"""Where passwords come from: a command, an environment variable, or the system's keyring, in that order.

An account says which one it uses; only the keyring is written to, and a password is never in the config.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping
from types import ModuleType

from .config import Account
from .errors import SecretError

SERVICE = "inbox-tui"
COMMAND_SECONDS = 30


class SecretStore:
    """Passwords of the accounts in a config."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = accounts
        self._known: dict[str, str] = {}

    def password(self, account: str) -> str | None:
        """The password, asked for once and then remembered for as long as servers take it."""
        if account not in self._known:
            settings = self._accounts[account]
            if settings.password_command:
                found: str | None = _from_command(settings.password_command)
            elif settings.password_env:
                found = _from_environment(settings.password_env)
            else:
                found = _from_keyring(account)
            if found is None:
                return None
            self._known[account] = found
        return self._known[account]

    def refused(self, account: str) -> None:
        """A server did not take the password: the owner may have changed it while we run."""
        self._known.pop(account, None)

    def keep(self, account: str, password: str) -> None:
        """Store in the keyring."""
        keyring, failure = _keyring()
        try:
            keyring.set_password(SERVICE, account, password)
        except failure as error:
            raise SecretError(_nothing_available()) from error
        self._known[account] = password

    def forget(self, account: str) -> None:
        """Remove from the keyring, if it is there."""
        keyring, failure = _keyring()
        self._known.pop(account, None)
        try:
            if keyring.get_password(SERVICE, account) is not None:
                keyring.delete_password(SERVICE, account)
        except failure:
            return


def _from_command(command: str) -> str:
    """The first line that the command prints. It is run without a shell."""
    try:
        done = subprocess.run(  # noqa: S603 - the owner's own command, from the owner's own config
            shlex.split(command), capture_output=True, timeout=COMMAND_SECONDS, check=False, text=True
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise SecretError(f"The password command could not be run: {error}. Nothing was changed.") from error
    lines = done.stdout.splitlines()
    if done.returncode != 0 or not lines or not lines[0]:
        raise SecretError(
            f"The password command gave no password (exit {done.returncode}). Run it by hand and see."
        )
    return lines[0]


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SecretError(f"The environment variable {name} holds no password. Set it and try again.")
    return value


def _from_keyring(account: str) -> str | None:
    keyring, failure = _keyring()
    try:
        found: str | None = keyring.get_password(SERVICE, account)
    except failure as error:
        raise SecretError(_nothing_available()) from error
    return found


def _keyring() -> tuple[ModuleType, tuple[type[Exception], ...]]:
    """The library and the errors that it may raise; it is slow to import and seldom needed."""
    import keyring
    from keyring.errors import KeyringError

    return keyring, (KeyringError, RuntimeError, OSError)


def _nothing_available() -> str:
    return (
        "This computer has no keyring to keep a password in. Nothing was saved. "
        "Give a command that prints it instead (--password-command), or a variable that holds it "
        "(--password-env)."
    )
