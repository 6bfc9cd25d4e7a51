"""From a path or a URL to a database."""

import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ...errors import StoreError
from ..sentences import folder_error
from .database import BUSY_SECONDS, Database, sqlite_habits
from .shares import share_at

_CONNECT_SECONDS = 10


def database(url_or_path: str | Path) -> Database:
    """The database at a path, or at a ``sqlite:///`` or ``postgresql://`` URL; its schema is not looked at.

    Raises StoreError for an address that makes no sense, a folder that cannot be written, and a
    PostgreSQL address without the driver.
    """
    url = _url(url_or_path)
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return _on_file(Path(url.database))
        case "postgresql":
            return _on_server(url.set(drivername="postgresql+psycopg"))
        case _:
            raise StoreError(
                "The casebook address must be a file, or begin with postgresql://. Correct it in the config."
            )


def _url(url_or_path: str | Path) -> URL:
    text = str(url_or_path)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        return make_url(text)
    except ArgumentError as error:
        raise StoreError("The casebook address cannot be read. Correct it in the config.") from error


def _on_file(path: Path) -> Database:
    share = share_at(path.parent)
    if share:
        raise StoreError(
            f"The casebook ({path}) is on a network share ({share}), where SQLite cannot keep two computers "
            "from damaging it. Nothing was changed. Choose a --home on this computer's own disk; for a team, "
            "put the casebook on PostgreSQL."
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Created by us, so that only its owner may read it; the log takes over the file's rights.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise folder_error(error, what="casebook", path=path) from error
    engine = sa.create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    sqlite_habits(engine)
    return Database(engine, path=path)


def _on_server(url: URL) -> Database:
    patience: dict[str, object] = (
        {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
    )
    try:
        engine = sa.create_engine(url, pool_pre_ping=True, pool_size=2, connect_args=patience)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(
            "A casebook on PostgreSQL needs a driver. Install it with: uv tool install 'inbox-tui[team]'"
        ) from error
    return Database(engine, path=None)
