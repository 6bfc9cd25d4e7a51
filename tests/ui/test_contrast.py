"""What is painted can be read in every theme: the numbers of WCAG, taken from the finished screen."""

from collections.abc import Iterator

from rich.style import Style
from textual.color import Color

from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.shop import Shop

READABLE = 4.5
"""WCAG 2.1, success criterion 1.4.3: text against what is behind it."""
FRAMES = set("─│╭╮╰╯━┃┏┓┗┛▏▎▌▁▔▊▕—▂▃▄▅▆▇█ ")
"""Lines that part things say nothing; where the focus is, they are heavy."""


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.1."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in colour.rgb]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def painted(app: DeskApp) -> Iterator[tuple[str, Style]]:
    """Every piece of text with the style that goes to the terminal; of a question, what is in its box."""
    filters = [each for each in app._filters if each.enabled]
    boxes = app.screen.query(".dialog")
    region = boxes.first().region if boxes else app.screen.region
    for row in app.screen._compositor.render_strips()[region.y : region.bottom]:
        segments = list(row.crop(region.x, region.right))
        for each in filters:
            segments = each.apply(segments, app.screen.styles.background)
        for segment in segments:
            if set(segment.text) - FRAMES:
                yield segment.text, segment.style or Style()


def unreadable(app: DeskApp) -> list[str]:
    """Pieces of text whose ink is too near to their paper, or whose paper is left to the terminal."""
    found = []
    for text, style in painted(app):
        ink, paper = style.color, style.bgcolor
        told = f"{app.look.name}: “{text.strip()}” in {style}"
        if app.look.theme.ansi:
            # Nobody but the terminal knows its paper, so nothing may name one.
            if paper is not None and not paper.is_default:
                found.append(told)
        elif ink is None or paper is None or ink.is_default or paper.is_default:
            found.append(told + ": half of it is the terminal's own")
        elif (ratio := contrast(Color.from_rich_color(ink), Color.from_rich_color(paper))) < READABLE:
            found.append(f"{told}: {ratio:.1f}")
    return found


async def test_every_word_of_the_desk_can_be_read_in_every_theme_after_a_live_switch(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        for name in [*app.looks, "dark"]:
            app.choose_look(name)
            await pilot.pause()
            await until(pilot, lambda: len(list(painted(app))) > 40)
            assert unreadable(app) == []


async def test_every_word_of_the_other_screens_can_be_read_in_every_theme(shop: Shop) -> None:
    fill(shop)
    shop.sending("dana")
    async with running(shop) as (app, pilot):
        for keys in (["2"], ["3"], ["1", "question_mark"], ["escape", "b"], ["escape", "C"], ["escape", "c"]):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            for name in app.looks:
                app.choose_look(name)
                await pilot.pause()
                assert unreadable(app) == [], keys
