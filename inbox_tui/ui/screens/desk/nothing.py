"""What an empty list says: nothing to do is said only when that is known, and every empty list leads on."""

from collections.abc import Callable

from ....desk.cases.sections import Section
from ...widgets.status_line import Connecting, Fetching, Link, NoAccount, Offline, Online, Status

Key = Callable[[str], str]
"""The key of an action, by its id."""


def nothing_words(
    section: Section, words: str, status: Status, *, any_mail: bool, key: Key
) -> tuple[str, ...]:
    """The lines of an empty list; ``words`` are those of a search, ``any_mail`` whether any mail is here."""
    lists = f"{key('list.section')} shows the other lists, {key('desk.search')} searches."
    if words:
        return (
            f"No mail has all of: {words}",
            "Fewer or shorter words find more; from:, before: and after: narrow it.",
            *_so_far(status),
        )
    match section:
        case Section.WAITING:
            return "Nobody owes you an answer.", "", lists
        case Section.FOLLOW_UPS:
            more = f"{key('case.follow_up')} on a complaint queues one."
            return "No follow-up leaves today.", more, "", lists
        case Section.SNOOZED:
            return "Nothing is put aside.", f"{key('case.snooze')} on a complaint does that.", "", lists
        case Section.RESOLVED:
            return "No case is closed yet.", f"{key('case.resolve')} on a complaint closes it.", "", lists
        case Section.ANSWER if status.fetched:
            return "Nothing to answer.", "New complaints come in by themselves.", "", lists
        case Section.ANSWER if any_mail:
            return "Nothing to answer in the mail that is here.", *_so_far(status), "", lists
        case _ if status.fetched:
            return "There is no mail here.", f"{key('desk.sync')} asks the mail server.", "", lists
        case _:
            return _first_mail(status.link, key)


def _so_far(status: Status) -> tuple[str, ...]:
    """Why there may be more than is shown."""
    if status.fetched:
        return ()
    match status.link:
        case Connecting() | NoAccount() | Online():
            return ("Looking for new mail …",)
        case Fetching() as fetching:
            return (f"More is on its way: {fetching.words}.",)
        case Offline():
            return ("New mail cannot be fetched; the reason stands below.",)


def _first_mail(link: Link, key: Key) -> tuple[str, ...]:
    """The very first fetch, or one after the mail cache was deleted."""
    soon = "Complaints appear here as soon as they are read."
    match link:
        case Connecting() | NoAccount() | Online():
            return "Asking the mail server for your mail …", soon
        case Fetching() as fetching:
            return f"{fetching.words.capitalize()} so far.", soon, "You can begin before it is all here."
        case Offline():
            return (
                "There is no mail here yet, and the mail server cannot be reached.",
                f"The reason stands below. {key('desk.sync')} tries once more.",
            )
