"""What can be decided about a case here: aside, closed, no complaint, a follow-up; and its files."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from ....core.outbox import Kind
from ....desk.views import ConversationView, Row
from ...show import line
from .base import DeskBase, Failed

if TYPE_CHECKING:
    from ..follow_up import NotNow, QueueIt
    from ..prompt import Cancelled, Understood

_BEGUN = "follow-up begun for "
"""A value of the casebook: the words of a follow-up that was left before it was queued, by case."""


class CaseMoves(DeskBase):
    """The case is taken when the key is pressed: nothing that moves later can change which one is meant."""

    downloads: Path | None = None

    def action_follow_up(self) -> None:
        """First when, then the words."""
        from ..asking_when import ask_when
        from ..prompt import Understood

        if (row := self.target) is None:
            return

        def answered(answer: Understood[datetime] | Cancelled | None) -> None:
            if isinstance(answer, Understood):
                self._write_follow_up(row, answer.value)

        self.app.push_screen(
            ask_when(
                line("Write to ", row.customer, " again when?"),
                self.desk.follow_ups.when,
                value="in 3 days",
                hint="It waits for you if they write before then.",
            ),
            answered,
        )

    def write_follow_up(self, view: ConversationView, at: datetime, kind: Kind = Kind.CHECK_BACK) -> None:
        """Ask for the words of a follow-up of the opened case."""
        self._write_follow_up(view.row, at, kind)

    @work(group="moves")
    async def _write_follow_up(self, row: Row, at: datetime, begins: Kind = Kind.CHECK_BACK) -> None:
        from ....core.followup_text import suggested
        from ..follow_up import FollowUpScreen, NotNow, QueueIt

        begun = await self.ask(self.desk.office.casebook.value, _BEGUN + row.id)

        def answered(answer: QueueIt | NotNow | None) -> None:
            if isinstance(answer, QueueIt):
                self._queue_follow_up(row, answer, at)
            elif isinstance(answer, NotNow):
                self._keep_follow_up(row, answer.text)

        account = self.desk.office.config.accounts.get(row.account)
        shop = (account.from_name or account.email) if account else ""

        def words(kind: Kind) -> str:
            return suggested(kind, name=row.from_name, subject=row.subject, shop=shop)

        kept = "" if isinstance(begun, Failed) else begun or ""
        zone = self.desk.office.zone
        screen = FollowUpScreen(
            row.customer,
            at,
            zone=zone,
            text=kept,
            suggested=words,
            kind=begins,
            keep=partial(self._keep_follow_up, row),
        )
        self.app.push_screen(screen, answered)

    @work(group="moves")
    async def _keep_follow_up(self, row: Row, text: str) -> bool:
        """Words that were begun are there again the next time, even after the program was closed; whether
        they are on disk."""
        kept = await self.ask(self.desk.office.casebook.set_value, _BEGUN + row.id, text)
        return not isinstance(kept, Failed)

    @work(group="moves")
    async def _queue_follow_up(self, row: Row, wish: QueueIt, at: datetime) -> None:
        from ....core.when import Resolved

        add = self.desk.follow_ups.add
        item = await self.ask(add, row.id, kind=wish.kind, at=at, text=wish.text)
        if isinstance(item, Failed):
            self._keep_follow_up(row, wish.text)
            return
        self._keep_follow_up(row, "")
        when = Resolved(at=at.astimezone(self.desk.office.zone))
        outbox = self.key_for("app.outbox")
        told = line("Follow-up to ", row.customer, " is queued for ", when.words)
        self.say(line(told, f". The outbox has it ({outbox})."))
        self.look_again()
        self.recount()

    def action_attachments(self) -> None:
        """Save them into the download folder."""
        if self.opened is not None:
            self._save_attachments(self.opened)

    def action_source(self) -> None:
        """Show the letters as they came."""
        if self.opened is not None:
            self._show_source(self.opened)

    @work(group="moves")
    async def _show_source(self, view: ConversationView) -> None:
        from ....desk.cases.source import sources
        from ..source import SourceScreen

        found = await self.ask(sources, self.desk.office, view.row.id)
        if not isinstance(found, Failed):
            self.app.push_screen(SourceScreen(found, zone=self.desk.office.zone))

    @work(group="moves")
    async def _save_attachments(self, view: ConversationView) -> None:
        if not any(message.attachments for message in view.messages):
            self.say("There are no attachments in this conversation.")
            return
        folder = self.downloads or _downloads()
        saved = await self.ask(self.desk.attachments.save, view.row.id, folder)
        if isinstance(saved, Failed):
            return
        names = ", ".join(each.path.name for each in saved)
        if saved:
            self.say(line(f"Saved in {folder}: ", names))
        else:
            fetch = self.key_for("desk.sync")
            self.say(f"The attachments are not here yet. Fetch the mail ({fetch}), then try again.")


def _downloads() -> Path:
    from platformdirs import user_downloads_path

    return user_downloads_path()
