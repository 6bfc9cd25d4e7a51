"""A real Postfix on loopback that delivers into Dovecot and lets it check passwords. Needs root."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .certificates import Authority, Certificate
from .daemon import Daemon, found, free_ports, own_folder, running
from .dovecot import Dovecot

SIZE_LIMIT = 5_000_000
"""The largest message that this Postfix takes, in bytes."""
NO_SUCH_USER = "nosuch@shop.example"
BUSY_USER = "busy@shop.example"
"""Postfix refuses the first for good (550 5.1.1) and the second for now (450 4.2.2)."""

SERVICES = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, kw_only=True)
class Postfix:
    """A running Postfix: port 25 style, submission (STARTTLS) and submissions (TLS), all on 127.0.0.1."""

    folder: Path
    authority: Authority
    certificate: Certificate
    dovecot: Dovecot
    smtp_port: int
    submission_port: int
    submissions_port: int

    @property
    def log(self) -> str:
        """What it logged so far."""
        return (self.folder / "postfix.log").read_text(errors="replace")


def available() -> bool:
    """True when Postfix is installed and we may start it."""
    return found("postfix") is not None and os.getuid() == 0


@contextmanager
def running_postfix(
    dovecot: Dovecot, *, certificate: Certificate = Certificate.GOOD, settings: str = ""
) -> Iterator[Postfix]:
    """Start Postfix in a folder of its own; ``settings`` is added to main.cf."""
    with (
        own_folder("postfix-") as folder,
        running(lambda: _start(folder, dovecot, certificate, settings)) as server,
    ):
        yield server


def _start(folder: Path, dovecot: Dovecot, certificate: Certificate, settings: str) -> tuple[Postfix, Daemon]:
    smtp, submission, submissions = free_ports(3)
    server = Postfix(
        folder=folder,
        authority=dovecot.authority,
        certificate=certificate,
        dovecot=dovecot,
        smtp_port=smtp,
        submission_port=submission,
        submissions_port=submissions,
    )
    etc = folder / "etc"
    for part in (etc, folder / "spool", folder / "data"):
        part.mkdir(exist_ok=True)
    shutil.chown(folder / "data", "postfix")
    (etc / "recipients").write_text(
        f"{NO_SUCH_USER} 550 5.1.1 no such user here\n{BUSY_USER} 450 4.2.2 mailbox busy, try again later\n"
    )
    (etc / "main.cf").write_text(_main(server) + settings)
    (etc / "master.cf").write_text(_master(server))
    for name in ("postfix-files", "dynamicmaps.cf"):
        if Path("/etc/postfix", name).exists():
            shutil.copy(Path("/etc/postfix", name), etc / name)
    # “check” makes the queue's folders. The master is then run by itself: under “postfix start-fg” it
    # makes a session of its own and would outlive its keeper.
    command = [found("postfix") or "postfix", "-c", str(etc), "check"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    daemon = Daemon(
        [f"{_setting('daemon_directory')}/master", "-c", str(etc), "-d"],
        ports=(smtp, submission, submissions),
        log=folder / "postfix.log",
    )
    return server, daemon


def _setting(name: str) -> str:
    """A path that was decided when Postfix was built here."""
    command = [found("postconf") or "postconf", "-d", "-h", name]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=10).stdout.strip()


def _main(server: Postfix) -> str:
    folder, own, dovecot = server.folder, server.authority, server.dovecot
    return f"""
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = {_setting("command_directory")}
daemon_directory = {_setting("daemon_directory")}
mail_owner = postfix
setgid_group = {_setting("setgid_group")}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
myhostname = mail.shop.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = shop.example, buyer.example
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{dovecot.lmtp_port}
# Nothing may leave this computer.
default_transport = error:5.4.4 no way out of the test
relay_transport = error:5.4.4 no way out of the test
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
lmtp_destination_recipient_limit = 1
message_size_limit = {SIZE_LIMIT}
virtual_mailbox_limit = 0
smtpd_tls_cert_file = {own.certificate(server.certificate)}
smtpd_tls_key_file = {own.key(server.certificate)}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{dovecot.sasl_port}
smtpd_sasl_auth_enable = no
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/etc/recipients,
  permit_sasl_authenticated, reject_unauth_destination
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtputf8_enable = yes
"""


def _master(server: Postfix) -> str:
    sign_in = "-o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject"
    return (
        f"127.0.0.1:{server.smtp_port} inet n - n - - smtpd\n"
        f"127.0.0.1:{server.submission_port} inet n - n - - smtpd"
        f" -o smtpd_tls_security_level=encrypt {sign_in}\n"
        f"127.0.0.1:{server.submissions_port} inet n - n - - smtpd"
        f" -o smtpd_tls_wrappermode=yes {sign_in}\n" + SERVICES
    )
