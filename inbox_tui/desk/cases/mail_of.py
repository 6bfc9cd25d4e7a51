"""Which letters belong to a case: its own, those of cases merged into it, those it was split from."""

from collections.abc import Iterable

from ...core.case import Case, CaseState
from ...core.message import CachedMessage
from ..office import Office


def messages_of(office: Office, case_id: str) -> list[CachedMessage]:
    """All letters of a case or a mere conversation, oldest first."""
    case = office.casebook.case(case_id)
    return letters_of(office, case_id, case, merged_into(office, case_id) if case is not None else ())


def letters_of(
    office: Office, case_id: str, case: Case | None, inside: Iterable[Case]
) -> list[CachedMessage]:
    """The same for who has read the ``case`` already, and those that were merged into it."""
    found = list(office.cache.messages(case_id))
    if case is not None:
        for other in inside:
            found += office.cache.messages(other.id)
        found += _shared(office, case)
    return sorted({each.ref: each for each in found}.values(), key=lambda each: each.received_at)


def merged_into(office: Office, case_id: str) -> list[Case]:
    """The cases that go on as part of this one, those merged into them included."""
    gone = office.casebook.cases(states={CaseState.MERGED})
    found: list[Case] = []
    wanted = [case_id]
    while wanted:
        home = wanted.pop()
        inside = [each for each in gone if each.merged_into == home and each not in found]
        found += inside
        wanted += [each.id for each in inside]
    return found


def alive(office: Office, case: Case) -> Case:
    """The case in which a merged one goes on; any other case itself."""
    seen = {case.id}
    while case.state is CaseState.MERGED:
        into = office.casebook.case(case.merged_into)
        if into is None or into.id in seen:
            break
        seen.add(into.id)
        case = into
    return case


def _shared(office: Office, case: Case) -> list[CachedMessage]:
    """The letters that a split-off case has in common with the case that it came from."""
    if not case.split_from:
        return []
    begun = next((entry.at for entry in office.casebook.history(case.id)), case.received_at)
    return [each for each in office.cache.messages(case.split_from) if each.received_at <= begun]
