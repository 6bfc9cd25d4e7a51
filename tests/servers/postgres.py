"""A real PostgreSQL on loopback, with an empty cluster of its own."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .daemon import Daemon, DidNotStart, free_ports, own_folder, running


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running PostgreSQL that trusts everybody on this computer."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its first database."""
        return f"postgresql://shop@127.0.0.1:{self.port}/postgres"


def available() -> bool:
    """True when its server programs are installed."""
    return _programs() is not None


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start it in a folder of its own."""
    programs = _programs()
    assert programs is not None
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    with own_folder("postgres-") as folder:
        if user:
            shutil.chown(folder, user)
        make = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "shop", "-E", "UTF8"]
        subprocess.run(
            [*make, "--auth=trust", "--no-sync"], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        with running(lambda: _start(programs, folder, user)) as server:
            yield server


def _start(programs: Path, folder: Path, user: str | None) -> tuple[Postgres, Daemon]:
    (port,) = free_ports(1)
    sockets = f"unix_socket_directories={folder}"
    settings = ["-p", str(port), "-F", "-c", "listen_addresses=127.0.0.1", "-c", sockets]
    daemon = Daemon(
        [str(programs / "postgres"), "-D", str(folder / "data"), *settings],
        ports=(port,),
        log=folder / "log",
        user=user,
    )
    # It listens a moment before it lets anybody in.
    ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    end = time.monotonic() + 120
    while subprocess.run(ready).returncode:
        if time.monotonic() > end:
            daemon.stop()
            raise DidNotStart("PostgreSQL lets nobody in")
        time.sleep(0.02)
    return Postgres(folder=folder, port=port), daemon


def _programs() -> Path | None:
    """The folder of the server's programs; distributions keep it out of PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None
