"""The checklist pane: what is missing first, honest words, a cursor that stays, and no key held up."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.app import ComposeResult

from inbox_tui.core.checklist import (
    CHECKS,
    Answer,
    Checklist,
    Complaint,
    Level,
    Promise,
    Report,
    Stance,
    ordered,
)
from inbox_tui.ui.signs import ASCII, UNICODE
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.checklist_lines import NAMES, checklist_lines, head_lines
from inbox_tui.ui.widgets.checklist_pane import ChecklistPane
from tests.ui.frames import frame
from tests.ui.reports import a_finding, a_report

TEXT = "Dear Dana, that is our fault. We are sorry if you feel that way."


MIXED = a_report(
    fault=a_finding("fault", spans=((11, 28),)),
    validation=a_finding("validation", Level.MUST),
    argue=a_finding("argue", Level.ERROR, found=True, spans=((33, 64),), message="This argues."),
    commitment=a_finding("commitment", Level.SHOULD),
    promptness=a_finding("promptness", Level.HINT),
    excuse=a_finding("excuse", Level.SHOULD, found=True, spans=((33, 40),), message="This excuses."),
    tone=a_finding("tone", Level.SHOULD, dismissed=True),
)


def head(report: Report, width: int, *, key: str = "", day: Callable[[str], str] = str) -> list[str]:
    """The lines above the findings, as text."""
    shown = head_lines(report, width, key=key, day=day, glyph=UNICODE.__getitem__)
    return [str(each.left) for each in shown]


def told(report: Report, *, current: str = "", ascii_only: bool = False) -> str:
    """The lines as text."""
    signs = ASCII if ascii_only else UNICODE
    lines = checklist_lines(report, TEXT, 60, glyph=signs.__getitem__, current=current)
    return "\n".join(str(each.left) for each in lines)


class PaneApp(ThemedApp):
    """A checklist and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.pointed: list[str] = []
        self.aside: list[str] = []

    def compose(self) -> ComposeResult:
        """The pane fills the screen."""
        yield ChecklistPane(classes="pane")

    @property
    def pane(self) -> ChecklistPane:
        """The pane."""
        return self.query_one(ChecklistPane)

    def on_checklist_pane_pointed(self, event: ChecklistPane.Pointed) -> None:
        """Noted."""
        self.pointed.append(event.finding.check if event.finding else "")

    def on_checklist_pane_put_aside(self, event: ChecklistPane.PutAside) -> None:
        """Noted."""
        self.aside.append(event.finding.check)


# --- order and words ------------------------------------------------------------------------------


def test_missing_musts_come_first_then_mistakes_then_the_rest() -> None:
    order = [each.check for each in ordered(MIXED)]
    assert order[:6] == ["validation", "argue", "excuse", "commitment", "promptness", "tone"]
    assert order.index("fault") > order.index("tone")


def test_every_line_has_a_sign_and_a_word() -> None:
    text = told(MIXED)
    for words in (
        "Not found yet",
        "○ theirs   Validation.",
        "Have another look",
        "✗ argues   This argues.",
        "✗ excuse   This excuses.",
        "Would help too",
        "! in time",
        "– tone     put aside:",
        "✓ ours     “that is our fault”",
        "– nothing to say about: gap, blame, stock, too much",
    ):
        assert words in text
    assert "fail" not in text.lower()


def test_each_heading_stands_once() -> None:
    lines = told(MIXED).splitlines()
    for heading in ("Not found yet", "Have another look", "Would help too"):
        assert lines.count(heading) == 1


def test_the_head_says_what_is_to_do_which_stance_and_what_is_promised() -> None:
    made = Promise(what="A new one\nleaves by Friday", due="by Friday", span=(0, 10))
    report = replace(MIXED, summary="2 to go: this; that", stance=Stance.NOT_OURS, promises=(made,))
    lines = head(report, 70, key="t", day=lambda words: f"<{words}>")
    assert lines == [
        "2 to go: this; that",
        "stance: not ours, guessed (t changes it)",
        "you promise: A new one leaves by Friday (<by Friday>)",
    ]
    long = replace(report, summary="2 to go: say what you will change; say when you write again", promises=())
    assert head(long, 40)[:2] == ["2 to go: say what you will change; say", "when you write again"]
    assert head(long, 24)[:2] == ["2 to go: say what you", "will change; say when y…"]
    chosen = replace(report, stance_guessed=False, promises=())
    narrow = head(chosen, 26)
    assert narrow == ["2 to go: this; that", "stance: not ours, as you s…"[:25] + "…"]


