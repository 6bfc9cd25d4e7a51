"""The shop's scaffolds, its own before those that ship, and the outline that one makes for a case."""

from pathlib import Path

from ...core.called import first_name
from ...core.case import Case
from ...core.frozen import dataclass
from ...core.scaffold import (
    BadScaffold,
    Scaffold,
    below,
    chosen,
    outline,
    read_scaffold,
    shipped,
    shipped_texts,
)
from ...core.text import clean
from ...errors import InboxError, NotFoundError, RefusedError
from ...ports import Draft
from ..cases.cases import Cases
from ..office import Office

LARGEST = 64_000
"""Bytes of a file that are read: a scaffold is a page."""


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A text for the draft, and from which scaffold it is."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """The scaffolds that can be used, and for each file that cannot, one sentence that names its line."""

    scaffolds: tuple[Scaffold, ...]
    bad: tuple[str, ...]


class Scaffolds:
    """Reads ``*.txt`` in the config's folder ``scaffolds`` each time, so a mended file counts at once."""

    def __init__(self, office: Office, cases: Cases) -> None:
        self._office = office
        self._cases = cases

    def found(self) -> Found:
        """All of them; a bad file keeps none of the others away."""
        own: list[Scaffold] = []
        bad: list[str] = []
        folder = self._office.scaffold_folder
        for file in sorted(folder.glob("*.txt")) if folder is not None else ():
            made = _read(file)
            if isinstance(made, BadScaffold):
                where = f"{file}, line {made.line}" if made.line else f"{file}"
                bad.append(f"{where}: {made.reason}. This scaffold is left out; the others work.")
            else:
                own.append(made)
        taken = {each.name for each in own}
        return Found(
            scaffolds=(*own, *(each for each in shipped() if each.name not in taken)), bad=tuple(bad)
        )

    def outline(self, case_id: str, wanted: str = "", *, promise: str = "") -> Outline:
        """The outline for this case; ``wanted`` names a scaffold or a category, else the case's own category
        chooses. ``promise`` says what was promised, for one that speaks of it. Raises NotFoundError."""
        found = self.found()
        case = self._cases.ensure(case_id)
        scaffold = chosen(found.scaffolds, wanted or case.category) or (
            None if wanted else chosen(found.scaffolds, "other")
        )
        if scaffold is None:
            names = ", ".join(each.name for each in found.scaffolds)
            raise NotFoundError(f"There is no scaffold “{wanted}”. There are: {names}.")
        return Outline(
            title=scaffold.title, text=outline(scaffold, self._fields(case) | {"promise": promise})
        )

    def put_into_draft(self, case_id: str, wanted: str = "", *, promise: str = "") -> Draft:
        """Add the outline below the words that are in the draft already; they stay as they are."""
        made = self.outline(case_id, wanted, promise=promise)
        book = self._office.casebook
        kept = book.draft(case_id)
        text = below(kept.text if kept else "", made.text)
        draft = Draft(
            case_id=case_id,
            text=text,
            saved_at=self._office.now(),
            dismissed=kept.dismissed if kept else frozenset(),
        )
        book.save_draft(draft)
        return draft

    def make_own(self, name: str) -> Path:
        """Copy one that ships into the config folder, to change it there; returns where it lies.

        Raises NotFoundError, RefusedError where the shop has one of this name already, InboxError.
        """
        folder, text = self._office.scaffold_folder, shipped_texts().get(name)
        if text is None or folder is None:
            raise NotFoundError(f"No scaffold “{name}” ships. There are: {', '.join(shipped_texts())}.")
        file = folder / f"{name}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as opened:
                opened.write(text)
        except FileExistsError as error:
            raise RefusedError(f"{file} is there already, and stays as it is. Change it there.") from error
        except OSError as error:
            raise InboxError(f"{file} cannot be written: {error.strerror or error}.") from error
        return file

    def _fields(self, case: Case) -> dict[str, str]:
        account = self._office.config.accounts.get(case.account)
        return {
            "first_name": first_name(case.from_name),
            "name": case.from_name,
            "order": case.order_numbers[0] if case.order_numbers else "",
            "product": case.products[0] if case.products else "",
            "subject": case.subject,
            "shop": (account.from_name or account.email) if account else "",
        }


def _read(file: Path) -> Scaffold | BadScaffold:
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        return BadScaffold(name=file.stem, line=0, reason=f"it cannot be read ({error.strerror})")
    if len(raw) > LARGEST:
        return BadScaffold(name=file.stem, line=1, reason="it is longer than a page should be")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return BadScaffold(name=file.stem, line=line, reason="it is not UTF-8 text")
    return read_scaffold(file.stem, clean(text))
