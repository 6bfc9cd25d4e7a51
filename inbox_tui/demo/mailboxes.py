"""pymap's mailboxes in memory, taught to say what they are for and to miss no news in IDLE."""

from collections.abc import Iterator, Sequence

from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Event
from pymap.listtree import ListEntry, ListTree
from pymap.parsing.specials import ObjectId
from pymap.selected import SelectedMailbox

USES = {"Sent": b"Sent", "Drafts": b"Drafts"}
"""Attributes of RFC 6154 by the name of the mailbox."""


class ShopMailboxes(MailboxSet):
    """The mailboxes of one user."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = _ShopMailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        """Make a mailbox of our own kind. Raises ValueError if there is one of that name."""
        await super().add_mailbox(name)
        box = self._set[name] = _ShopMailbox(self._content_cache, self._thread_cache)
        return box.mailbox_id

    async def list_mailboxes(self) -> ListTree:
        """The same tree, its entries knowing their use."""
        plain = await super().list_mailboxes()
        return _ShopTree(self.delimiter).update(*(entry.name for entry in plain.list()))


class _ShopMailbox(MailboxData):
    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        """Wait for news only where there is none yet.

        pymap waits for the next change even if one came while it wrote the last one to the client, and a
        client in IDLE would hear of that one only with the next.
        """
        if selected.mod_sequence != self._mod_sequences.highest:
            wait_on = None
        return await super().update_selected(selected, wait_on=wait_on)


class _ShopTree(ListTree):
    def list(self) -> Iterator[ListEntry]:
        """Every entry with its SPECIAL-USE attribute."""
        for entry in super().list():
            yield _UsedEntry(entry.name, entry.exists, entry.marked, entry.has_children)


class _UsedEntry(ListEntry):
    @property
    def attributes(self) -> Sequence[bytes]:
        use = USES.get(self.name)
        return [*super().attributes, *([use] if use else [])]
