"""The owner's words: drafts, their earlier texts, and notes."""

from datetime import datetime

import sqlalchemy as sa

from ...ports import Draft, Note
from .database import Database
from .part import Part
from .tables import draft, draft_version, note
from .types import storable
from .versions import MOST_VERSIONS, Keep, KeepInstead, step


class Writing(Part):
    """The tables of drafts and notes."""

    def draft(self, case_id: str) -> Draft | None:
        """The draft as last saved."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(draft).where(draft.c.case_id == case_id)).mappings().first()
        return None if row is None else _draft(row)

    def drafts(self) -> dict[str, datetime]:
        """The cases that have a draft with words in it, and when it was saved."""
        query = sa.select(draft.c.case_id, draft.c.text, draft.c.saved_at)
        with self._database.reading() as connection:
            return {row.case_id: row.saved_at for row in connection.execute(query) if row.text.strip()}

    def save_draft(self, draft: Draft) -> None:
        """Keep the words. An earlier, different text is kept as a version (the last 50)."""
        with self._database.writing() as connection:
            write_draft(self._database, connection, draft)

    def draft_versions(self, case_id: str) -> list[Draft]:
        """Earlier texts, newest first."""
        query = (
            sa.select(draft_version)
            .where(draft_version.c.case_id == case_id)
            .order_by(draft_version.c.id.desc())
        )
        with self._database.reading() as connection:
            return [_draft(row) for row in connection.execute(query).mappings()]

    def notes(self, case_id: str) -> list[Note]:
        """Remarks on a case, oldest first."""
        query = sa.select(note).where(note.c.case_id == case_id).order_by(note.c.id)
        with self._database.reading() as connection:
            return [Note(**row) for row in connection.execute(query).mappings()]


def write_draft(database: Database, connection: sa.Connection, new: Draft) -> None:
    """Save a draft, keeping what it replaces where that is worth it; inside the caller's transaction."""
    found = sa.select(draft).where(draft.c.case_id == new.case_id).with_for_update()
    row = connection.execute(found).mappings().first()
    versioned_at = new.saved_at
    if row is not None:
        versioned_at = row["versioned_at"]
        newest = connection.execute(
            sa.select(draft_version.c.id, draft_version.c.text)
            .where(draft_version.c.case_id == new.case_id)
            .order_by(draft_version.c.id.desc())
            .limit(1)
        ).first()
        verdict = step(
            old=row["text"],
            new=storable(new.text),
            newest=newest.text if newest else None,
            since_newest=new.saved_at - versioned_at,
        )
        if isinstance(verdict, KeepInstead) and newest is not None:
            connection.execute(sa.delete(draft_version).where(draft_version.c.id == newest.id))
        if isinstance(verdict, Keep | KeepInstead):
            keep_version(connection, _draft(row))
        if isinstance(verdict, Keep):
            versioned_at = new.saved_at
    database.put(connection, draft, _row(new) | {"versioned_at": versioned_at})


def clear_draft(connection: sa.Connection, case_id: str) -> None:
    """Empty the draft; its words stay as a version. Inside the caller's transaction."""
    found = sa.select(draft).where(draft.c.case_id == case_id).with_for_update()
    row = connection.execute(found).mappings().first()
    if row is None:
        return
    if row["text"].strip():
        keep_version(connection, _draft(row))
    connection.execute(sa.delete(draft).where(draft.c.case_id == case_id))


def give_back(database: Database, connection: sa.Connection, case_id: str, words: str, at: datetime) -> None:
    """Put ``words`` into the draft again, in front of newer ones; inside the caller's transaction.

    The findings that were put aside in exactly these words come back with them. ``at`` (aware) is when
    the words were written, for a case that has no newer draft.
    """
    found = sa.select(draft).where(draft.c.case_id == case_id).with_for_update()
    row = connection.execute(found).mappings().first()
    aside = connection.execute(
        sa.select(draft_version.c.dismissed)
        .where(draft_version.c.case_id == case_id, draft_version.c.text == words)
        .order_by(draft_version.c.id.desc())
        .limit(1)
    ).scalar()
    newer = row["text"] if row is not None and row["text"].strip() != words.strip() else ""
    write_draft(
        database,
        connection,
        Draft(
            case_id=case_id,
            text=f"{words}\n\n{newer}" if newer.strip() else words,
            saved_at=at if row is None else max(at, row["saved_at"]),
            dismissed=frozenset(aside or ()) | frozenset(row["dismissed"] if row is not None else ()),
        ),
    )


def keep_version(connection: sa.Connection, old: Draft) -> None:
    """Keep an earlier text and let go of the oldest beyond the last 50; inside the caller's transaction."""
    connection.execute(sa.insert(draft_version).values(_row(old)))
    mine = sa.select(draft_version.c.id).where(draft_version.c.case_id == old.case_id)
    kept = mine.order_by(draft_version.c.id.desc()).limit(MOST_VERSIONS)
    connection.execute(
        sa.delete(draft_version).where(
            draft_version.c.case_id == old.case_id, draft_version.c.id.not_in(kept.scalar_subquery())
        )
    )


def _row(value: Draft) -> dict[str, object]:
    return {
        "case_id": value.case_id,
        "text": value.text,
        "saved_at": value.saved_at,
        "dismissed": tuple(sorted(value.dismissed)),
    }


def _draft(row: sa.RowMapping) -> Draft:
    return Draft(
        case_id=row["case_id"],
        text=row["text"],
        saved_at=row["saved_at"],
        dismissed=frozenset(row["dismissed"]),
    )


def write_note(connection: sa.Connection, value: Note) -> None:
    """Keep a remark; inside the caller's transaction."""
    connection.execute(
        sa.insert(note).values(case_id=value.case_id, at=value.at, author=value.author, text=value.text)
    )


def drop_note(connection: sa.Connection, value: Note) -> None:
    """Take a remark off a case; its words stay in the history. Inside the caller's transaction."""
    connection.execute(
        sa.delete(note).where(
            note.c.case_id == value.case_id, note.c.at == value.at, note.c.text == storable(value.text)
        )
    )
