"""Asking for many messages at once, and for fewer when the server fails on one of them.

A letter whose file is broken makes some servers say no to the whole command, and others (Dovecot) hang up in
the middle of their answer. It must not keep back the letters around it, at every sync anew.
"""

from collections import deque
from collections.abc import Callable, Sequence

from ..errors import MailError, UnreachableError, is_a_no
from .imap_answers import Answer, Answers, chunks

PIECES = 8
"""Into so many a command is cut that failed: several bad letters seldom lie in all of them, as they do in
both halves."""
TRIES = 24
"""Failed commands in a row until it is no letter's fault; the second ones for a letter do not count."""
TRIES_FOR_NOTHING = 6
"""The same while nothing came: a few bad letters leave most pieces whole, and some count sign-ins."""


def fetch_in_pieces(
    uids: Sequence[int],
    *,
    ready: Callable[[], object],
    ask: Callable[[Sequence[int]], Answers],
    may_go_on: Callable[[], bool],
) -> tuple[dict[int, Answer], list[int]]:
    """The answers by UID, and the UIDs on which the server failed twice when asked for nothing else.

    ``ready`` makes the line fit for asking, and what it raises is no letter's fault. ``may_go_on`` is asked
    after a failure, and may take its time. Raises MailErrors.
    """
    found: dict[int, Answer] = {}
    withheld: list[int] = []
    failures = 0
    todo = deque[tuple[Sequence[int], bool]]([(uids, False)] if uids else ())
    while todo:
        some, suspected = todo.popleft()
        ready()
        try:
            found.update(ask(some))
            failures = 0
        except MailError as error:
            failures += not suspected
            most = TRIES if found else TRIES_FOR_NOTHING
            if not may_be_a_letter(error) or failures > most or not may_go_on():
                raise
            if len(some) > 1:
                todo += [(piece, False) for piece in chunks(some, -(-len(some) // PIECES))]
            elif suspected:
                withheld.append(some[0])
            else:
                todo.append((some, True))
    return found, withheld


def may_be_a_letter(error: MailError) -> bool:
    """True for a “no” to the command, a line that broke in the answer, and an answer that cannot be read.

    Not for silence: to ask again would only be silence again, and for longer.
    """
    broke = isinstance(error, UnreachableError) and not isinstance(error.__cause__, TimeoutError)
    return broke or is_a_no(error)
