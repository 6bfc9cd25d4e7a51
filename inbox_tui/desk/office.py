"""What every use case has in reach: the stores, the clock, the config and the time zone of the shop."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import Account, Config
from ..core.case import Case, Moved, NotAllowed
from ..core.deadlines import Target
from ..core.hours import OpeningHours, read_closed, weekdays
from ..core.outbox import OutboxItem
from ..errors import NotFoundError, RefusedError, StaleError
from ..ports import Act, Casebook, Changed, Clock, HistoryEntry, MailCache, Note, Parser, Shelf, Stale
from .receiving.teaching import Teaching

if TYPE_CHECKING:
    from ..core.followups import SendingHours
    from .writing.shop_rules import FoundRules


_STALE = "Somebody else changed this case just now. Nothing of yours was lost; look again."


class Office:
    """The stores are opened when first asked for, on the thread that asks: the first screen needs no
    database driver, and a casebook far away must not hold up the event loop."""

    def __init__(
        self,
        *,
        config: Config,
        clock: Clock,
        zone: tzinfo,
        actor: str,
        open_parser: Callable[[], Parser],
        open_casebook: Callable[[], Casebook],
        open_cache: Callable[[], MailCache],
        shelf: Shelf,
        is_holiday: Callable[[date], bool] = lambda _: False,
        scaffold_folder: Path | None = None,
        checklist_file: Path | None = None,
    ) -> None:
        self.config = config
        self.clock = clock
        self.zone = zone
        self.actor = actor
        self._open_parser = open_parser
        self._open_casebook = open_casebook
        self._open_cache = open_cache
        self.shelf = shelf
        self._is_holiday = is_holiday
        self.scaffold_folder = scaffold_folder
        self.checklist_file = checklist_file
        self._own_days_off = read_closed(config.hours.closed)

    @cached_property
    def casebook(self) -> Casebook:
        """What exists nowhere else."""
        return self._open_casebook()

    @cached_property
    def cache(self) -> MailCache:
        """The copy of the server."""
        return self._open_cache()

    @cached_property
    def parser(self) -> Parser:
        """What reads the bytes of mail."""
        return self._open_parser()

    @cached_property
    def teaching(self) -> Teaching:
        """What the owner taught the reading of mail."""
        return Teaching(lambda: self.casebook)

    @cached_property
    def shop_rules(self) -> "FoundRules":
        """What the shop changed about the checklist. Blocks on the disk."""
        from .writing.shop_rules import shop_rules

        return shop_rules(self.checklist_file)

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return self.clock.now()

    @property
    def answer_within(self) -> Target:
        """The target for an answer."""
        within = timedelta(hours=self.config.desk.answer_within_hours)
        return Target(within=within, hours=self.opening)

    @cached_property
    def opening(self) -> OpeningHours | None:
        """When the shop is open; None for one that has not said."""
        week = self.config.hours.week
        return OpeningHours(week=week, zone=self.zone, is_closed=self._is_closed) if any(week) else None

    def is_open_day(self, day: date) -> bool:
        """Whether the shop works on a day: by its opening hours, or on weekdays that are no days off."""
        if self.opening is not None:
            return self.opening.is_open_on(day)
        return weekdays(day) and not self._is_closed(day)

    def _is_closed(self, day: date) -> bool:
        return self._own_days_off(day) or self._is_holiday(day)

    @property
    def sending_hours(self) -> "SendingHours":
        """When late mail may still leave by itself."""
        from ..core.followups import SendingHours

        settings = self.config.sending
        return SendingHours(
            opens=time.fromisoformat(settings.open_from),
            closes=time.fromisoformat(settings.open_until),
            zone=self.zone,
            late_at_most=timedelta(hours=settings.late_hours),
            is_day=self._is_sending_day,
        )

    def _is_sending_day(self, day: date) -> bool:
        """A shop that named no opening hours sends on weekends too, but not on its days off."""
        return self.is_open_day(day) if self.opening is not None else not self._is_closed(day)

    def account(self, name: str) -> Account:
        """The config of an account that a case belongs to. Raises NotFoundError when it was removed."""
        return self.config.account(name)[1]

    def case(self, case_id: str) -> Case:
        """A case that must exist. Raises NotFoundError."""
        found = self.casebook.case(case_id)
        if found is None:
            raise NotFoundError(f"There is no case “{case_id}”. “inbox-tui list --all” shows what there is.")
        return found

    def outgoing(self, item_id: int) -> OutboxItem:
        """A message of the outbox that must exist, bytes and all. Raises NotFoundError."""
        found = self.casebook.outbox_item(item_id)
        if found is None:
            raise NotFoundError(f"There is no message number {item_id} in the outbox.")
        return found

    def record(self, before: Case, move: Moved | NotAllowed, *, undoable: bool = True) -> Case:
        """Carry out a move of ``core.case`` and write it into the case's history.

        Raises RefusedError for a move that is not allowed, StaleError when somebody was quicker.
        """
        if isinstance(move, NotAllowed):
            raise RefusedError(f"{move.reason} Nothing was changed.")
        entry = HistoryEntry(
            case_id=before.id,
            at=self.now(),
            actor=self.actor,
            what=move.what,
            detail=move.detail,
            before=before if undoable else None,
            after=move.case if undoable else None,
        )
        match self.casebook.change_case(move.case, entry):
            case Changed(case=after):
                return after
            case Stale():
                raise StaleError(_STALE)

    def act(
        self,
        changes: Sequence[tuple[Case, Moved]],
        *,
        opened: Sequence[Case] = (),
        notes: Sequence[Note] = (),
        unsaid: Sequence[Note] = (),
        undone: Sequence[int] = (),
        undoable: bool = True,
    ) -> list[Case]:
        """Carry out moves of several cases, each given with the case before it, as one act: all or none.

        Raises StaleError when somebody was quicker at one of them.
        """
        now, together = self.now(), os.urandom(6).hex() if len(changes) > 1 else ""
        act = Act(
            changes=tuple(
                (
                    move.case,
                    HistoryEntry(
                        case_id=move.case.id,
                        at=now,
                        actor=self.actor,
                        what=move.what,
                        detail=move.detail,
                        before=before if undoable else None,
                        after=move.case if undoable else None,
                        together=together,
                    ),
                )
                for before, move in changes
            ),
            opened=tuple(opened),
            # One instant for a note and its line in the history: by it the note is found again.
            notes=tuple(replace(note, at=now) for note in notes),
            unsaid=tuple(unsaid),
            undone=tuple(undone),
        )
        after = self.casebook.change_cases(act)
        if isinstance(after, Stale):
            raise StaleError(_STALE)
        return after

    def close(self) -> None:
        """Let go of the reader of mail and of the stores, where they were opened."""
        for name in ("parser", "casebook", "cache"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
