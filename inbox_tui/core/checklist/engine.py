"""The checklist itself: one draft in, one report out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import document
from .apart import PARTS, by_clauses, open_clauses
from .clockwork import promptness
from .complaint import Particulars, particulars, stem
from .context import LABELS
from .document import Manner, Outcome
from .due import dated
from .learned import LANGUAGES, Learned, decided, learned
from .lexicon import function_words, lexicon
from .model import CHECKS, Answer, Complaint, Report, Stance
from .naming import personalised
from .placeholders import placeholders
from .promised import promised
from .reading import Reader, Reading, language
from .remedy import refund_unanswered
from .report import reported
from .rules import HOME, RuleIndex, index, rule_files
from .safety import notices
from .shop import NO_CHANGES, ShopRules
from .stance import guessed
from .tone import tone

_FIRST_WORDS = "Dear Ms Doe,\n\nI am sorry that we were late. We will ring you on Friday."
_CASE_DETAIL = ("validation", "solution", "commitment", "explanation", "blame", "excuse", "argue")

_SUPPOSED: dict[str, tuple[str, ...]] = {
    "owned": ("empathy", "commitment", "explanation"),
    "disowned": ("excuse", "blame", "argue"),
    "": (),
}


@dataclass(frozen=True, slots=True)
class Observed:
    """A draft as the rules see it: its language, its sentences, the complaint's particulars, the outcomes."""

    language: str
    reading: Reading
    details: Particulars | None
    found: dict[str, Outcome]


