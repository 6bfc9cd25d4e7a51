"""Cases, and which messages belong to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from ...core.case import Case, CaseState
from ...errors import NotFoundError
from ...ports import Act, Changed, HistoryEntry, Stale
from .database import Database
from .history import strike, write_entries
from .part import Part, chunks
from .tables import case_message, cases
from .types import storable
from .words import drop_note, write_note


class _StoodInTheWay(Exception):  # noqa: N818 - it ends a transaction, and is no error
    """Another version of a case is stored; leaving the block with it rolls everything back."""

    def __init__(self, case: Case) -> None:
        self.case = case


_COLUMNS = tuple(column.name for column in cases.c)
# Built once: building one costs more than carrying it out.
_CHANGE = (
    sa.update(cases)
    .where(cases.c.id == sa.bindparam("this"), cases.c.version == sa.bindparam("was"))
    .values({name: sa.bindparam(f"new_{name}") for name in _COLUMNS})
)
_OF_IDS = cases.c.id.in_(sa.bindparam("ids", expanding=True))
_OF_STATES = cases.c.state.in_(sa.bindparam("states", expanding=True))
_LISTS = {
    (False, False): sa.select(cases),
    (True, False): sa.select(cases).where(_OF_IDS),
    (False, True): sa.select(cases).where(_OF_STATES),
    (True, True): sa.select(cases).where(_OF_IDS, _OF_STATES),
}
"""By whether ids and states are asked for."""
_COUNT = sa.select(sa.func.count()).select_from(cases).where(cases.c.state == sa.bindparam("state"))
_IDS = sa.select(cases.c.id).order_by(cases.c.received_at.desc(), cases.c.id)
_CUSTOMER = sa.func.lower(cases.c.from_addr)
_OF_CUSTOMERS = sa.select(cases).where(_CUSTOMER.in_(sa.bindparam("addresses", expanding=True)))
_NAMES_BESIDES = (
    sa.select(cases.c.from_name).distinct().where(_CUSTOMER.not_in(sa.bindparam("addresses", expanding=True)))
)
_FIND = sa.select(cases).where(cases.c.id == sa.bindparam("this"))


class Cases(Part):
    """The case table."""

    def add_case(self, case: Case, entry: HistoryEntry) -> None:
        """A new case; adding one that exists changes nothing."""
        with self._database.writing() as connection:
            if self._database.add_missing(connection, cases, asdict(case)):
                write_entries(connection, [entry])

    def case(self, case_id: str) -> Case | None:
        """One case."""
        with self._database.reading() as connection:
            return find_case(connection, case_id)

    def cases(
        self, *, states: Collection[str] | None = None, ids: Collection[str] | None = None
    ) -> list[Case]:
        """All cases, those in some states, or these; no particular order."""
        query = _LISTS[ids is not None, states is not None]
        asked = {"ids": list(ids or ()), "states": list(states or ())}
        with self._database.reading() as connection:
            return [_case(row) for row in connection.execute(query, asked).mappings()]

    def case_ids(self) -> list[str]:
        """The names of all cases, the one that came in last first."""
        with self._database.reading() as connection:
            return [name for (name,) in connection.execute(_IDS)]

    def count_cases(self, state: CaseState) -> int:
        """How many cases are in this state."""
        with self._database.reading() as connection:
            return connection.execute(_COUNT, {"state": state.value}).scalar_one()

    def cases_from(self, addresses: Collection[str]) -> list[Case]:
        """All cases of these customers, however their address is capitalised."""
        found: list[Case] = []
        with self._database.reading() as connection:
            for some in chunks([each for address in addresses for each in _spellings(address)]):
                rows = connection.execute(_OF_CUSTOMERS, {"addresses": some}).mappings()
                found += [_case(row) for row in rows]
        return list({case.id: case for case in found}.values())

    def names_besides(self, address: str) -> set[str]:
        """The names of all customers who do not write from this address."""
        with self._database.reading() as connection:
            rows = connection.execute(_NAMES_BESIDES, {"addresses": _spellings(address)})
            return {name for (name,) in rows if name}

    def change_case(self, case: Case, entry: HistoryEntry) -> Changed | Stale:
        """Store ``case`` if the stored version is still ``case.version``; counts the version up.

        Raises NotFoundError when there is no such case.
        """
        with self._database.writing() as connection:
            if write_case(connection, case, entry):
                return Changed(case=replace(case, version=case.version + 1))
            stored = find_case(connection, case.id)
        if stored is None:
            raise NotFoundError(f"There is no case {case.id}.")
        return Stale(case=stored)

    def change_cases(self, act: Act) -> list[Case] | Stale:
        """All of an act, or nothing of it: see ``ports.Casebook``."""
        try:
            with self._database.writing() as connection:
                return self._carry_out(connection, act)
        except _StoodInTheWay as stood:
            return Stale(case=stood.case)

    def _carry_out(self, connection: sa.Connection, act: Act) -> list[Case]:
        for opened in act.opened:
            self._database.add_missing(connection, cases, asdict(opened))
        done: list[Case] = []
        for case, entry in act.changes:
            if not write_case(connection, case, entry):
                stored = find_case(connection, case.id)
                if stored is None:
                    raise NotFoundError(f"There is no case {case.id}.")
                raise _StoodInTheWay(stored)
            done.append(replace(case, version=case.version + 1))
        if act.undone and not strike(connection, act.undone):
            raise _StoodInTheWay(done[0])
        for note in act.notes:
            write_note(connection, note)
        for note in act.unsaid:
            drop_note(connection, note)
        return done

    def link(self, case_id: str, account: str, message_ids: Collection[str]) -> None:
        """Tie Message-IDs to a case for good; a later tie to another case, as in a merge, wins."""
        with self._database.writing() as connection:
            links = {(account, name): case_id for name in message_ids}
            write_links(self._database, connection, links)

    def cases_of(self, account: str, message_ids: Collection[str]) -> dict[str, str]:
        """Which of these Message-IDs belong to which case."""
        spelled = {storable(name): name for name in message_ids}
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            if len(spelled) > _FEW:
                # A first sync asks for thousands of names of a casebook that knows few: read it whole then.
                most = len(spelled)
                every = connection.execute(_LINKS, {"account": account, "most": most + 1}).all()
                if len(every) <= most:
                    return {spelled[name]: case for name, case in every if name in spelled}
            for names in chunks(spelled):
                rows = connection.execute(
                    sa.select(case_message.c.message_id, case_message.c.case_id).where(
                        case_message.c.account == account, case_message.c.message_id.in_(names)
                    )
                )
                found |= {spelled[row.message_id]: row.case_id for row in rows}
        return found


def _spellings(address: str) -> list[str]:
    """An address in lower case, as either database means it: SQLite lowers the letters of ASCII only."""
    ascii_only = "".join(each.lower() if each.isascii() else each for each in address)
    return list({address.lower(), ascii_only})


_FEW = 100
_LINKS = (
    sa.select(case_message.c.message_id, case_message.c.case_id)
    .where(case_message.c.account == sa.bindparam("account"))
    .limit(sa.bindparam("most"))
)


def write_case(connection: sa.Connection, case: Case, entry: HistoryEntry) -> bool:
    """Store a case, its version counted up, and the entry; False, with nothing changed, when the stored
    version is another one. Inside the caller's transaction."""
    if not change_case(connection, case):
        return False
    write_entries(connection, [entry])
    return True


