"""The program may end between any two steps: nothing is lost, nothing comes twice without a word."""

import asyncio
import shutil
import tempfile
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inbox_tui.core.outbox import SENT, WAITING, OutboxItem, State
from inbox_tui.errors import InboxError, RefusedError
from inbox_tui.ports import Accepted, AccountStopped, Outcome, Refused, Unknown, Unreachable
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from ..ui.shop import StillClock
from .counter import NOON, Counter, counter


class ProgramEndedError(BaseException):
    """The computer was switched off here; nothing in the program may catch this."""


@dataclass
class Fuse:
    """Ends the program at the n-th step from now, before the step is done or right behind it."""

    left: int = -1
    behind: bool = False

    def pass_by(self, step: Callable[[], Any]) -> Any:
        """Do the step, unless the program ends here."""
        if self.left < 0:
            return step()
        self.left -= 1
        if self.left >= 0:
            return step()
        if self.behind:
            step()
        raise ProgramEndedError


class FragileBook:
    """The casebook, each call of which is a step."""

    def __init__(self, book: SqlCasebook, fuse: Fuse) -> None:
        self._book, self._fuse = book, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._book, name)
        return lambda *args, **kwargs: self._fuse.pass_by(lambda: found(*args, **kwargs))


@dataclass
class World:
    """What the outside knows: what the server took, and what it does next."""

    delivered: "Tally[str]" = field(default_factory=Tally)
    weather: list[str] = field(default_factory=list)
    fuse: Fuse = field(default_factory=Fuse)


