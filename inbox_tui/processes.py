"""Which program holds a claim, and whether it is certain that it has ended.

A claim outlives the program that made it when that is killed. On the same computer there is no need to
wait for the lease: the process is there or it is not. Its number alone would not do, for numbers come
again, and two computers or containers may share a name; so the boot, the process namespace and the
moment of its start stand beside it. Where any of these cannot be read, nothing is certain.
"""

import os
import socket
from pathlib import Path

_PROC = Path("/proc")


def this_process(token: str) -> str:
    """``host:pid:mark`` for the claims of this process; ``token`` tells two of its programs apart."""
    marks = (_place(), _started(os.getpid()), token)
    return f"{socket.gethostname()}:{os.getpid()}:{'.'.join(mark or '-' for mark in marks)}"


def is_gone(owner: str) -> bool:
    """True when ``owner`` is a process of this computer that has surely ended; False for any doubt."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    place, _, marks = owner.rpartition(":")[2].partition(".")
    started = marks.partition(".")[0]
    if host != socket.gethostname() or not rest.isdigit() or place in ("", "-") or started in ("", "-"):
        return False
    return place == _place() and started != _started(int(rest))


def _place() -> str:
    """This boot of this computer, seen from this process namespace; empty where nobody says."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip().replace("-", "")
        namespace = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        return ""
    digits = "".join(c for c in namespace if c.isdigit())
    return f"{boot[:16]}{digits}" if boot and digits else ""


def _started(pid: int) -> str:
    """When the process began, in ticks since the boot; empty when there is none, or only its remains."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return ""
    # The name in parentheses may hold anything, spaces and parentheses included.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]


def person() -> str:
    """Who is at the desk, for the history."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the last one on Windows, where no variable says it
        return "owner"
