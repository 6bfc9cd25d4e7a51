"""Several people at one desk: who writes on which case, so that no customer gets two different answers."""

from datetime import timedelta
from time import monotonic

from ..office import Office

EXPIRES = timedelta(seconds=30)
"""Without a sign of life for so long, somebody is taken to have left."""
SIGN_EVERY = 10.0
"""Seconds between two signs of life, so that one may go missing."""


class Team:
    """``program`` names this window; everything blocks on the casebook."""

    def __init__(self, office: Office, *, program: str) -> None:
        self._office = office
        self._program = program
        self._writing = ""
        self._signed = float("-inf")

    def writing(self, case_id: str) -> None:
        """A sign of life: the person at this desk is writing on this case. Cheap to call at every word."""
        moment = monotonic()
        if case_id != self._writing or moment - self._signed >= SIGN_EVERY:
            self._office.casebook.be_present(case_id, program=self._program, person=self._office.actor)
            self._writing, self._signed = case_id, moment

    def stopped(self) -> None:
        """They are not writing any more."""
        if self._writing:
            self._writing = ""
            self._office.casebook.be_absent(self._program)

    def others(self) -> dict[str, str]:
        """Who else is writing, by case; somebody with our own name is us at another window."""
        found: dict[str, set[str]] = {}
        for one in self._office.casebook.present(within=EXPIRES):
            if one.program != self._program:
                own = one.person == self._office.actor
                found.setdefault(one.case_id, set()).add("you elsewhere" if own else one.person)
        return {case_id: ", ".join(sorted(people)) for case_id, people in found.items()}
