"""An instant in the few letters of a column."""

from datetime import datetime, timedelta, tzinfo


def when_words(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """``in 14 s``, ``in 5 min``, ``today 15:30``, ``Mon 10:00`` within a week, else ``28 Nov 10:00``."""
    left = at - now
    if timedelta(0) <= left < timedelta(seconds=100):
        return f"in {int(left.total_seconds())} s"
    if timedelta(0) <= left < timedelta(hours=1):
        return f"in {int(left.total_seconds() // 60)} min"
    there, here = at.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"today {there:%H:%M}"
    if abs(there.date() - here.date()) < timedelta(days=7):
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b %H:%M}"
