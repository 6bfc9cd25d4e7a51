"""Opening, reading, searching and turning through the lists."""

from datetime import timedelta
from pathlib import Path

from inbox_tui.core.case import CaseState
from inbox_tui.core.outbox import Kind
from inbox_tui.desk.cases.sections import Section
from inbox_tui.ui.happened import MailPulled, MailStored
from inbox_tui.ui.screens.choice import Choice
from inbox_tui.ui.widgets.section_bar import SectionBar
from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import REPLY, fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop


async def test_opening_reads_and_marks_the_case_as_opened(shop: Shop) -> None:
    fill(shop)
    shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23, state=CaseState.NEW)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("eva")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None)
        found = shop.book.case("eva")
        assert found is not None
        assert found.state is CaseState.OPEN
        assert app.main.message.has_focus


async def test_tab_turns_pages_and_escape_goes_back_to_the_list(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        seen: list[object] = []
        for _ in range(4):
            seen.append(app.focused)
            await pilot.press("tab")
        assert seen == [app.main.message, app.main.editor, app.main.checklist, app.main.message]
        await pilot.press("shift+tab")
        assert app.main.message.has_focus
        await pilot.press("escape")
        assert app.main.list.has_focus
        assert app.main.list.row is not None
        assert app.main.list.row.id == "dana"


async def test_resizing_keeps_focus_cursor_and_words(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (160, 45)) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        where = app.main.editor.cursor_location
        for size in ((80, 24), (120, 36), (100, 20), (160, 45)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.main.editor.has_focus
            assert app.main.editor.cursor_location == where
            assert app.main.editor.display
            assert app.main.editor.text == REPLY
        await pilot.press("escape", "escape")
        assert app.main.list.has_focus
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.main.list.has_focus
        assert "▶ ● 4h left  Dana Reed" in frame(app)


async def test_quoted_lines_unfold_and_attachments_are_saved_under_safe_names(
    shop: Shop, tmp_path: Path
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.downloads = tmp_path / "Downloads"
        await open_dana(app, pilot, writing=False)
        await pilot.press("v")
        assert "your teapot is on its way" in frame(app)
        await pilot.press("a")
        await until(pilot, lambda: any("spout.jpg" in said for said in app.said))
        assert (tmp_path / "Downloads" / "spout.jpg").stat().st_size == 240_000
        await pilot.press("escape", "k", "enter")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "tom")
        await pilot.press("a")
        await until(pilot, lambda: "There are no attachments in this conversation." in app.said)


async def test_searching_as_one_types(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await pilot.press("slash")
        app.main.search_line.value = "teapot"
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["dana"])
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "dana")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        await pilot.press("slash")
        app.main.search_line.value = "zebra"
        await until(pilot, lambda: "No mail has all of: zebra" in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert app.main.list.has_focus


async def test_what_a_search_finds_first_is_under_the_cursor(shop: Shop) -> None:
    fill(shop)
    for n in range(4):
        put_mail(
            shop, f"clay-{n}", "Buy clay!", name="Clay Weekly", at=NOW - timedelta(hours=n), subject="Clay"
        )
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("slash")
        app.main.search_line.value = "clay"
        await until(pilot, lambda: len(app.main.list.rows) == 4)
        assert app.main.list.row is app.main.list.rows[0]


async def test_one_key_turns_through_all_lists(shop: Shop) -> None:
    fill(shop)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    shop.sending("ana", kind=Kind.CHECK_BACK, in_seconds=3600)
    shop.sending("ana", kind=Kind.NUDGE, in_seconds=7200)
    shop.sending("dana", kind=Kind.CHECK_BACK, in_seconds=86400)
    async with running(shop) as (app, pilot):
        seen = {}
        for section in (*list(Section)[1:], Section.ANSWER):
            await pilot.press("A")
            title = section.value + " ("
            await until(pilot, lambda t=title: str(app.main.list.border_title).startswith(t))  # type: ignore[misc]
            seen[section] = {row.id for row in app.main.list.rows}
        assert seen[Section.ANSWER] == {"dana", "tom", "priya"}
        assert seen[Section.WAITING] == {"ana"}
        assert seen[Section.SNOOZED] == {"bo"}
        assert seen[Section.RESOLVED] == set()
        assert seen[Section.FOLLOW_UPS] == {"ana"}
        assert seen[Section.REST] == {"news"}
        assert seen[Section.ALL] == {"dana", "tom", "priya", "ana", "bo", "news"}
        assert len(Section) == 7


async def test_a_list_is_chosen_by_one_key_or_by_a_click(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        assert "4  Snoozed (1)" in frame(app)
        await pilot.press("4")
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["bo"])
        await pilot.click(SectionBar, offset=(8, 1))
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["ana"])


async def test_one_key_turns_through_the_orders_and_shows_the_top_of_each(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        seen = []
        for order in ("newest first", "oldest first", "by customer", "by category"):
            await pilot.press("s")
            await until(pilot, lambda order=order: f"To answer (3) · {order}" in frame(app))  # type: ignore[misc]
            seen.append([row.id for row in app.main.list.rows])
            assert app.main.list.row is app.main.list.rows[0]
        assert seen == [
            ["priya", "dana", "tom"],
            ["tom", "dana", "priya"],
            ["dana", "priya", "tom"],
            ["priya", "dana", "tom"],
        ]
        await pilot.press("s")
        await until(pilot, lambda: " To answer (3) ━" in frame(app))
        await pilot.press("A", "s")
        await until(pilot, lambda: "Waiting (1) · newest first" in frame(app))


async def test_mail_stands_newest_or_oldest_first_too(shop: Shop) -> None:
    fill(shop)
    for number in range(3):
        at = NOW - timedelta(hours=number)
        put_mail(shop, f"n{number}", "Buy clay!", name="Clay Weekly", at=at, subject="Clay news")
    async with running(shop) as (app, pilot):
        app.main.turn_to(Section.REST)
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["n0", "n1", "n2"])
        await pilot.press("s")
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["n2", "n1", "n0"])


