"""A real Dovecot on loopback: IMAP, IMAPS, LMTP for Postfix, and SASL for Postfix."""

import itertools
import os
import pwd
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .certificates import Authority, Certificate
from .daemon import Daemon, found, free_ports, own_folder, running

OWNER = "owner@shop.example"
CUSTOMER = "customer@buyer.example"
ODD = "odd@shop.example"
PASSWORDS = {OWNER: "s3cret", CUSTOMER: "cust", ODD: 'pä ss"wo\\rd{3}'}
ANYBODY = "s3cret"
"""The password of every other address; see ``Dovecot.fresh``."""


@dataclass(kw_only=True)
class Dovecot:
    """A running Dovecot with all its ports on 127.0.0.1."""

    folder: Path
    authority: Authority
    certificate: Certificate
    imap_port: int
    imaps_port: int
    lmtp_port: int
    sasl_port: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def fresh(self, word: str = "owner") -> str:
        """An address that no test used yet, with empty mailboxes; its password is ``ANYBODY``."""
        return f"{word}-{next(self._numbers)}@shop.example"

    def password(self, user: str) -> str:
        """The password of that user."""
        return PASSWORDS.get(user, ANYBODY)

    def home(self, user: str) -> Path:
        """Where that user's mail lies (Maildir++)."""
        return self.folder / "mail" / user / "Maildir"

    def deliver(self, user: str, *raws: bytes) -> None:
        """Put messages into the inbox of ``user`` through LMTP, in order, as a mail transport would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=60) as lmtp:
            for raw in raws:
                lmtp.sendmail("sender@buyer.example", [user], raw)

    @property
    def log(self) -> str:
        """What it logged so far."""
        return (self.folder / "dovecot.log").read_text(errors="replace")


def available() -> bool:
    """True when Dovecot can be started here."""
    return found("dovecot") is not None


@contextmanager
def running_dovecot(
    authority: Authority,
    *,
    certificate: Certificate = Certificate.GOOD,
    settings: str = "",
) -> Iterator[Dovecot]:
    """Start Dovecot in a folder of its own; ``settings`` is added to its configuration."""
    with (
        own_folder("dovecot-") as folder,
        running(lambda: _start(folder, authority, certificate, settings)) as server,
    ):
        yield server


def _start(
    folder: Path, authority: Authority, certificate: Certificate, settings: str
) -> tuple[Dovecot, Daemon]:
    imap, imaps, lmtp, sasl = free_ports(4)
    server = Dovecot(
        folder=folder,
        authority=authority,
        certificate=certificate,
        imap_port=imap,
        imaps_port=imaps,
        lmtp_port=lmtp,
        sasl_port=sasl,
    )
    config = folder / "dovecot.conf"
    config.write_text(_config(server) + settings)
    (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in PASSWORDS.items()))
    uid, gid = _mail_owner()
    mail = folder / "mail"
    mail.mkdir(exist_ok=True)
    os.chown(mail, uid, gid)
    daemon = Daemon(
        [found("dovecot") or "dovecot", "-F", "-c", str(config)],
        ports=(imap, imaps, lmtp, sasl),
        log=folder / "dovecot.log",
    )
    return server, daemon


def _mail_owner() -> tuple[int, int]:
    """Whose files the mail is: ours, or a user without a name when we are root (Dovecot refuses root)."""
    return (5000, 5000) if os.getuid() == 0 else (os.getuid(), os.getgid())


def _config(server: Dovecot) -> str:
    root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid()).pw_name
    uid, gid = _mail_owner()
    folder, own = server.folder, server.authority
    unchrooted = "" if root else "chroot =\n"
    boxes = "".join(
        f"  mailbox {name} {{\n    auto = subscribe\n    special_use = \\{name}\n  }}\n"
        for name in ("Drafts", "Sent", "Junk", "Trash")
    )
    return f"""
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {"dovecot" if root else me}
default_login_user = {"dovenull" if root else me}
default_internal_group = {"dovecot" if root else _group()}
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{own.certificate(server.certificate)}
ssl_key = <{own.key(server.certificate)}
auth_mechanisms = plain login
auth_username_format = %Lu
# Tests try wrong passwords; nobody should wait for that.
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_home = {folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
mail_max_userip_connections = 50
lda_mailbox_autocreate = yes
postmaster_address = postmaster@shop.example
hostname = mail.shop.example
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
passdb {{
  driver = static
  args = password={ANYBODY}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
{boxes}}}
service imap-login {{
  {unchrooted}inet_listener imap {{
    port = {server.imap_port}
  }}
  inet_listener imaps {{
    port = {server.imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  {unchrooted}unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {server.lmtp_port}
  }}
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {server.sasl_port}
  }}
}}
"""


def _group() -> str:
    import grp

    return grp.getgrgid(os.getgid()).gr_name
