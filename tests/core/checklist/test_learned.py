"""The trained part: its file, its manners, and how often it is right on replies it was not trained on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

import pytest

from inbox_tui.core.checklist import MISTAKES, Answer, Checklist, Report, check
from inbox_tui.core.checklist.context import BESIDE, LABELS, NAMES
from inbox_tui.core.checklist.learned import DRAFT_NAMES, learned
from inbox_tui.core.checklist.stance import STANCE_NAMES
from tests.training.corpus import Labelled, fragments, held_out, labelled, letters, unseen
from tests.training.scoring import Score, macro, scores

from .drafts import of

WEIGHTS = resources.files("inbox_tui.core.checklist").joinpath("weights")


@cache
def reports() -> list[tuple[Labelled, Report]]:
    checklist = Checklist()
    return [(reply, checklist.check(reply.answer)) for reply in held_out()]


def test_the_weights_are_those_that_were_trained_and_weigh_less_than_a_megabyte() -> None:
    data = WEIGHTS.joinpath("en.json").read_bytes()
    told = WEIGHTS.joinpath("en.sha256").read_text(encoding="utf-8").strip()
    assert hashlib.sha256(data).hexdigest() == told
    assert 100_000 < len(data) < 1_000_000


def test_the_weights_fit_the_features() -> None:
    model = learned("en")
    assert model.words.labels == (*LABELS, *BESIDE)
    assert model.around.names == NAMES
    assert model.draft.names == DRAFT_NAMES
    assert model.stance.names == STANCE_NAMES
    assert len(model.thresholds) == len(LABELS)
    some = [model.words.weights(feature) for feature in list(model.words.rows)[::50]]
    assert all(any(weights) for weights in zip(*some, strict=True))


def test_there_are_hundreds_of_labelled_replies_and_no_unknown_label() -> None:
    replies = [*labelled(), *letters()]
    assert len(replies) >= 500
    assert len({reply.id for reply in replies}) == len(replies)
    assert len({reply.batch for reply in replies}) >= 25


def test_nothing_held_out_is_trained_on() -> None:
    kept_back = {reply.answer.text for reply in (*held_out(), *unseen())}
    assert len(unseen()) >= 60
    assert not kept_back & {reply.answer.text for reply in (*labelled(), *letters(), *fragments())}


def test_what_a_mistake_points_at_is_a_mistake_nearly_always() -> None:
    """Of whichever kind: blame, excuse and argument share their sentences."""
    right = wrong = 0
    for reply, report in reports():
        for finding in report.findings:
            if finding.check in MISTAKES & set(LABELS) and finding.found:
                labels = frozenset[str]().union(*(reply.labels_at(*span) for span in finding.spans))
                right, wrong = (right + 1, wrong) if labels & MISTAKES else (right, wrong + 1)
    assert right >= 25
    assert right / (right + wrong) >= 0.85


@cache
def held_out_scores() -> dict[str, Score]:
    found = [{f.check: bool(f.found) for f in report.findings} for _, report in reports()]
    return scores(found, [reply.truth for reply, _ in reports()])


@pytest.mark.parametrize("label", [label for label in LABELS if label not in ("validation", "explanation")])
def test_no_check_is_wrong_more_often_than_not(label: str) -> None:
    assert held_out_scores()[label].precision >= 0.6
    assert held_out_scores()[label].recall >= 0.5


def test_parts_are_found_where_they_are() -> None:
    told = {label: held_out_scores()[label] for label in ("empathy", "fault", "commitment", "solution")}
    assert macro(told) >= 0.8


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("overpromise", "We cannot guarantee that it will never happen again."),
        ("fault", "This was no fault of ours."),
        ("blame", "We don't blame the courier."),
        ("fault", "If we have made a mistake, we are sorry."),
        ("argue", 'You wrote "I am sorry you feel that way" is all we said.'),
    ],
)
def test_trigger_words_that_do_not_count_stay_silent(name: str, text: str) -> None:
    assert not of(check(Answer(text=text)), name).found


def test_what_was_learned_says_so() -> None:
    text = "Hi Bo,\n\nDelays like this are normal at this time of the year."
    finding = of(check(Answer(text=text)), "excuse")
    assert finding.found
    assert finding.rule == "excuse/learned"
    assert text[slice(*finding.spans[0])] == "Delays like this are normal at this time of the year."


def test_rules_alone_need_no_weights() -> None:
    report = Checklist(by_rules_alone=True).check(Answer(text="It was my fault."))
    assert of(report, "fault").rule == "fault/our-mistake"


@pytest.mark.parametrize("name", ["Ted", "Ricky", "Joan"])
def test_a_bare_name_at_the_end_carries_nothing(name: str) -> None:
    text = f"Hi Bo,\n\nYour lamp came without its plug, and that is our mistake.\n\n{name}"
    at = text.index(name)
    assert not [f.check for f in check(Answer(text=text)).findings if any(b > at for _, b in f.spans)]


def test_a_plain_denial_is_an_excuse() -> None:
    text = "Unfortunately our courier had a lot of parcels this week, so it is not our fault."
    assert of(check(Answer(text=text)), "excuse").found
    owned = "The snow was not our fault, but we should have rung you before you set out."
    assert not of(check(Answer(text=owned)), "excuse").found
