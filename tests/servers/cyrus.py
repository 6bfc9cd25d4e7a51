"""A real Cyrus on loopback: IMAP, IMAPS, and LMTP for Postfix.

It has habits that Dovecot has not: every mailbox lies below ``INBOX``, ``\\sent`` is in lower case, and
there is no password before TLS. Its Debian package cannot be installed beside Dovecot's, so an unpacked
one will do as well: ``INBOX_TUI_CYRUS`` names its folder (see ``unpack_cyrus.sh``).
"""

import itertools
import os
import shutil
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .certificates import Authority, Certificate
from .daemon import Daemon, free_ports, own_folder, running

ANYBODY = "s3cret"
"""The password of every address; see ``Cyrus.fresh``."""


@dataclass(kw_only=True)
class Cyrus:
    """A running Cyrus with all its ports on 127.0.0.1."""

    folder: Path
    authority: Authority
    imap_port: int
    imaps_port: int
    lmtp_port: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def fresh(self, word: str = "owner") -> str:
        """An address that no test used yet, with empty mailboxes; its password is ``ANYBODY``."""
        return f"{word}-{next(self._numbers)}@shop.example"


def available() -> bool:
    """True when Cyrus can be started here: an own user is needed, which only root can take."""
    return os.getuid() == 0 and _program("imapd").exists()


def unpacked() -> bool:
    """True when the environment names an unpacked Cyrus, which then has to work."""
    return "INBOX_TUI_CYRUS" in os.environ


def _root() -> Path:
    return Path(os.environ.get("INBOX_TUI_CYRUS", "/"))


def _program(name: str) -> Path:
    return _root() / "usr" / "lib" / "cyrus" / "bin" / name


@contextmanager
def running_cyrus(authority: Authority) -> Iterator[Cyrus]:
    """Start Cyrus in a folder of its own."""
    with (
        own_folder("cyrus-") as folder,
        _door(folder / "door"),
        running(lambda: _start(folder, authority)) as server,
    ):
        yield server


def _start(folder: Path, authority: Authority) -> tuple[Cyrus, Daemon]:
    imap, imaps, lmtp = free_ports(3)
    server = Cyrus(folder=folder, authority=authority, imap_port=imap, imaps_port=imaps, lmtp_port=lmtp)
    for name in ("conf", "conf/proc", "conf/lock", "conf/socket", "conf/db", "conf/log", "spool"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(authority.certificate(Certificate.GOOD), folder / "conf" / "cert.pem")
    shutil.copy(authority.key(Certificate.GOOD), folder / "conf" / "key.pem")
    for path in (folder / "conf", folder / "spool", *(folder / "conf").rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    (folder / "imapd.conf").write_text(_config(folder))
    (folder / "cyrus.conf").write_text(_services(server))
    daemon = Daemon(
        [
            "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
            "env", f"LD_LIBRARY_PATH={_libraries()}",
            str(_program("master")), "-D", "-C", f"{folder}/imapd.conf", "-M", f"{folder}/cyrus.conf",
            "-p", f"{folder}/conf/pid",
        ],
        ports=(imap, imaps, lmtp),
        log=folder / "cyrus.log",
    )  # fmt: skip
    return server, daemon


def _libraries() -> str:
    """Where an unpacked Cyrus keeps its libraries; those of an installed one are found without."""
    found = (*_root().glob("usr/lib/*-linux-gnu"), *_root().glob("lib/*-linux-gnu"))
    return ":".join(map(str, found)) if unpacked() else ""


def _config(folder: Path) -> str:
    return f"""
configdirectory: {folder}/conf
defaultpartition: default
partition-default: {folder}/spool
proc_path: {folder}/conf/proc
mboxname_lockpath: {folder}/conf/lock
servername: mail.shop.example
cyrus_user: nobody
cyrus_group: nogroup
admins: nobody
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {folder}/door
sasl_mech_list: PLAIN LOGIN
allowplaintext: no
tls_server_cert: {folder}/conf/cert.pem
tls_server_key: {folder}/conf/key.pem
virtdomains: userid
defaultdomain: shop.example
unixhierarchysep: yes
altnamespace: no
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent|Drafts|Trash
autocreate_subscribe_folders: Sent|Drafts|Trash
xlist-sent: Sent
xlist-drafts: Drafts
xlist-trash: Trash
duplicatesuppression: no
# Without its idled it looks for news itself, every so many seconds.
imapidlepoll: 1
# Tests try wrong passwords; nobody should wait for that.
failedloginpause: 0
"""


def _services(server: Cyrus) -> str:
    config = f"-C {server.folder}/imapd.conf"
    imapd, lmtpd = _program("imapd"), _program("lmtpd")
    return f"""
START {{
  recover cmd="{_program("ctl_cyrusdb")} {config} -r"
}}
SERVICES {{
  imap cmd="{imapd} {config}" listen="127.0.0.1:{server.imap_port}" maxchild=50
  imaps cmd="{imapd} -s {config}" listen="127.0.0.1:{server.imaps_port}" maxchild=50
  lmtp cmd="{lmtpd} -a {config}" listen="127.0.0.1:{server.lmtp_port}" maxchild=10
}}
EVENTS {{
}}
"""


@contextmanager
def _door(path: Path) -> Iterator[None]:
    """Where Cyrus asks whether a password is right, as it would ask saslauthd."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    path.chmod(0o777)
    listener.listen(50)
    threading.Thread(target=_answer, args=(listener,), name="cyrus-door", daemon=True).start()
    try:
        yield
    finally:
        with suppress(OSError):  # closing alone does not wake the thread that accepts
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _answer(listener: socket.socket) -> None:
    while True:
        try:
            asking, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError, struct.error), asking, asking.makefile("rwb") as line:
            _, password, _, _ = (_counted(line) for _ in range(4))  # user, password, service, realm
            answer = b"OK" if password == ANYBODY.encode() else b"NO"
            line.write(struct.pack("!H", len(answer)) + answer)


def _counted(line: IO[bytes]) -> bytes:
    (size,) = struct.unpack("!H", line.read(2))
    return line.read(size)
