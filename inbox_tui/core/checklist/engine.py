"""The checklist itself: one draft in, one report out."""

from __future__ import annotations

from . import document
from .clockwork import promptness
from .complaint import Particulars, particulars, stem
from .document import Manner, Outcome
from .lexicon import lexicon
from .model import CHECKS, Answer, Complaint, Report, Stance
from .naming import personalised
from .placeholders import placeholders
from .reading import Reader, Reading, language
from .report import reported
from .rules import index, rule_files
from .stance import guessed
from .tone import tone

_CASE_DETAIL = ("validation", "solution", "commitment", "explanation", "blame", "excuse", "argue")

_SUPPOSED: dict[str, tuple[str, ...]] = {
    "owned": ("empathy", "commitment", "explanation"),
    "disowned": ("excuse", "blame", "argue"),
    "": (),
}


class Checklist:
    """Holds the rules and what was read before; not for use from two threads at once.

    Keep one for as long as a draft is open: only sentences that changed are read again.
    """

    def __init__(self) -> None:
        self._readers: dict[str, Reader] = {}
        settings = rule_files()["validation"].settings
        self._common = frozenset(str(settings["common"]).split())
        self._synonyms = tuple(frozenset(stem(w) for w in str(g).split()) for g in settings["synonyms"])

    @property
    def read_afresh(self) -> int:
        """How many sentences had to be read so far, for whoever measures the cache."""
        return sum(reader.read_afresh for reader in self._readers.values())

    def check(self, answer: Answer) -> Report:
        """Check a draft; any text at all gives a report with one finding per check."""
        spoken = language(answer.text)
        source = f"{answer.complaint.subject}\n{answer.complaint.text}" if answer.complaint else ""
        reading = self._reader(spoken).read(answer.text, source)
        found = self._outcomes(reading, answer, spoken)
        stance = answer.stance or guessed(reading, found["fault"])
        if stance is Stance.NOT_OURS:
            found["fault"] = Outcome(None)
        return reported(found, answer, reading, stance)

    def _reader(self, spoken: str) -> Reader:
        if spoken not in self._readers:
            rules = index(spoken)
            self._readers[spoken] = Reader(rules, lexicon(spoken if rules.rules else "en"))
        return self._readers[spoken]

    def _outcomes(self, reading: Reading, answer: Answer, spoken: str) -> dict[str, Outcome]:
        details = self._details(answer.complaint)
        found = {check: Outcome(None) for check in CHECKS}
        written = {c for c, f in rule_files().items() if any(r.language == spoken for r in f.rules)}
        for check in CHECKS:
            if check in written:
                found[check] = document.positive(reading, check)
        found["placeholder"] = placeholders(reading.text)
        found["promptness"] = promptness(reading, answer.hours_since)
        if "validation" in written:
            self._as_a_whole(found, reading, answer, details)
        else:
            found["validation"] = Outcome(None)
        found["personalised"] = personalised(
            reading, answer, (document.particulars_shared(reading, details), found["solution"])
        )
        return found

    def _as_a_whole(
        self, found: dict[str, Outcome], reading: Reading, answer: Answer, details: Particulars | None
    ) -> None:
        """What depends on the kind of reply: one that owns the failure is read with more trust."""
        found["excuse"] = document.cancelled(reading, "excuse")
        found["blame"] = document.cancelled(reading, "blame")
        kind = _kind(found)
        found["explanation"] = document.explanation(reading, kind)
        for check in _SUPPOSED[kind]:
            if not found[check].found:
                told = details if check == "explanation" else None
                found[check] = document.supposed(reading, check, kind, told)
        if not found["commitment"].found:
            found["commitment"] = document.vague(reading)
        found["validation"] = document.validation(reading, details, _manner(found))
        found["tone"] = tone(reading)
        own = any(found[check].found for check in _CASE_DETAIL)
        found["canned"] = document.canned(reading, own, document.copied(answer.text, answer.sent_before))
        if found["placeholder"].found and not found["canned"].found:
            found["canned"] = found["placeholder"]

    def _details(self, complaint: Complaint | None) -> Particulars | None:
        if complaint is None or not (complaint.text.strip() or complaint.subject.strip()):
            return None
        return particulars(complaint, self._common, self._synonyms)


def _kind(found: dict[str, Outcome]) -> str:
    """Which rules with a `when` apply: a reply that offers much without owning is trusted with neither."""
    if found["fault"].found:
        return "owned"
    offers = found["commitment"].found or (found["solution"].found and found["empathy"].found)
    return "" if offers else "disowned"


def _manner(found: dict[str, Outcome]) -> Manner:
    if found["fault"].found:
        return Manner.ACCEPTING
    if any(found[check].found for check in ("argue", "blame", "excuse")):
        return Manner.DODGING
    return Manner.ACCEPTING if found["empathy"].found else Manner.PLAIN
