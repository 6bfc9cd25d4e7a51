"""A reply goes out and comes back, word for word."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from textual.widgets import Input

from inbox_tui.core.checklist import Answer, Report
from inbox_tui.core.outbox import Kind, State
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.screens.review import ReviewScreen
from tests.ui.desk.at_the_desk import open_dana, review, running, until, write
from tests.ui.desk_fixture import REPLY, DeskApp, Steady, fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import CONFIG, NOW, Shop, open_shop


async def test_review_send_and_take_back_word_for_word(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await review(app, pilot)
        assert "Send to dana@buyer.example?" in frame(app)
        await pilot.press("y")
        await until(pilot, lambda: "leaves in 20 s" in frame(app))
        assert "z to take it back" in frame(app)
        assert app.main.editor.text == ""
        (item,) = shop.book.outbox()
        assert (item.state, item.kind, item.text) == (State.SCHEDULED, Kind.REPLY, REPLY)
        assert app.main.list.has_focus
        await pilot.press("z")
        await until(pilot, lambda: app.main.editor.text == REPLY)
        (item,) = shop.book.outbox()
        assert item.state is State.CANCELLED
        await until(pilot, lambda: "leaves in" not in frame(app))
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.text == REPLY


async def test_a_reply_is_queued_for_monday_and_taken_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await review(app, pilot)
        assert "Wed 25 Nov 2026 18:00" in frame(app)  # tomorrow, for now
        await pilot.press("l")
        app.screen.query_one(Input).value = "mon 9am"
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "Tue 1 Dec 2026 18:00" in frame(app))  # tomorrow, on Monday
        await pilot.press("y")
        await until(pilot, lambda: any("It leaves Mon 30 Nov 2026 09:00" in said for said in app.said))
        await until(pilot, lambda: "→ queued" in frame(app))
        (item,) = shop.book.outbox()
        assert (item.state, item.send_at) == (State.SCHEDULED, datetime(2026, 11, 30, 9, tzinfo=UTC))
        assert "leaves in" not in frame(app)
        await pilot.press("z")
        await until(pilot, lambda: app.main.editor.text == REPLY)
        (item,) = shop.book.outbox()
        assert item.state is State.CANCELLED


async def test_words_typed_after_sending_are_joined_with_those_that_come_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await review(app, pilot)
        await pilot.press("y")
        await until(pilot, lambda: app.main.editor.text == "")
        app.main.editor.insert("P.S. One more thing.")
        await pilot.press("escape", "z")
        await until(pilot, lambda: "Dear Dana" in app.main.editor.text)
        assert app.main.editor.text.startswith(REPLY.rstrip())
        assert app.main.editor.text.endswith("P.S. One more thing.")


async def test_taking_back_in_the_outbox_brings_the_words_to_the_open_draft(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await review(app, pilot)
        await pilot.press("y")
        await until(pilot, lambda: app.main.editor.text == "")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, OutboxScreen) and "Dana Reed" in frame(app))
        await pilot.press("z")
        await until(pilot, lambda: shop.book.outbox()[0].state is State.CANCELLED)
        await pilot.press("escape")
        await until(pilot, lambda: app.main.editor.text == REPLY)


async def test_a_gap_in_the_draft_is_sent_only_by_a_second_yes(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot, REPLY + "\n[name of the courier]")
        await review(app, pilot)
        await pilot.press("y")
        await pilot.pause(0.1)
        assert shop.book.outbox() == []
        await pilot.press("S")
        await until(pilot, lambda: len(shop.book.outbox()) == 1)


async def test_one_can_send_from_every_pane_of_the_case(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        for _ in range(3):
            await pilot.press("tab", "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
            await pilot.press("escape")
        assert shop.book.outbox() == []


async def test_an_empty_draft_cannot_be_sent(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("ctrl+s")
        assert app.said == ["There are no words to send yet."]


class Fainting(Steady):
    """A checklist that cannot look at anything."""

    def check(self, answer: Answer) -> Report:
        """Break down."""
        raise RecursionError("too deep")


async def test_a_checklist_that_breaks_down_keeps_no_letter_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        shop.desk.replies.checklist = fainting = Fainting()
        await open_dana(app, pilot)
        await write(app, pilot)
        await review(app, pilot)
        await until(pilot, lambda: "could not look at these words" in frame(app))
        assert "dana@buyer.example" in frame(app)
        assert "Nothing is open" not in frame(app)
        await pilot.press("y")
        await until(pilot, lambda: bool(shop.book.outbox()))
        assert [item.text for item in shop.book.outbox()] == [REPLY]
        assert shop.desk.replies.checklist is fainting


async def test_with_two_accounts_it_is_seen_where_a_letter_came_and_an_answer_leaves_from(
    tmp_path: Path,
) -> None:
    one = CONFIG.accounts["shop"]
    other = msgspec.structs.replace(one, email="second@pottery.example")
    shop = open_shop(tmp_path, config=msgspec.structs.replace(CONFIG, accounts={"shop": one, "2nd": other}))
    fill(shop)
    shop.case("eva", "Eva Holm", "Cup broken", hours_ago=2, account="2nd")
    put_mail(shop, "eva", "It is broken.", name="Eva Holm", at=NOW)
    app = DeskApp(shop)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.main.is_mounted and not app.main.list.loading_rows)
        assert "faulty product · to 2nd" in frame(app)
        app.main.list.go_to("eva")
        await pilot.press("r")
        await until(pilot, lambda: app.focused is app.main.editor)
        assert "came to 2nd" in frame(app)
        await write(app, pilot, "Dear Eva, a new cup leaves tomorrow.")
        await review(app, pilot)
        assert "From     second@pottery.example" in frame(app)
    shop.desk.office.close()
