"""The config file: TOML that a person may edit, read into ``config`` and written back with its comments.

An error names the file, the key and what was expected; the rest of the program never sees a half-read config.
"""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from .config import Account, Config, check_account
from .errors import ConfigError

TURN_SECONDS = 5.0
"""How long a change of the file waits for another program's."""


def load(path: Path) -> Config:
    """The config in ``path``; the defaults when there is no such file. Raises ConfigError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not valid TOML: {error}. Nothing was changed; mend it and try again."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Nothing was changed.") from error
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}. Nothing was changed; mend that key and try again.") from error
    for name, account in config.accounts.items():
        check_account(name, account)
    return config


def put_account(path: Path, name: str, account: Account) -> None:
    """Add or replace an account in the file, keeping comments and order. Raises ConfigError."""
    _edit(path, "accounts", lambda accounts: accounts.__setitem__(name, _plain(account)))


def drop_account(path: Path, name: str) -> None:
    """Take an account out of the file. Raises ConfigError."""
    _edit(path, "accounts", lambda accounts: accounts.pop(name, None))


def put_settings(path: Path, section: str, **values: str | bool) -> None:
    """Set some keys of a section, keeping comments and order. Raises ConfigError."""
    _edit(path, section, lambda table: table.update(values))


def _plain(account: Account) -> dict[str, Any]:
    """Only what differs from the defaults, so that the file stays short."""
    full: dict[str, Any] = msgspec.to_builtins(account)
    bare: dict[str, Any] = msgspec.to_builtins(Account(email="", imap=account.imap, smtp=account.smtp))
    return {key: value for key, value in full.items() if key in ("imap", "smtp") or value != bare[key]}


def _edit(path: Path, section: str, change: Callable[[Any], object]) -> None:
    import tomlkit

    from .turns import turn

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What another program writes between our look and our write would be lost.
        with turn(path.with_name(f".{path.stem}.turn"), patience=TURN_SECONDS):
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            document = tomlkit.parse(text)
            if section not in document:
                document[section] = tomlkit.table(is_super_table=section == "accounts")
            change(document[section])
            _write(path, tomlkit.dumps(document))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} could not be written: {error}. It is as it was before.") from error


def _write(path: Path, text: str) -> None:
    """All or nothing: the old file stays until the new one is whole on disk."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
