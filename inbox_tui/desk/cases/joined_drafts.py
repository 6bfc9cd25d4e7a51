"""The drafts of two cases that become one, and of one that becomes two again."""

from dataclasses import replace

from ...core.joining import joined_words, parted_words
from ...ports import Draft
from ..office import Office


def join_drafts(office: Office, gone: str, into: str) -> None:
    """Words that were begun on the merged case stand in the draft of the one that stays."""
    book = office.casebook
    words, kept = book.draft(gone), book.draft(into)
    before = kept.text if kept else ""
    text = joined_words(before, words.text if words else "")
    if words is not None and text != before:
        aside = words.dismissed | (kept.dismissed if kept else frozenset())
        book.save_draft(Draft(case_id=into, text=text, saved_at=office.now(), dismissed=aside))


def part_drafts(office: Office, gone: str, into: str) -> None:
    """Words to one customer may not stay in the draft to another."""
    book = office.casebook
    words, both = book.draft(gone), book.draft(into)
    if words is None or both is None:
        return
    text = parted_words(both.text, words.text)
    if text != both.text:
        book.save_draft(replace(both, text=text, saved_at=office.now()))
