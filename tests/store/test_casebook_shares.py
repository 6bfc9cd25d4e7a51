"""SQLite on a network share is refused, with the reason; other mounts are left in peace."""

from pathlib import Path

import pytest

from inbox_tui.errors import StoreError
from inbox_tui.store.casebook import open_casebook, shares

MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /mnt/shop\040share rw,relatime shared:7 - nfs4 server:/shop rw,vers=4.2
31 22 0:26 / /mnt/smb rw - cifs //server/shop rw
32 31 0:27 / /mnt/smb/local rw - ext4 /dev/vdb rw
33 22 0:28 / /mnt/ssh rw - fuse.sshfs sam@server:/home/sam rw
nonsense
34 22 0:29 / - -
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/kim/shop", ""),
        ("/mnt/shop share/home", "nfs4"),
        ("/mnt/shop share", "nfs4"),
        ("/mnt/shop shared", ""),
        ("/mnt/smb/home", "cifs"),
        ("/mnt/smb/local/home", ""),
        ("/mnt/ssh", "fuse.sshfs"),
    ],
)
def test_the_innermost_mount_counts(
    place: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS.replace("\\\\040", "\\040"))
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "mountinfo")
    assert shares.share_at(Path(place)) == kind


def test_a_casebook_on_a_share_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (tmp_path / "mountinfo").write_text(f"30 22 0:25 / {tmp_path} rw - nfs4 server:/shop rw\n")
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "mountinfo")
    with pytest.raises(StoreError, match=r"network share \(nfs4\).*PostgreSQL"):
        open_casebook(home / "casebook.db", backups=None)
    assert not home.exists()
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "nowhere")
    open_casebook(home / "casebook.db", backups=None).close()