async def test_the_status_line_and_the_title_count_the_same(shop: Shop) -> None:
    """What sleeps is not to answer, however late it is; what was promised and is late is, closed or not."""
    fill(shop)
    shop.case("eva", "Eva Holm", "Cup broken", hours_ago=30, state=CaseState.SNOOZED, snoozed_until=None)
    async with running(shop, (120, 36)) as (app, pilot):
        await until(pilot, lambda: app.status.to_answer > 0)
        assert (app.status.to_answer, app.status.late) == (3, 1)
        assert " To answer (3) " in frame(app)
        await pilot.press("a", "4")
        await until(pilot, lambda: {row.id for row in app.main.list.rows} == {"bo", "eva"})
        assert "until they answer · LATE 6h" in frame(app)
        assert "until Wed 14:03" in frame(app)


async def test_during_a_first_fetch_the_cursor_is_on_the_most_urgent_until_a_key_is_pressed(
    shop: Shop,
) -> None:
    shop.case("priya", "Priya N.", "Charged twice", hours_ago=5)
    async with running(shop) as (app, pilot):
        app.main.post_message(MailStored())
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23)
        app.main.post_message(MailStored())
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "eva"
        await pilot.press("j", "k")
        shop.case("finn", "Finn Dahl", "Where is it?", hours_ago=29)
        app.main.post_message(MailStored())
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert app.main.list.row.id == "eva"


async def test_what_was_opened_before_the_first_fetch_keeps_the_cursor(shop: Shop) -> None:
    shop.case("priya", "Priya N.", "Charged twice", hours_ago=5)
    async with running(shop) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None)
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23)
        app.main.post_message(MailStored())
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"


async def test_letters_of_one_second_stay_in_one_order(shop: Shop) -> None:
    for name in ("mo", "bea", "zoe", "al"):
        shop.case(name, name.title(), "Chipped", hours_ago=3)
    async with running(shop) as (app, _):
        assert [row.id for row in app.main.list.rows] == ["al", "bea", "mo", "zoe"]


async def test_what_left_the_list_elsewhere_is_shown_as_it_is_now(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        shop.desk.cases.resolve("priya")
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: "resolved Priya N." in frame(app))
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"


async def test_new_mail_never_takes_the_cursor_away(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23)
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.main.list.rows) == 4)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"


async def test_a_name_that_is_an_address_does_not_stand_for_its_sender(shop: Shop) -> None:
    shop.case("thief", "kim@pottery.example", "Order 4471", from_addr="thief@else.example")
    async with running(shop, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None)
        assert "thief@else.example" in frame(app).splitlines()[1]
        await pilot.press("escape")
        await until(pilot, lambda: app.main.list.has_focus)
        assert "thief@else.example" in frame(app) and "kim@pottery.example" not in frame(app)


async def test_a_row_that_only_waits_for_the_cursor_to_leave_is_not_counted(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (160, 45)) as (app, pilot):
        app.main.list.go_to("dana")
        count = len(app.main.list.rows)
        assert f"To answer ({count})" in frame(app)
        # Elsewhere, by somebody else.
        shop.desk.cases.resolve("dana")
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: f"To answer ({count - 1})" in frame(app))
        assert len(app.main.list.rows) == count
        assert app.main.list.row is not None and app.main.list.row.id == "dana"


async def test_a_letter_without_quotes_and_files_offers_neither_and_says_so(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await until(pilot, lambda: "v quoted  a attachments" in frame(app).splitlines()[-1])
        app.main.open_conversation("tom")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "tom")
        await until(pilot, lambda: "v quoted" not in frame(app).splitlines()[-1])
        assert "a attachments" not in frame(app).splitlines()[-1]
        before = frame(app)
        await pilot.press("v")
        assert app.said == ["These letters quote nothing, so there is nothing to unfold."]
        assert frame(app) == before
