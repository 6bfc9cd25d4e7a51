"""Attachments, saved under safe names, never over an existing file, never opened by us."""

from pathlib import Path

from ...core.frozen import dataclass
from ...core.message import Attachment, CachedMessage
from ...errors import InboxError
from ..office import Office
from .mail_of import messages_of


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One file that was written. ``size`` is in bytes."""

    name: str
    path: Path
    size: int


class Attachments:
    """Writes the attachments of a case, or of mere mail, into a folder: those of all its letters."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save(self, conversation: str, folder: Path) -> list[Saved]:
        """Save them all. Raises InboxError when the folder cannot be written; what was saved stays."""
        saved: list[Saved] = []
        for mail in messages_of(self._office, conversation):
            raw = self._office.cache.raw(mail.ref) if mail.message.attachments and mail.whole else None
            if raw is not None:
                saved += [self._save(mail, each, raw, folder) for each in mail.message.attachments]
        return saved

    def _save(self, mail: CachedMessage, attachment: Attachment, raw: bytes, folder: Path) -> Saved:
        data = self._office.parser.attachment(raw, attachment.part)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = _write_new(folder, attachment.name, data)
        except OSError as error:
            raise InboxError(
                f"“{attachment.name}” could not be saved in {folder}: {error.strerror or error}. "
                "What was saved before it is there; choose another folder and try again."
            ) from error
        return Saved(name=path.name, path=path, size=len(data))


def _write_new(folder: Path, name: str, data: bytes) -> Path:
    """Create ``name``, or ``name-2`` and so on where it exists; ``x`` mode makes the check and the
    creation one step, so a file or a link that appears in between is not written over either."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        stem, ending = name, ""
    for number in range(1, 10_000):
        numbered = stem if number == 1 else f"{stem}-{number}"
        target = folder / (f"{numbered}.{ending}" if ending else numbered)
        try:
            file = target.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(data)
        except OSError:  # half a file would be taken for the whole one
            target.unlink(missing_ok=True)
            raise
        return target
    raise FileExistsError(17, "there are too many files of that name", str(folder / name))