class Way:
    """A way out of the shop whose every outcome the test decides."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def connect(self) -> tuple[str, ...]:
        """No extensions."""
        return ()

    async def deliver(self, *, sender: str, to: Sequence[str], raw: bytes) -> Outcome:
        """As the weather is; each half of a delivery is a step at which the program may end."""
        world = self._world
        weather = world.weather.pop(0) if world.weather else "fine"
        world.fuse.pass_by(lambda: None)
        if weather in ("fine", "lost behind the dot"):
            world.delivered[raw.decode()] += 1
        world.fuse.pass_by(lambda: None)
        match weather:
            case "fine":
                return Accepted(reply="250", refused={})
            case "lost behind the dot" | "lost before the dot":
                return Unknown(reason="the line broke")
            case "not now":
                return Refused(permanent=False, reply="451")
            case "never":
                return Refused(permanent=True, reply="550")
            case "locked":
                return AccountStopped(reason="535")
            case _:
                return Unreachable(reason="no route")

    async def close(self) -> None:
        """Nothing to close."""


WEATHER = st.lists(
    st.sampled_from(
        ["fine", "fine", "lost behind the dot", "lost before the dot", "not now", "never", "down", "locked"]
    ),
    max_size=4,
)


class Sending(RuleBasedStateMachine):
    """Random days at the desk, with the program ending at random steps."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="crash-"))
        self.world = World()
        self.clock = StillClock(NOON)
        self.queued: dict[int, str] = {}
        self.may_come_twice: Tally[str] = Tally()
        self.said_sent: set[str] = set()
        self.starts = 0
        self.real = open_casebook(self.folder / "casebook.db", backups=None)
        self.desk = self._started()
        self.desk.case()

    def _started(self) -> Counter:
        self.starts += 1
        owner = f"here:{self.starts}"
        desk = counter(
            self.folder,
            smtp_port=1,
            clock=self.clock,
            casebook=lambda: FragileBook(self.real, self.world.fuse),  # type: ignore[arg-type, return-value]
            owner=owner,
            is_gone=lambda other: other != owner,
        )
        desk.desk.outbox._sending._transports = lambda _: Way(self.world)
        return desk

    def teardown(self) -> None:
        self.real.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what happens ----------------------------------------------------------------------------

    @rule(wait=st.sampled_from([0, 20, 4000]))
    def a_reply_is_queued(self, wait: int) -> None:
        number = len(self.queued) + 1
        text = f"letter {number}"
        item = self.desk.queued(number, raw=text.encode(), wait=timedelta(seconds=wait))
        self.queued[item.id] = text

    @rule(weather=WEATHER, steps=st.integers(0, 25), behind=st.booleans())
    def a_round_in_which_the_program_ends(self, weather: list[str], steps: int, behind: bool) -> None:
        self.world.weather = weather
        self.world.fuse.left, self.world.fuse.behind = steps, behind
        try:
            asyncio.run(self.desk.desk.outbox.send_due())
        except ProgramEndedError:
            self.desk = self._started()
        finally:
            self.world.fuse.left = -1

    @rule(weather=WEATHER)
    def a_round(self, weather: list[str]) -> None:
        self.world.weather = weather
        asyncio.run(self.desk.desk.outbox.send_due())

    @rule(minutes=st.sampled_from([1, 6, 61, -61]))
    def time_passes(self, minutes: int) -> None:
        self.clock.at += timedelta(minutes=minutes)

    @precondition(lambda self: self.items({State.UNKNOWN, State.HELD, State.FAILED}))
    @rule(data=st.data(), answer=st.sampled_from(["sent", "resend", "drop", "retry"]))
    def a_person_decides(self, data: st.DataObject, answer: str) -> None:
        item = data.draw(st.sampled_from(self.items({State.UNKNOWN, State.HELD, State.FAILED})))
        outbox = self.desk.desk.outbox
        try:
            if answer == "retry":
                outbox.retry(item.id)
            else:
                outbox.settle(item.id, answer)
        except InboxError:
            return
        text = self.queued[item.id]
        if answer == "sent":
            self.said_sent.add(text)
        if item.state is State.UNKNOWN and answer == "resend":
            self.may_come_twice[text] += 1

    @precondition(lambda self: self.items(WAITING))
    @rule(data=st.data())
    def a_person_tries_at_once(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(self.items(WAITING)))
        if item.state is State.RETRYING:
            self.desk.desk.outbox.retry(item.id)

    @precondition(lambda self: self.items(WAITING))
    @rule(data=st.data())
    def a_person_takes_it_back(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(self.items(WAITING)))
        self.desk.desk.replies.take_back(item.id)

    def items(self, states: set[State] | frozenset[State]) -> list[OutboxItem]:
        return self.real.outbox(states=states)

    # --- what must be true -----------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_and_its_bytes_stay(self) -> None:
        stored = {item.id: self.real.outbox_item(item.id) for item in self.real.outbox()}
        assert {key: item.raw.decode() for key, item in stored.items() if item} == self.queued

    @invariant()
    def nothing_came_twice_without_a_word(self) -> None:
        for text, times in self.world.delivered.items():
            assert times <= 1 + self.may_come_twice[text], text

    @invariant()
    def what_is_called_sent_was_sent(self) -> None:
        for item in self.real.outbox(states=SENT):
            assert self.world.delivered[self.queued[item.id]] or self.queued[item.id] in self.said_sent

    @invariant()
    def what_waits_was_not_sent(self) -> None:
        for item in self.real.outbox(states=WAITING | {State.CANCELLED, State.FAILED}):
            text = self.queued[item.id]
            was_asked = self.may_come_twice[text] or item.reason == "dropped by you"
            assert was_asked or not self.world.delivered[text], item

    @rule()
    def in_the_end_everything_is_settled(self) -> None:
        self.world.weather = []
        for _ in range(3):
            self.clock.at += timedelta(hours=1)
            asyncio.run(self.desk.desk.outbox.send_due())
            for item in self.items({State.HELD, State.RETRYING, State.SCHEDULED}):
                with suppress(RefusedError):  # it is scheduled, and its account does not rest
                    self.desk.desk.outbox.retry(item.id)
            asyncio.run(self.desk.desk.outbox.send_due())
        left = {item.state for item in self.real.outbox()}
        assert left <= {State.FILED, State.CANCELLED, State.FAILED, State.UNKNOWN}


TestSending = Sending.TestCase
TestSending.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
