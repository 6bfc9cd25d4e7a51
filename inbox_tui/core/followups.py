"""Whether a queued message may still leave, asked right before it does.

A follow-up that crosses the customer's own letter does more harm than none, so anything that happened
since it was written holds it, with the reason, and a person decides. It is never sent blindly.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from .case import CaseState
from .frozen import dataclass
from .hours import at_wall
from .outbox import Kind, OutboxItem, State
from .promises import Promised
from .when import IsOpen

PUNCTUAL = timedelta(minutes=10)
"""Up to this much later than planned is not late: the background job runs every few minutes."""
STRAIGHT = timedelta(seconds=30)
"""What is to leave so soon leaves straight after its undo window; for more, the owner named a time."""
AWAY_UNKNOWN = timedelta(days=14)
"""How long to wait for somebody whose out-of-office note names no day."""
BACKLOG = 10
"""More late messages than this at once are asked about: something was off for long, and much has changed."""
MOST_CLOSED_DAYS = 60
"""A shop that is closed for longer has most likely said something else than it meant."""
ONE_A = timedelta(days=1)
"""At most one follow-up for a case in this time, whatever is queued (RFC 3834, 2)."""
_WAITS = "waits, because the inbox could not be read: "
"""How the reason of a follow-up begins that was due while there was no mail to look at."""

_ROBOT = re.compile(
    r"(?:no|do[-_.]?not|dont|not|never)[-_.]?reply\b|noreply|mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|"
    r"(?:bounces?|notifications?|alerts?|automated|robot|cron|nobody)(?:$|[-_.+=])|"
    r".*[-_.](?:request|owner|bounces?|unsubscribe)$|(?:owner|bounce)-",
    re.IGNORECASE,
)
_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "mailing-list")
_LIST_PRECEDENCE = frozenset({"bulk", "list", "junk"})


def every_day(_: date) -> bool:
    """A shop that has not said when it is closed."""
    return True


@dataclass(frozen=True, kw_only=True)
class SendingHours:
    """When mail may leave that is late already. ``zone`` is the shop's."""

    opens: time
    closes: time
    zone: tzinfo
    late_at_most: timedelta = timedelta(hours=4)
    is_day: IsOpen = every_day
    """Whether the shop works on a day."""

    def is_open(self, now: datetime) -> bool:
        """True when the shop would write to people at this hour."""
        here = now.astimezone(self.zone)
        return self.is_day(here.date()) and self.opens <= here.time() < self.closes

    def opening(self, at: datetime) -> datetime:
        """``at`` (aware), or the next moment at which the shop would write to people; the hour is kept where
        it is one of theirs."""
        here = at.astimezone(self.zone)
        day, clock = here.date(), here.time()
        if clock >= self.closes or clock < self.opens:
            day, clock = day + timedelta(days=clock >= self.closes), self.opens
        for _ in range(MOST_CLOSED_DAYS):
            if self.is_day(day):
                break
            day += timedelta(days=1)
        moved = at_wall(datetime.combine(day, clock), self.zone)
        return at if (day, clock) == (here.date(), here.time()) else moved


@dataclass(frozen=True, kw_only=True)
class Since:
    """What happened on a case since an outgoing message was written. Instants are aware UTC."""

    case_state: CaseState
    customer_wrote_at: datetime | None = None
    only_thanks: bool = False
    colleague_wrote_at: datetime | None = None
    bounced: str = ""
    away_until: date | None = None
    away: bool = False
    unwanted: str = ""
    """Why they get no follow-ups, if they asked for none."""
    no_person: str = ""
    """Why no person reads mail at this address, if that is known."""
    followed_up_at: datetime | None = None
    """When the last follow-up of this case left."""
    wrote_elsewhere_at: datetime | None = None
    """When the customer wrote last in another case that waits for us, if after our last word in this one."""


@dataclass(frozen=True, kw_only=True)
class Go:
    """It may leave now."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A person decides; ``reason`` tells them why. ``late``: for nothing but the time that has passed."""

    reason: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Later:
    """It moves to ``at`` (aware UTC) by itself, and the reason is shown."""

    at: datetime
    reason: str


Verdict = Go | Hold | Later


def needs_fresh_mail(item: OutboxItem) -> bool:
    """True when INBOX and Sent must be read again before this may leave."""
    if item.guards_waived:
        return False
    return item.kind is not Kind.REPLY or was_planned(item)


def was_planned(item: OutboxItem) -> bool:
    """True for a message that was to leave at a later time, not straight after its undo window."""
    return item.send_at - item.created_at > STRAIGHT


def too_late(item: OutboxItem, *, now: datetime, hours: SendingHours) -> Hold | None:
    """The computer was off when this was to leave: a few hours are made good, more is asked about."""
    if item.guards_waived or item.state is State.RETRYING:
        return None
    late = now - item.send_at
    if late <= PUNCTUAL:
        return None
    if late > hours.late_at_most:
        why = "the inbox could not be read" if waits_for_mail(item) else "nothing was running"
        return Hold(reason=f"it is {_hours(late)} late because {why}. Send it still?", late=True)
    if not hours.is_open(now):
        why = "it is late, and it is not an hour to write to people"
        return Hold(reason=f"{why}. Send it still?", late=True)
    return None


def waiting_for_mail(item: OutboxItem, why: str) -> OutboxItem:
    """The item, due and not sent, because the mail that could hold it cannot be read: ``why`` not."""
    return replace(item, reason=f"{_WAITS}{why}")