def test_what_to_think_of_before_sending_stands_above_the_findings() -> None:
    careful = replace(MIXED, summary="2 to go", notices=("Somebody may be hurt. Ask how they are.",))
    sign = UNICODE["escalate"]
    shown = head_lines(careful, 30, key="t", day=str, glyph=UNICODE.__getitem__)
    assert [each.place for each in shown] == [(-1, 0), (-1, 1), (-1, 2), (-1, 3)]
    assert head(careful, 30)[:3] == ["2 to go", f"{sign} Somebody may be hurt. Ask", "  how they are."]


def test_why_it_matters_and_an_example_stand_with_the_cursor() -> None:
    report = a_report(
        fault=a_finding("fault", Level.MUST, why="It counts most.", example="A baker: “We burnt it.”")
    )
    text = told(report, current="fault")
    assert "It counts most." in text
    assert "For example: A baker: “We burnt it.”" in text
    assert "counts most" not in told(report)


def test_the_question_is_shown_for_the_finding_with_the_cursor_only() -> None:
    assert "Which validation?" not in told(MIXED)
    text = told(MIXED, current="validation")
    assert "Which validation?" in text
    assert "Which commitment?" not in text


def test_every_check_has_a_short_word_of_its_own() -> None:
    assert set(NAMES) == set(CHECKS)
    assert len(set(NAMES.values())) == len(CHECKS)
    assert max(map(len, NAMES.values())) <= 8


# --- the widget -----------------------------------------------------------------------------------


async def test_brackets_step_through_what_is_open_and_go_around() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 30)) as pilot:
        app.pane.show_report(MIXED, TEXT)
        for _ in range(6):
            app.pane.step(1)
        app.pane.step(-1)
        await pilot.pause()
        assert app.pointed == [
            *("validation", "argue", "excuse", "commitment", "promptness", "validation", "promptness")
        ]


async def test_a_new_report_does_not_move_the_cursor() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show_report(MIXED, TEXT)
        app.pane.focus()
        app.pane.step(1)
        app.pane.step(1)
        app.pane.step(1)
        done = replace(
            MIXED,
            findings=tuple(a_finding("validation") if f.check == "validation" else f for f in MIXED.findings),
        )
        app.pane.show_report(done, TEXT)
        await pilot.pause()
        assert app.pane.current is not None
        assert app.pane.current.check == "excuse"
        await pilot.press("j")
        assert app.pane.current.check == "commitment"
        await pilot.press("d")
        assert app.aside == ["commitment"]


async def test_what_is_to_do_stays_in_sight_while_the_report_grows() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        assert "Reading along" in frame(app)
        for summary in ("5 to go", "4 to go", "3 to go"):
            app.pane.show_report(replace(MIXED, summary=summary, notices=("One.",) * 3), TEXT)
            await pilot.pause()
            assert summary in frame(app)
        app.pane.action_page_down()
        await pilot.pause()
        app.pane.show_report(MIXED, TEXT)
        await pilot.pause()
        assert app.pane.scroll_offset.y > 0


async def test_titles_say_what_is_left_to_do() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 30)) as pilot:
        app.pane.show_report(MIXED, TEXT)
        await pilot.pause()
        assert "Checklist · 5 to go" in frame(app)
        app.pane.show_report(a_report(), TEXT)
        await pilot.pause()
        assert app.pane.to_go == "nothing to go"
        assert app.pane.step(1) is None
        app.pane.show_report(None, "")
        await pilot.pause()
        assert "Reading along" in frame(app)


async def test_the_words_of_the_draft_are_only_words() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 30)) as pilot:
        bad = "[/x] \x1b[2J \u202e"
        app.pane.show_report(a_report(fault=a_finding("fault", spans=((0, len(bad)),))), bad)
        await pilot.pause()
        assert "[/x]" in frame(app)
        assert "\x1b" not in frame(app)


async def test_a_click_points() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 30)) as pilot:
        app.pane.show_report(MIXED, TEXT)
        await pilot.pause()
        await pilot.click(ChecklistPane, offset=(20, 6))
        assert app.pointed == ["argue"]


@pytest.mark.parametrize("text", ["", "Dear Dana,\n\n" + "The blue teapot was broken. " * 80])
async def test_the_real_checklist_is_shown(text: str) -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 30)) as pilot:
        complaint = Complaint(from_name="Dana Reed", subject="Arrived in pieces", text="My teapot is broken.")
        report = Checklist().check(Answer(text=text, complaint=complaint, customer_name="Dana Reed"))
        app.pane.show_report(report, text)
        await pilot.pause()
        assert "Not found yet" in frame(app)
