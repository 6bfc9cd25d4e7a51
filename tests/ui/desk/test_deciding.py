"""Deciding on the main screen: every key with its question, and many cases at once."""

from pathlib import Path

from textual.widgets import Input

from inbox_tui.core.case import CaseState
from inbox_tui.ui.happened import MailPulled
from inbox_tui.ui.screens.card import CardScreen
from inbox_tui.ui.screens.choice import Choice
from inbox_tui.ui.screens.prompt import Prompt
from inbox_tui.ui.screens.resolve import ResolveScreen
from tests.ui.desk.at_the_desk import case, running, state_of, until
from tests.ui.desk_fixture import fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop


async def test_each_key_asks_its_question_and_the_case_follows(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: case(shop, "priya").category == "late_delivery")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one(Input).value = "call her"
        await pilot.press("enter")
        await until(pilot, lambda: bool(shop.book.notes("priya")))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("2")
        await until(pilot, lambda: case(shop, "priya").waiting_on == "third_party")
        for _ in range(3):
            before = len(shop.book.history("priya"))
            await pilot.press("z")
            await until(pilot, lambda before=before: len(shop.book.history("priya")) > before)  # type: ignore[misc]
        after = case(shop, "priya")
        assert (after.category, after.waiting_on, shop.book.notes("priya")) == ("billing", "", [])


async def test_new_mail_never_changes_which_case_an_open_question_is_about(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("e")
        assert isinstance(app.screen, ResolveScreen)
        # More urgent ones come in above it, and its row moves down.
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=30)
        shop.case("finn", "Finn Dahl", "Where is it?", hours_ago=29)
        before = len(app.main.list.rows)
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.main.list.rows) == before + 2)
        await pilot.press("1")
        await until(pilot, lambda: case(shop, "priya").state is CaseState.RESOLVED)
        untouched = {case(shop, each).state for each in ("eva", "finn", "tom")}
        assert CaseState.RESOLVED not in untouched


async def test_looking_at_the_card_of_mere_mail_makes_no_case_of_it(shop: Shop) -> None:
    fill(shop)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    async with running(shop) as (app, pilot):
        app.main.open_conversation("news")
        await until(pilot, lambda: app.main.opened is not None)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        assert shop.book.case("news") is None


async def test_the_card_opens_and_closes(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        assert "Known since" in frame(app)
        await pilot.press("escape", "C", "1")
        await until(pilot, lambda: case(shop, "dana").category == "late_delivery")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        for _ in range(20):
            await pilot.press("j")
        assert "History" in frame(app)
        assert f"category: late delivery  {shop.desk.office.actor}" in frame(app).replace("_", " ")
        await pilot.press("j", "k", "escape")
        assert not isinstance(app.screen, CardScreen)


async def test_whoever_wants_no_follow_ups_is_marked_on_the_card(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        await pilot.press("c")
        await until(pilot, lambda: "u no more follow-ups" in frame(app))
        await pilot.press("u")
        await until(pilot, lambda: "none: they asked for none." in frame(app))
        assert list(shop.book.suppressed()) == ["dana@buyer.example"]
        await pilot.press("u")
        await until(pilot, lambda: "u no more follow-ups" in frame(app))
        assert shop.book.suppressed() == {}
        await pilot.press("escape")
        assert not isinstance(app.screen, CardScreen)


async def test_questions_go_into_the_draft_below_what_is_written(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        await pilot.press("r")
        await until(pilot, lambda: app.main.opened is not None)
        app.main.editor.insert("Thank you for the photo.")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: "[? What exactly is broken" in app.main.editor.text)
        assert "Thank you for the photo." in app.main.editor.text
        assert app.main.editor.text.index("Thank you") < app.main.editor.text.index("[?")


async def test_a_case_is_given_to_somebody_and_the_list_says_so(shop: Shop) -> None:
    fill(shop)
    async with running(shop, size=(160, 45)) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        assert app.screen.query_one(Input).value == shop.desk.office.actor
        app.screen.query_one(Input).value = "Sam [/x]"
        await pilot.press("enter")
        await until(pilot, lambda: case(shop, "priya").owner == "Sam [/x]")
        await until(pilot, lambda: "for Sam [/x]" in frame(app))


async def test_closing_asks_for_a_reason_and_undo_brings_it_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        await pilot.press("1")
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        found = shop.book.case("tom")
        assert found is not None
        assert (found.state, found.closing_reason) == (CaseState.RESOLVED, "put right")
        assert app.main.list.row is not None
        assert app.main.list.row.id == "dana"
        await pilot.press("z")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert state_of(shop, "tom") is CaseState.OPEN


async def test_snoozing_shows_the_time_before_it_is_taken(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("b")
        await until(pilot, lambda: "Wed 25 Nov 2026 09:00" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.SNOOZED)
        assert any("put aside until Wed 25 Nov 2026 09:00" in said for said in app.said)


async def test_no_complaint_and_one_after_all(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("N")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.NOT_COMPLAINT)
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        await pilot.press("z")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.OPEN)


async def test_a_key_means_the_case_that_was_under_it(shop: Shop) -> None:
    """The list moves while the question is open; the answer still goes to the case that was asked about."""
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        app.main.list.go_to("priya")
        await pilot.press("1")
        await until(pilot, lambda: state_of(shop, "tom") is CaseState.RESOLVED)
        assert state_of(shop, "priya") is CaseState.OPEN


async def test_files_of_questions_that_cannot_be_used_are_told_of_in_one_sentence(
    shop: Shop, tmp_path: Path
) -> None:
    folder = shop.desk.office.scaffold_folder = tmp_path / "own"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text("no category", encoding="utf-8")
    (folder / "one.txt").write_text("category: billing\ntitle: Only why\n? Why?\n", encoding="utf-8")
    fill(shop)
    async with running(shop) as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        (said,) = app.said
        assert f"{folder / 'a.txt'}, line 1" in said
        assert said.endswith("2 more: “inbox-tui scaffold list” names them.")
        assert "Only why, 1 question " in frame(app)