def change_case(connection: sa.Connection, case: Case) -> bool:
    """The same without an entry, which the caller owes."""
    return change_cases(connection, [case])


def change_cases(connection: sa.Connection, changed: Sequence[Case]) -> bool:
    """Several, one after the other; False when a stored version was another one, and then the caller must
    roll back."""
    if not changed:
        return True
    rows = [
        {f"new_{name}": getattr(case, name) for name in _COLUMNS}
        | {"new_version": case.version + 1, "this": case.id, "was": case.version}
        for case in changed
    ]
    return connection.execute(_CHANGE, rows).rowcount == len(changed)


def write_links(
    database: Database, connection: sa.Connection, case_ids: Mapping[tuple[str, str], str]
) -> None:
    """Tie messages, by account and Message-ID, to cases; inside the caller's transaction."""
    rows = [
        {"account": account, "message_id": name, "case_id": case_id}
        for (account, name), case_id in sorted(case_ids.items())
        if name
    ]
    if rows:
        database.put(connection, case_message, rows)


def find_case(connection: sa.Connection, case_id: str) -> Case | None:
    """One case; inside the caller's transaction."""
    row = connection.execute(_FIND, {"this": case_id}).mappings().first()
    return None if row is None else _case(row)


def _case(row: sa.RowMapping) -> Case:
    fields: dict[str, Any] = dict(row)
    return Case(**fields | {"state": CaseState(row["state"])})
