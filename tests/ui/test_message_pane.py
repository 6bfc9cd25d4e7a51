"""The message pane: everything in the conversation is shown or one key away, nothing of it can act."""

from dataclasses import replace
from datetime import UTC, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inbox_tui.core.message import Attachment, Direction
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.desk.views import OutboxRow
from inbox_tui.ports import Note
from inbox_tui.ui.signs import UNICODE
from inbox_tui.ui.widgets.message_lines import conversation_lines, size_words
from inbox_tui.ui.widgets.wrapping import wrapped
from tests.ui.frames import frame
from tests.ui.letters_shown import PaneApp, a_message, a_view, told
from tests.ui.list_rows import a_row
from tests.ui.shop import NOW

# --- what is said ---------------------------------------------------------------------------------


def test_quoted_lines_are_folded_until_asked_for() -> None:
    view = a_view(a_message(quoted="> one\n> two\n", signature="-- \nDana\n"))
    folded = told(view)
    assert "2 quoted lines · v to unfold" in folded
    assert "> two" not in folded
    assert "Dana" in folded
    assert "> two" in told(view, unfolded=True)


def test_a_letter_that_was_only_passed_on_is_not_folded() -> None:
    passed_on = "---------- Forwarded message ---------\nFrom: Ann\nSubject: Pot\nTo: Kim\n\nIt leaks.\n"
    shown = told(a_view(a_message("\n", quoted=passed_on)))
    assert "It leaks." in shown and "to unfold" not in shown
    assert "It leaks." not in told(a_view(a_message("See below.", quoted=passed_on)))


def test_a_question_above_its_answer_is_set_apart() -> None:
    view = a_view(a_message("> Which colour?\nBlue."))
    lines = conversation_lines(view, 76, zone=UTC, glyph=UNICODE.__getitem__, key=str.lower, unfolded=False)
    roles = {str(each.left): each.role for each in lines}
    assert (roles["> Which colour?"], roles["Blue."]) == ("quote", "text")


def test_a_name_stays_and_a_long_signature_is_folded_with_the_same_key() -> None:
    long = "-- \nDana Reed\nReed & Daughters\n12 Quay Street\nThis message is confidential.\n"
    folded = told(a_view(a_message(signature=long)))
    assert "5 lines of signature · v to unfold" in folded
    assert "Quay Street" not in folded
    unfolded = told(a_view(a_message(signature=long)), unfolded=True)
    assert "5 lines of signature · v to fold" in unfolded
    assert "Quay Street" in unfolded
    assert "signature ·" not in told(a_view(a_message(signature="Regards\nDana\n")))


def test_attachments_doubts_and_missing_bodies_are_said_plainly() -> None:
    files = (
        Attachment(name="spout.jpg", type="image/jpeg", size=240_000, part=1),
        Attachment(name="[/x].txt", type="text/plain", size=12, part=2),
    )
    text = told(a_view(a_message(attachments=files, notes=("The sender may be forged.",), whole=False)))
    assert "▣ spout.jpg 240 kB · a to save" in text
    assert "▣ [/x].txt 12 bytes · a to save" in text
    assert "! The sender may be forged." in text
    assert "Only the header is here" in text


def test_the_words_of_a_letter_that_was_moved_away_are_there() -> None:
    text = told(a_view(a_message(kept=True)))
    assert "This letter is not in the mailboxes that are fetched." in text
    assert "the spout is broken." in text
    assert "not in the mailboxes" not in told(a_view(a_message()))


def test_our_own_mail_and_what_is_on_its_way_belong_to_the_story() -> None:
    item = OutboxItem(
        id=1,
        account="shop",
        case_id="dana",
        kind=Kind.REPLY,
        to="dana@buyer.example",
        subject="Re: Arrived in pieces",
        text="A new one leaves tomorrow.",
        message_id="<r@pottery.example>",
        raw=b"",
        created_at=NOW,
        send_at=NOW + timedelta(seconds=14),
    )
    waiting = told(a_view(outbox=(OutboxRow(item=item, customer="Dana"),)))
    assert "reply · scheduled · Tue 24 Nov 14:03" in waiting
    accepted = replace(item, state=State.ACCEPTED, accepted_at=NOW)
    sent = told(a_view(outbox=(OutboxRow(item=accepted, customer="Dana"),)))
    assert "You  Tue 24 Nov 14:03" in sent
    assert "A new one leaves tomorrow." in sent
    fetched = a_message("A new one leaves tomorrow.", message_id=item.message_id, direction=Direction.OUT)
    both = told(a_view(a_message(), fetched, outbox=(OutboxRow(item=accepted, customer="Dana"),)))
    assert both.count("A new one leaves tomorrow.") == 1


