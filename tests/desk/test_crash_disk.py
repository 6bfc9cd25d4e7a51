"""A casebook that cannot be written: the round stops, says so, and nothing is sent twice afterwards."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.errors import StoreError
from inbox_tui.store.casebook import SqlCasebook, open_casebook
from tests.mail.smtp_server import Behaviour, faulty_server

from .counter import counter

WRITES = {"set_value", "claim", "record_sent", "move_item", "claim_filing"}


class FullDisk:
    """The casebook on a disk that is full from its n-th write on, for so many writes."""

    def __init__(self, book: SqlCasebook, *, first: int, writes: int) -> None:
        self._book, self._first, self._last = book, first, first + writes
        self.done = 0

    def __getattr__(self, name: str) -> Any:
        found: Callable[..., Any] = getattr(self._book, name)
        return self._limited(found) if name in WRITES else found

    def _limited(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def write(*args: Any, **kwargs: Any) -> Any:
            self.done += 1
            if self._first <= self.done < self._last:
                raise StoreError("The disk is full. Nothing was changed; make room and try again.")
            return call(*args, **kwargs)

        return write


@pytest.mark.parametrize("writes", [1, 3, 100])
@pytest.mark.parametrize("first", range(1, 12))
async def test_a_disk_that_is_full_at_one_commit(tmp_path: Path, first: int, writes: int) -> None:
    behaviour = Behaviour()
    real = open_casebook(tmp_path / "casebook.db", backups=None)
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, casebook=lambda: real)
        desk.case()
        items = [desk.queued(number) for number in range(2)]
        full = FullDisk(real, first=first, writes=writes)
        # The commit of a 250 is tried again; a disk that stays full ends the round.
        short = counter(tmp_path, smtp_port=port, casebook=lambda: full, clock=desk.clock)  # type: ignore[arg-type, return-value]
        try:
            await short.after()
        except StoreError as error:
            assert "disk is full" in str(error)
        for _ in range(3):
            await desk.after(timedelta(minutes=11))
        states = {desk.state(item) for item in items}
    assert states <= {State.FILED, State.UNKNOWN, State.HELD}
    arrived = [envelope.content for envelope in behaviour.received]
    assert len(arrived) == len(set(arrived))
    assert len(arrived) + sum(desk.state(item) is not State.FILED for item in items) >= len(items)
    if writes == 1:
        # One failed write makes no question of anything: what was not claimed was not sent.
        assert states == {State.FILED}
    real.close()
