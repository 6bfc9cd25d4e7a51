"""What the shop's own mail server found about a sender: SPF, DKIM and DMARC (RFC 8601).

Anybody may write such a field into a letter. So only the one that carries the name of the server that the
owner trusts counts, and without such a name in the config none does.
"""

import re

from .frozen import dataclass

METHODS = ("spf", "dkim", "dmarc")
_LIMIT = 4000
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_DEEPEST = 20


@dataclass(frozen=True, kw_only=True)
class Authenticity:
    """The results by method, in lower case as the server wrote them: ``pass``, ``fail``, ``none`` …"""

    server: str
    results: tuple[tuple[str, str], ...]

    @property
    def confirmed(self) -> bool:
        """DMARC passed: the domain in From is the one that was proved. SPF or DKIM alone prove less."""
        return dict(self.results).get("dmarc") == "pass"

    @property
    def refused(self) -> bool:
        """Something was forged, or looks so."""
        return any(result in ("fail", "softfail", "permerror") for _, result in self.results) and not (
            self.confirmed
        )

    @property
    def words(self) -> str:
        """One line for the owner."""
        told = ", ".join(f"{method.upper()} {result}" for method, result in self.results)
        if self.confirmed:
            return f"sender confirmed by {self.server}: {told}"
        if self.refused:
            return f"The sender could not be confirmed by {self.server}: {told}. Mind its links."
        return f"sender neither confirmed nor refused by {self.server}: {told}"


def authenticity(field: str, *, trusted: str) -> Authenticity | None:
    """The results in an Authentication-Results field, if it is by the ``trusted`` server; else None."""
    text = field[:_LIMIT]
    for _ in range(_DEEPEST):
        text, found = _COMMENT.subn(" ", text)
        if not found:
            break
    head, *parts = text.split(";")
    named = head.split()
    if not trusted or not named or named[0].casefold() != trusted.casefold():
        return None
    best: dict[str, str] = {}
    for part in parts:
        if (match := _RESULT.match(part)) is not None:
            method, result = match[1].lower(), match[2].lower()
            # A letter may carry several signatures; one that holds is enough.
            if best.get(method) != "pass":
                best[method] = result
    results = tuple((method, best[method]) for method in METHODS if method in best)
    return Authenticity(server=named[0], results=results) if results else None