def test_notes_of_the_shop_are_at_the_end() -> None:
    note = Note(case_id="dana", at=NOW, author="kim", text="Called her.")
    assert told(a_view(notes=(note,))).endswith("Note of kim, Tue 24 Nov 14:03: Called her.")


def test_ascii_signs_where_only_those_are_wanted() -> None:
    files = (Attachment(name="a.txt", type="text/plain", size=1, part=1),)
    assert told(a_view(a_message(attachments=files, quoted="> x\n")), ascii_only=True).isascii()


@pytest.mark.parametrize(("size", "words"), [(0, "0 bytes"), (999, "999 bytes"), (2_500_000, "2.5 MB")])
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


# --- wrapping -------------------------------------------------------------------------------------


@given(text=st.text(alphabet="ab é日 \n-", max_size=300), width=st.integers(4, 40))
def test_wrapping_fits_and_loses_nothing(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert all(cell_len(words) <= width for _, words in lines)
    assert "".join("".join(words for _, words in lines).split()) == "".join(text.split())
    offsets = [offset for offset, _ in lines]
    assert offsets == sorted(offsets)


def test_paragraphs_keep_their_blank_lines_and_indents() -> None:
    assert [words for _, words in wrapped("a\n\n  b c d e", 5)] == ["a", "", "  b c", "d e"]


# --- the widget -----------------------------------------------------------------------------------


async def test_unfolding_and_resizing_keep_the_place() -> None:
    app = PaneApp()
    text = "\n".join(f"line {n} " + "and more words " * 12 for n in range(200))
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.show_view(a_view(a_message(text, quoted="> old\n" * 30)))
        app.pane.focus()
        await pilot.pause()
        app.pane.scroll_to(y=90, animate=False, force=True)
        await pilot.pause()
        first = frame(app).splitlines()[0]
        app.pane.toggle_quoted()
        await pilot.pause()
        assert frame(app).splitlines()[0] == first
        place = app.pane.lines[round(app.pane.scroll_offset.y)].place
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        now = app.pane.lines[round(app.pane.scroll_offset.y)].place
        following = app.pane.lines[round(app.pane.scroll_offset.y) + 1].place
        assert now <= place < following


async def test_keys_scroll_to_both_ends() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.show_view(a_view(a_message("\n".join(f"line {n}" for n in range(300)))))
        app.pane.focus()
        await pilot.press("G")
        await pilot.pause()
        assert "line 299" in frame(app)
        await pilot.press("g", "j")
        await pilot.pause()
        assert "faulty product" in frame(app).splitlines()[0]


@pytest.mark.parametrize("before", [60, 390, 391, 392, 3000])
async def test_a_thread_opens_at_the_message_that_waits(before: int) -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        long = a_message("\n".join(f"line {n}" for n in range(before)))
        newest = a_message("This is my third mail.", received_at=NOW)
        app.pane.show_view(a_view(long, newest))
        await pilot.pause()
        assert "This is my third mail." in frame(app)


async def test_hostile_mail_is_only_words() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        bad = "\x1b]0;title\x07[@click=app.quit]press[/]\u202e[/x] \ud800"
        view = a_view(
            a_message(bad, from_name="[/x]", notes=(bad,), quoted=f"> {bad}"), row=a_row(subject=bad)
        )
        app.pane.show_view(view)
        app.pane.toggle_quoted()
        await pilot.pause()
        text = frame(app)
        assert "[@click=app.quit]press[/]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_a_megabyte_is_open_at_once() -> None:
    """Wide bounds: laying it all out before the first paint takes many times as long."""
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        start = process_time()
        app.pane.show_view(a_view(a_message("é wie schön ist das denn, 日本語 " * 30_000)))
        for y in range(24):
            app.pane.render_line(y)
        assert process_time() - start < 0.4
        app.pane.action_last()
        assert len(app.pane.lines) > 10_000
