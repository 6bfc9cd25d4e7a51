"""Telling the owner of complaints while they look elsewhere."""

from collections.abc import Callable, Sequence
from datetime import time

from ...core.case import ACTIVE
from ...core.notices import Notice, Told, Why, begin, by_day, news
from ..office import Office


class Notices:
    """Remembers what was told, for as long as the program runs. Blocks on the stores. Where not this program
    ``rings`` but another one on the same home, that one tells the same, and nothing is told here."""

    def __init__(self, office: Office, *, rings: Callable[[], bool]) -> None:
        self._office = office
        self._rings = rings
        self._told: Told | None = None

    def begin(self) -> None:
        """What is here now is on the screen, and needs no telling."""
        office = self._office
        cases = office.casebook.cases(states=ACTIVE)
        self._told = begin(cases, now=office.now(), target=office.answer_within)

    def look(self) -> Sequence[Notice]:
        """What to tell now. At night nothing is, and nothing is forgotten. Raises StoreError."""
        if self._told is None:
            self.begin()
        office, settings = self._office, self._office.config.notify
        if self._told is None or not (settings.at_night or self._is_day()):
            return ()
        cases = office.casebook.cases(states=ACTIVE)
        found, self._told = news(self._told, cases, now=office.now(), target=office.answer_within)
        wanted = {Why.NEW: settings.new, Why.SOON: settings.soon, Why.LATE: settings.soon}
        told = [each for each in found if wanted[each.why]]
        return told if told and self._rings() else []

    def _is_day(self) -> bool:
        office, settings = self._office, self._office.config.notify
        return by_day(
            office.now(),
            zone=office.zone,
            opens=time.fromisoformat(settings.day_from),
            closes=time.fromisoformat(settings.day_until),
            hours=office.opening,
        )
