"""Whether a folder is on a network share, where SQLite cannot keep its promises.

SQLite's write-ahead log needs memory that all programs share, and locks that hold; a network share gives
neither, and two computers would damage the casebook without a word.
"""

import os
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs"),
        *("ceph", "lustre", "gpfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.s3fs"),
        *("fuse.glusterfs", "fuse.ceph", "fuse.gvfsd-fuse"),
    )
)
_DRIVE_REMOTE = 4


def share_at(path: Path) -> str:
    """What kind of network share ``path`` is on; empty for a disk of this computer, or when nobody says."""
    if sys.platform == "win32":
        return _windows(path)
    try:
        return _linux(MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"), path.resolve())
    except OSError:
        return ""


def _linux(mounts: str, path: Path) -> str:
    """The kind of the innermost mount that holds ``path`` (proc(5), mountinfo)."""
    found, length = "", -1
    for entry in mounts.splitlines():
        before, _, after = entry.partition(" - ")
        fields, kind = before.split(), after.split()
        if len(fields) < 5 or not kind:
            continue
        place = _unescaped(fields[4])
        inside = place == "/" or str(path) == place or str(path).startswith(f"{place}/")
        if inside and len(place) >= length:
            found, length = kind[0], len(place)
    return found if found in _REMOTE else ""


def _unescaped(place: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(code, sign)
    return place


def _windows(path: Path) -> str:
    """UNC paths, and letters of drives that are somebody else's."""
    full = os.path.realpath(path)
    if full.startswith("\\\\") and not full.startswith(("\\\\?\\", "\\\\.\\")):
        return "network folder"
    import ctypes

    kernel = getattr(ctypes, "windll", None)
    drive = os.path.splitdrive(full)[0] + "\\"
    if kernel is not None and kernel.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE:
        return "network drive"
    return ""