def waits_for_mail(item: OutboxItem) -> bool:
    """True for what ``waiting_for_mail`` gave."""
    return item.reason.startswith(_WAITS)


def backlog(due: Collection[OutboxItem], *, now: datetime) -> Hold | None:
    """Why none of the late ones among ``due`` leaves by itself, when there are many of them."""
    late = [item for item in due if is_late(item, now=now)]
    if len(late) <= BACKLOG:
        return None
    why = f"{len(late)} messages are late because nothing was running"
    return Hold(reason=f"{why}. Send this one still?", late=True)


def is_late(item: OutboxItem, *, now: datetime) -> bool:
    """True for a first try that should have been made more than a few minutes ago."""
    return not item.guards_waived and item.state is State.SCHEDULED and now - item.send_at > PUNCTUAL


def no_person_at(address: str, headers: Mapping[str, str], *, own: Collection[str]) -> str:
    """Why a follow-up to ``address`` could start two machines writing to each other, or an empty text.

    ``headers`` are those of their last message, names in lower case; ``own`` are the shop's addresses.
    """
    local = address.strip().rpartition("@")[0]
    if address.strip().lower() in {each.lower() for each in own}:
        return f"{address} is the shop's own address"
    if _ROBOT.match(local):
        return f"no person reads mail to {address}"
    precedence = headers.get("precedence", "").strip().lower()
    if precedence in _LIST_PRECEDENCE or any(headers.get(name) for name in _LIST_FIELDS):
        return "their message came through a mailing list"
    return ""


def guard(item: OutboxItem, since: Since, *, now: datetime, zone: tzinfo) -> Verdict:
    """What to do with ``item`` given everything that is known of its case right now."""
    if item.guards_waived:
        return Go()
    if since.bounced:
        return Hold(reason=f"mail to {item.to} came back: {since.bounced}")
    if item.kind is Kind.REPLY and not was_planned(item):
        answered = since.colleague_wrote_at
        return Hold(reason=_colleague(answered, zone)) if answered is not None else Go()
    if item.kind is not Kind.REPLY:
        if since.unwanted:
            return Hold(reason=f"{item.to} gets no follow-ups: {since.unwanted}")
        if since.no_person:
            return Hold(reason=since.no_person)
        match since.case_state:
            case CaseState.RESOLVED if item.kind not in (Kind.SURVEY, Kind.CHECK_BACK):
                return Hold(reason="the case is resolved")
            case CaseState.MERGED:
                return Hold(reason="the case was merged into another one")
            case CaseState.NOT_COMPLAINT:
                return Hold(reason="the case was marked as not a complaint")
            case _:
                pass
    wrote = since.customer_wrote_at
    if wrote is not None and not (since.only_thanks and item.kind is Kind.PROMISE):
        said = "said thanks" if since.only_thanks else "wrote"
        return Hold(reason=f"the customer {said} on {_day_time(wrote, zone)}")
    elsewhere = since.wrote_elsewhere_at
    if elsewhere is not None and item.kind is Kind.NUDGE:
        # “Have not heard from you since” would not be true.
        said = f"the customer wrote on {_day_time(elsewhere, zone)} in another case"
        return Hold(reason=f"{said}, which waits for your answer")
    if since.colleague_wrote_at is not None:
        return Hold(reason=_colleague(since.colleague_wrote_at, zone))
    last = since.followed_up_at
    if item.kind is not Kind.REPLY and last is not None and now - last < ONE_A:
        return Hold(reason=f"another follow-up went to them on {_day_time(last, zone)}; one a day is enough")
    if since.away:
        return _when_back(since.away_until, now=now, zone=zone)
    return Go()


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A follow-up worth queueing with a reply: what kind, and when (aware)."""

    kind: Kind
    at: datetime


CHECK_BACK_AFTER = timedelta(days=3)


def suggestion(promises: Collection[Promised], *, now: datetime, hours: SendingHours) -> Suggested:
    """What to queue with a reply that leaves at ``now``: the word that keeps its first dated promise, at the
    time of that promise, else a question whether all is well three days later."""
    dated = [one.due_at for one in promises if one.due_at is not None and one.due_at > now]
    if not dated:
        return Suggested(kind=Kind.CHECK_BACK, at=hours.opening(now + CHECK_BACK_AFTER))
    due = min(dated)
    here = due.astimezone(hours.zone)
    # Earlier rather than late: what is promised by Sunday is told on Saturday.
    while not hours.is_day(here.date()) and here - timedelta(days=1) > now:
        here -= timedelta(days=1)
    clock = max(hours.opens, min(here.time(), _before(hours.closes)))
    at = at_wall(datetime.combine(here.date(), clock), hours.zone)
    return Suggested(kind=Kind.PROMISE, at=at if at > now else hours.opening(due))


def _before(closes: time) -> time:
    """The last hour in which somebody may still read it that day."""
    return time(closes.hour - 1, closes.minute) if closes.hour else closes


def _colleague(wrote: datetime, zone: tzinfo) -> str:
    return f"somebody of the shop answered on {_day_time(wrote, zone)}"


def _when_back(until: date | None, *, now: datetime, zone: tzinfo) -> Later | Go:
    if until is None:
        return Later(at=now + AWAY_UNKNOWN, reason="they are away; it waits 14 days")
    back = at_wall(datetime.combine(until, time(9, 0)), zone)
    if back <= now:
        return Go()
    return Later(at=back, reason=f"they are away until {until:%a} {until.day} {until:%b}")


def _hours(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"


def _day_time(at: datetime, zone: tzinfo) -> str:
    here = at.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b} at {here:%H:%M}"
