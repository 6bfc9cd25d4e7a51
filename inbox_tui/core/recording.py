"""What a complaint record can be told from the mail and from what was done, before anybody is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .case import Case
from .promises import Promise, PromiseState
from .record import Record, missing

_JUSTIFIED: Mapping[str, str] = {"ours": "yes", "shared": "partly", "not_ours": "no"}
"""By the stance that the owner took."""
_RECOURSE = re.compile(
    r"\bombuds\w+|\bdispute resolution\b|\barbitrat\w+|\btrading standards\b"
    r"|\bconsumer (?:council|centre|advice|protection)\b|\bschlichtung\w*",
    re.IGNORECASE,
)
_MONEY_BACK = "money back"


def known(case: Case, *, promises: Iterable[Promise] = (), sent: Iterable[str] = ()) -> dict[str, str]:
    """Fields that follow from the case, its promises and the letters that were sent; never what was said by a
    person already."""
    given = [one.text for one in promises if one.state is not PromiseState.PROPOSED]
    found = {
        "severity": case.urgency,
        "safety": "" if case.escalate else "no",
        "justified": _JUSTIFIED.get(case.stance, ""),
        "decision": case.closing_reason,
        "redress": "refund" if case.closing_reason == _MONEY_BACK else "; ".join(given)[:200],
        "recourse_told": "yes" if any(_RECOURSE.search(text) for text in sent) else "",
    }
    return {name: value for name, value in found.items() if value and not getattr(case.record, name)}


def completed(record: Record, found: Mapping[str, str]) -> Record:
    """The record with what is known in the fields that say nothing."""
    return replace(record, **{name: value for name, value in found.items() if not getattr(record, name)})


def to_ask(case: Case, found: Mapping[str, str]) -> tuple[str, ...]:
    """What the minimum record still lacks after all that."""
    return missing(completed(case.record, found))
