"""What was read and answered here is so everywhere: in the list at once, on the mail server soon after.

The server is told over the account's own line, in its turn. It is a courtesy to the owner's other mail
programs: whatever goes wrong there is tried again at the next round and never said. What it has not heard
lies on the shelf, for the next start and for other programs on this home.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ...core.message import CachedMessage, Direction, MailRef
from ...core.outbox import SENT, Kind
from ...errors import MailboxGoneError, MailError, RefusedError, is_a_no
from ...ports import MailServer, Runner
from ..office import Office

if TYPE_CHECKING:
    from .sync import Line

READ = "\\Seen"
ANSWERED = "\\Answered"
NAME = "untold-flags"
"""Of the shelf."""


class Seen:
    """Flags of mail that came in, and which of them the server has yet to hear of.

    ``mark`` and ``mark_answered`` block on the stores; ``tell`` is a coroutine.
    """

    def __init__(self, office: Office, *, stores: Runner, lines: Callable[[str], "Line"]) -> None:
        self._office = office
        self._stores = stores
        self._lines = lines
        self._untold: dict[MailRef, frozenset[str]] = {}
        self._heard: dict[MailRef, frozenset[str]] = {}
        self._learn()

    def waits(self, account: str) -> bool:
        """True while there is something that the server of an account has not heard of."""
        return any(ref.account == account for ref in list(self._untold))

    def mark(self, conversation: str) -> tuple[MailRef, ...]:
        """Everything in the conversation was read; returns what had not been."""
        mail = self._office.cache.messages(conversation)
        return self._flag([each for each in mail if each.direction == Direction.IN], READ)

    def mark_answered(self, *, since: datetime) -> tuple[MailRef, ...]:
        """The mail to which a reply was accepted at ``since`` (aware) or later; returns what is new."""
        answered: list[CachedMessage] = []
        for item in self._office.casebook.outbox(states=SENT):
            if item.kind is not Kind.REPLY or item.accepted_at is None or item.accepted_at < since:
                continue
            mail = self._office.cache.messages(item.case_id)
            heard = [m for m in mail if m.direction == Direction.IN and m.received_at <= item.created_at]
            answered += heard[-1:]
        return self._flag(answered, ANSWERED)

    def _flag(self, mail: Iterable[CachedMessage], flag: str) -> tuple[MailRef, ...]:
        new = {each.ref: each.flags | {flag} for each in mail if flag not in each.flags}
        self._put(new)
        for ref in new:
            self._heard.pop(ref, None)
            self._untold[ref] = self._untold.get(ref, frozenset()) | {flag}
        if new:
            self._learn()
            self._keep()
        return tuple(new)

    def _learn(self) -> None:
        """What other programs left on the shelf. On a full disk there still is what was told long ago."""
        for ref, flags in _read(self._office.shelf.read(NAME)).items():
            if left := flags - self._heard.get(ref, frozenset()):
                self._untold[ref] = self._untold.get(ref, frozenset()) | left

    def _keep(self) -> None:
        rows = [[*ref, *sorted(flags)] for ref, flags in self._untold.items()]
        self._office.shelf.write(NAME, json.dumps(rows))

    def _forget(self, heard: Mapping[MailRef, frozenset[str]]) -> None:
        """The server knows these, or never will."""
        self._learn()
        for ref, flags in heard.items():
            self._heard[ref] = self._heard.get(ref, frozenset()) | flags
            if left := self._untold.pop(ref, frozenset()) - flags:
                self._untold[ref] = left
        self._keep()

    def _put(self, flags: dict[MailRef, frozenset[str]]) -> None:
        for ref, now in flags.items():
            self._office.cache.set_flags(ref.account, ref.mailbox, {ref.uid: now})

    async def tell(self, account: str) -> int:
        """Tell the server of one account what it does not know yet; how many messages it heard of."""
        told = 0
        await self._stores.run(self._learn)
        for mailbox in {ref.mailbox for ref in list(self._untold) if ref.account == account}:
            line = self._lines(account)
            async with line.lock:
                # Taken under the lock: a fetch that ran until now may have undone what the list shows.
                here = (account, mailbox)
                mine = {r: f for r, f in list(self._untold.items()) if (r.account, r.mailbox) == here}
                try:
                    there = await line.runner.run(_tell, line.server, mailbox, mine)
                except (MailboxGoneError, RefusedError):
                    # Nobody can be told there, neither now nor later.
                    there = {}
                except MailError as error:
                    if is_a_no(error):
                        continue
                    return told
                await self._stores.run(self._put, there)
            await self._stores.run(self._forget, mine)
            told += len(there)
        return told


def _read(text: str | None) -> dict[MailRef, frozenset[str]]:
    """What was kept; anything else than that is nothing."""
    found: dict[MailRef, frozenset[str]] = {}
    with suppress(ValueError, TypeError, OverflowError):
        for account, mailbox, validity, uid, *flags in json.loads(text or "[]"):
            ref = MailRef(str(account), str(mailbox), int(validity), int(uid))
            found[ref] = frozenset(flags) & {READ, ANSWERED}
    return found


def _tell(
    server: MailServer, mailbox: str, flags: dict[MailRef, frozenset[str]]
) -> dict[MailRef, frozenset[str]]:
    """Set them; the flags that the messages have now. Those that are gone, or renumbered, are left out."""
    status = server.select(mailbox)
    refs = {ref.uid: ref for ref in flags if ref.uidvalidity == status.uidvalidity}
    for each in (READ, ANSWERED):
        if uids := sorted(uid for uid, ref in refs.items() if each in flags[ref]):
            server.add_flags(uids, [each])
    there = server.flags(sorted(refs)) if refs else {}
    return {refs[uid]: now | flags[refs[uid]] for uid, now in there.items() if uid in refs}
