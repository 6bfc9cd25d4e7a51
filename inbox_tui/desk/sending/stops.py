"""Accounts that refused us: they rest, in every program of this home, until somebody has seen to them.

A wrong password tried every few minutes by a background job locks the account; so one refusal is kept
in the casebook, where the next run finds it.
"""

import json
from datetime import datetime, timedelta
from hashlib import blake2b

from ...errors import NotFoundError
from ..office import Office

REST = timedelta(days=1)
"""After so long one more try is made: a certificate may have been mended on the other side."""


class Stops:
    """Which accounts rest, and why."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def reason(self, account: str) -> str:
        """Why the account rests; empty when it does not. A change of its settings ends the rest."""
        stored = self._office.casebook.value(_name(account))
        if not stored:
            return ""
        said = json.loads(stored)
        age = abs(self._office.now() - datetime.fromisoformat(said["at"]))
        return "" if age > REST or said["settings"] != self._settings(account) else str(said["reason"])

    def stop(self, account: str, reason: str) -> None:
        """The server refused us."""
        said = {
            "reason": reason,
            "at": self._office.now().isoformat(),
            "settings": self._settings(account),
        }
        self._office.casebook.set_value(_name(account), json.dumps(said))

    def lift(self, account: str) -> None:
        """Somebody has seen to it, or it works again."""
        if self._office.casebook.value(_name(account)):
            self._office.casebook.set_value(_name(account), "")

    def _settings(self, account: str) -> str:
        """A fingerprint; no password is in there."""
        try:
            return blake2b(repr(self._office.account(account)).encode(), digest_size=8).hexdigest()
        except NotFoundError:
            return ""


def _name(account: str) -> str:
    return f"account stopped: {account}"