class Checklist:
    """Holds the rules and what was read before.

    Keep one for as long as a draft is open: only sentences that changed are read again. Threads may share
    one: what it remembers is added to or dropped whole, and at worst two of them read the same sentence.
    """

    def __init__(self, shop: ShopRules = NO_CHANGES, *, by_rules_alone: bool = False) -> None:
        self._shop = shop
        self._by_rules_alone = by_rules_alone
        self._readers: dict[str, Reader] = {}
        self._dull: dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]] = {}

    @property
    def read_afresh(self) -> int:
        """How many sentences had to be read so far, for whoever measures the cache."""
        return sum(reader.read_afresh for reader in self._readers.values())

    def warm(self, spoken: str = "en") -> None:
        """Load and compile everything for one language, so that the first keystroke finds it done."""
        for rule in self._rules(spoken).rules:
            _ = rule.expressions, rule.objections
        function_words()
        self._reader(spoken)
        self.check(Answer(text=_FIRST_WORDS))

    def check(self, answer: Answer) -> Report:
        """Check a draft; any text at all gives a report with one finding per check."""
        observed = self.observe(answer)
        reading, found = observed.reading, dict(observed.found)
        model = self._model(observed.language)
        if model is not None:
            self._join(found, decided(model, reading, found, observed.details), reading)
            self._add_clauses(model, found, observed)
        found["personalised"] = personalised(
            reading, answer, (document.particulars_shared(reading, observed.details), found["solution"])
        )
        stance = answer.stance or guessed(reading, found["fault"], model.stance if model else None)
        if stance is Stance.NOT_OURS:
            found["fault"] = Outcome(None)
        if stance is Stance.UNKNOWN and found["follow_up"].found:
            found["follow_up"] = dated(reading, found["follow_up"])
        if found["solution"].found is not None and refund_unanswered(reading, answer.complaint):
            found["solution"] = replace(found["solution"], case="refund_unanswered")
        held_out = _outside((*found["solution"].spans, *found["follow_up"].spans), found["placeholder"].spans)
        asks = observed.details is not None and observed.details.asks
        report = reported(found, answer, reading, stance, self._shop.levels, asks=asks)
        return replace(
            report, promises=promised(answer.text, reading, held_out), notices=notices(answer, stance)
        )

    def observe(self, answer: Answer) -> Observed:
        """What the rules alone make of a draft, before anything learned has its say."""
        spoken = language(answer.text)
        source = f"{answer.complaint.subject}\n{answer.complaint.text}" if answer.complaint else ""
        reading = self._reader(spoken).read(answer.text, source)
        details = self._details(answer.complaint, spoken)
        return Observed(spoken, reading, details, self._outcomes(reading, answer, spoken, details))

    def _reader(self, spoken: str) -> Reader:
        known = self._readers.get(spoken)
        if known is None:
            rules = self._rules(spoken)
            model = self._model(spoken)
            words = lexicon(spoken if rules.rules else "en")
            made = Reader(rules, words, model.odds if model else None, language=spoken)
            known = self._readers.setdefault(spoken, made)
        return known

    def _rules(self, spoken: str) -> RuleIndex:
        """The built-in rules of a language, and the shop's own."""
        own = [rule for rule in self._shop.rules if rule.language == spoken]
        return RuleIndex((*index(spoken).rules, *own)) if own else index(spoken)

    def _model(self, spoken: str) -> Learned | None:
        return learned(spoken) if spoken in LANGUAGES and not self._by_rules_alone else None

    def _join(self, found: dict[str, Outcome], judged: dict[str, Outcome], reading: Reading) -> None:
        """Let the model decide, but keep what only rules know: copies, open gaps, words to make specific."""
        for check, outcome in judged.items():
            was = found[check]
            if check == "canned" and was.found and (was.case == "copied" or was == found["placeholder"]):
                continue
            if check == "commitment" and not outcome.found:
                found[check] = document.vague(reading)
            elif outcome.found or was.found:
                found[check] = outcome

    def _add_clauses(self, model: Learned, found: dict[str, Outcome], observed: Observed) -> None:
        """Add the parts that one clause carries where the sentence around it hides them."""
        missing = [check for check in PARTS if not found[check].found]
        apart = self._reader(observed.language).apart(observed.reading) if missing else observed.reading
        open_ones = open_clauses(observed.reading, apart, missing) if apart is not observed.reading else {}
        if not open_ones:
            return
        ruled = {check: document.positive(apart, check) for check in LABELS}
        self._by_kind(ruled, apart, observed.details)
        ruled["canned"] = found["canned"]
        ruled["validation"] = found["validation"]
        found.update(by_clauses(model, apart, ruled, observed.details, open_ones))

    def _outcomes(
        self, reading: Reading, answer: Answer, spoken: str, details: Particulars | None
    ) -> dict[str, Outcome]:
        found = {check: Outcome(None) for check in CHECKS}
        written = {c for c, f in rule_files().items() if any(r.language == spoken for r in f.rules)}
        written |= {rule.check for rule in self._shop.rules if rule.language == spoken}
        for check in CHECKS:
            if check in written:
                found[check] = document.positive(reading, check)
        found["placeholder"] = placeholders(reading.text)
        found["promptness"] = promptness(reading, answer.hours_since)
        if "validation" in written:
            self._as_a_whole(found, reading, answer, details)
        found["tone"] = tone(reading) if "tone" in written else Outcome(None)
        return found

    def _as_a_whole(
        self, found: dict[str, Outcome], reading: Reading, answer: Answer, details: Particulars | None
    ) -> None:
        """What takes all the others: the complaint accepted, stock phrases with nothing beside them."""
        self._by_kind(found, reading, details)
        found["validation"] = document.validation(reading, details, _manner(found))
        own = any(found[check].found for check in _CASE_DETAIL)
        found["canned"] = document.canned(reading, own, document.copied(reading, answer.sent_before))
        if found["placeholder"].found and not found["canned"].found:
            found["canned"] = found["placeholder"]

    def _by_kind(self, found: dict[str, Outcome], reading: Reading, details: Particulars | None) -> None:
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

    def _details(self, complaint: Complaint | None, spoken: str) -> Particulars | None:
        if complaint is None or not (complaint.text.strip() or complaint.subject.strip()):
            return None
        if spoken not in self._dull:
            file = rule_files()["validation"]
            settings = file.spoken(spoken) or file.settings
            groups = [str(group).split() for group in settings["synonyms"]]
            self._dull[spoken] = (
                frozenset(str(settings["common"]).split()),
                tuple(frozenset(map(stem, group)) for group in groups),
            )
        return particulars(complaint, *self._dull[spoken], spoken if self._rules(spoken).rules else HOME)


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


def _outside(spans: Iterable[tuple[int, int]], gaps: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """What the owner wrote, without what an outline only asks for: a question promises nothing."""
    return [(a, b) for a, b in spans if not any(start <= a and b <= end for start, end in gaps)]
