"""Trying and keeping a mail account, for the command and for the form of the app."""

import asyncio

from ..bootstrap import daemon_runner, secret_store, try_account
from ..config import Account
from ..config_file import put_account
from ..desk.new_account import NotReady, line_in_doubt
from ..desk.signing_in import failure
from ..paths import Paths


def keep(paths: Paths, name: str, account: Account, password: str | None) -> None:
    """The password into the keyring, then the account into the config. Raises SecretError, ConfigError."""
    if password is not None:
        secret_store({name: account}).keep(name, password)
    put_account(paths.config_file, name, account)


class SettingUp:
    """What the form of the app asks for; a server or a keyring that is silent holds up nothing."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    async def try_it(self, name: str, account: Account, password: str | None) -> NotReady | None:
        """Sign in to both servers; None when that works, else why not, and which line to look at."""
        # A thread of its own for each try: one that was given up may still wait for a server.
        runner = daemon_runner("signing in")
        tested = await runner.run(lambda: asyncio.run(try_account(name, account, password)))
        if not (wrong := failure(tested)):
            return None
        reason = f"The account was not saved, because {wrong}"
        return NotReady(field=line_in_doubt(tested, account), reason=reason)

    async def keep(self, name: str, account: Account, password: str | None) -> None:
        """Into the config and the keyring. Raises InboxError."""
        await daemon_runner("keeping").run(keep, self._paths, name, account, password)
