"""A casebook on SQLite and on a throw-away PostgreSQL, where the same tests run, and a mail cache."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from inbox_tui.ports import MailCache
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from ..conftest import need
from ..servers import postgres
from .letters import open_cache


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of an empty database on a cluster of our own, gone afterwards."""
    need("PostgreSQL", available=postgres.available())
    with postgres.running_postgres() as server:
        yield server.url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database on a server."""
    yield postgres_server
    engine = sa.create_engine(postgres_server.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()


ON_POSTGRES = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")])


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty casebook may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "home" / "casebook.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def book(address: str) -> Iterator[SqlCasebook]:
    """An empty casebook."""
    made = open_casebook(address, backups=None)
    yield made
    made.close()


@pytest.fixture(params=["file", "memory"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailCache]:
    """An empty cache."""
    made = open_cache(tmp_path / "deep" / "mail.db" if request.param == "file" else None)
    yield made
    made.close()
