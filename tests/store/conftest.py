"""A casebook on SQLite and on a throw-away PostgreSQL, where the same tests run, and a mail cache."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from inbox_tui.ports import MailCache
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from ..servers.daemon import DidNotStart, free_ports, started
from .letters import open_cache


def _server_programs() -> Path | None:
    """The folder of initdb and pg_ctl; distributions keep it out of PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of an empty database on a cluster of our own, gone afterwards."""
    programs = _server_programs()
    if programs is None:
        if os.environ.get("INBOX_TUI_REQUIRE_SERVERS") == "1":
            pytest.fail("PostgreSQL is required here, but its server programs are not installed")
        pytest.skip("no PostgreSQL server programs on this computer")
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="casebook-pg-"))
    if user:
        shutil.chown(home, user)
    data = home / "data"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd=home, check=True, stdout=subprocess.DEVNULL)

    control = str(programs / "pg_ctl")

    def start() -> int:
        (port,) = free_ports(1)
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={home} -c fsync=off"
        try:
            run(control, "-D", str(data), "-o", options, "-l", str(home / "log"), "-w", "start")
        except subprocess.CalledProcessError as error:
            raise DidNotStart((home / "log").read_text(errors="replace")[-2000:]) from error
        return port

    try:
        run(
            str(programs / "initdb"), "-D", str(data), "-U", "shop", "--auth=trust", "--no-sync", "-E", "UTF8"
        )
        port = started(start)
        try:
            yield f"postgresql://shop@127.0.0.1:{port}/postgres"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


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
