"""What an empty list says: never that nothing is to do before that is known."""

from dataclasses import replace
from itertools import product

import pytest

from inbox_tui.desk.cases.sections import Section
from inbox_tui.ui.screens.desk.nothing import nothing_words
from inbox_tui.ui.widgets.status_line import Connecting, Fetching, Link, Offline, Online, Status
from tests.ui.desk.at_the_desk import running, until
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import NOW, Shop

LINKS: tuple[Link, ...] = (
    Connecting(),
    Fetching(done=1200, total=8000),
    Fetching(done=3, total=20, letters=True),
    Offline(reason="no answer from imap.pottery.example"),
    Online(heard_at=NOW),
)


def told(section: Section, status: Status, *, any_mail: bool, words: str = "") -> str:
    return " ".join(nothing_words(section, words, status, any_mail=any_mail, key=lambda id_: f"<{id_}>"))


@pytest.mark.parametrize("link", LINKS, ids=lambda link: type(link).__name__)
def test_nothing_to_answer_is_said_only_when_all_mail_was_looked_at(link: Link) -> None:
    for section, any_mail in product(Section, (True, False)):
        words = told(section, Status(link=link), any_mail=any_mail)
        assert "Nothing to answer." not in words
        assert "There is no mail here." not in words
    assert "Nothing to answer." in told(Section.ANSWER, Status(link=link, fetched=True), any_mail=False)


def test_a_first_fetch_says_how_far_it_is() -> None:
    assert told(Section.ANSWER, Status(link=LINKS[1]), any_mail=False).startswith(
        "Fetching mail: 1,200 of 8,000 so far."
    )
    assert "reading letters: 3 of 20" in told(Section.ANSWER, Status(link=LINKS[2]), any_mail=True)


@pytest.mark.parametrize("section", Section)
def test_every_empty_list_leads_on(section: Section) -> None:
    assert "<" in told(section, Status(fetched=True), any_mail=True)
    assert "no mail has all of: zebra" in told(section, Status(), any_mail=True, words="zebra").lower()


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_a_first_fetch(shop: Shop, size: tuple[int, int]) -> None:
    async with running(shop, size) as (app, pilot):
        app.status = replace(app.status, link=Fetching(done=1200, total=8000))
        await pilot.pause()
        check_frame(app, f"desk-first-fetch-{size[0]}")
        assert "nothing to answer" not in frame(app).lower()
        app.status = replace(app.status, link=Offline(reason="no answer from imap.pottery.example"))
        await pilot.pause()
        await until(pilot, lambda: "no answer from imap.pottery.example." in frame(app))
        check_frame(app, f"desk-first-offline-{size[0]}")
        app.status = replace(app.status, link=Online(heard_at=NOW), fetched=True)
        await until(pilot, lambda: "Nothing to answer." in frame(app))
