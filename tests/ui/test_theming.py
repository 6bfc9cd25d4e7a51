"""Themes: what ships is complete, and a bad file is named without taking the app down."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.widgets import Input, Static

from inbox_tui.paths import shipped
from inbox_tui.ui.show import line, plain, styled
from inbox_tui.ui.signs import ASCII, UNICODE
from inbox_tui.ui.theme_file import INKS, ROLES, SURFACES, BadTheme, read
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.theming import Look, glyph, load, plain_look

from .desk.at_the_desk import until
from .frames import frame, inks

GOOD = '[colours]\nbackground = "#000000"\ntext = "#ffffff"\n'


class Sample(ThemedApp):
    """One line in each role."""

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("pane"), classes="pane")
        yield Input(placeholder="type")
        for role in INKS:
            yield Static(styled(line("in ", role), role))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def coloured(look: Look) -> dict[str, str]:
    """The inks that are not the terminal's own one."""
    inks = {role: look.theme.variables["c-" + role] for role in INKS}
    return {role: colour for role, colour in inks.items() if colour != "ansi_default"}


def test_the_shipped_themes_are_good() -> None:
    found = load([shipped("themes")])
    assert found.problems == ()
    assert {"colour-blind", "dark", "high-contrast", "light", "mono", "terminal"} <= found.looks.keys()


def test_high_contrast_is_seven_to_one_everywhere() -> None:
    colours = load([shipped("themes")]).looks["high-contrast"].theme.variables
    for role in INKS:
        under = "selection" if role == "cursor" else "background"
        assert contrast(colours["c-" + role], colours["c-" + under]) >= 7, role


def test_the_colour_blind_theme_needs_no_red_and_green() -> None:
    """With one of both taken for the other, what is late and what is fine still differ: in blue."""
    colours = load([shipped("themes")]).looks["colour-blind"].theme.variables
    for bad in ("late", "soon", "error", "warn"):
        assert Color.parse(colours["c-ok"]).rgb[2] - Color.parse(colours["c-" + bad]).rgb[2] > 120, bad


@pytest.mark.parametrize("look", load([shipped("themes")]).looks.values(), ids=lambda look: look.name)
def test_every_text_can_be_read(look: Look) -> None:
    if look.theme.ansi:
        # Its inks stand on paper that nobody knows: black or white.
        paper = [role for role in SURFACES if look.theme.variables["c-" + role] != "ansi_default"]
        assert paper == [] and (look.colour or set(coloured(look)) == set())
        for role, colour in coloured(look).items():
            assert min(contrast(colour, "#000000"), contrast(colour, "#ffffff")) >= 3, role
            assert "bold" in look.theme.variables["s-" + role], "an ink below 4.5 must be bold"
        return
    colours = {role: look.theme.variables["c-" + role] for role in ROLES}
    for role in INKS:
        for under in ("background", "surface", "bar", "selection"):
            assert contrast(colours[role], colours[under]) >= 4.5, (role, under)
    # What tells where the keys go, what belongs to which pane and how far a list goes on is no text: WCAG
    # asks three to one of it.
    for role in ("focus", "frame"):
        for under in ("background", "surface"):
            assert contrast(colours[role], colours[under]) >= 3, (role, under)


@pytest.mark.parametrize("look", load([shipped("themes")]).looks.values(), ids=lambda look: look.name)
def test_late_and_fine_differ_by_more_than_colour(look: Look) -> None:
    assert look.unicode["late"] != look.unicode["on_time"] != look.unicode["soon"]
    assert look.ascii["late"] != look.ascii["on_time"] != look.ascii["soon"]


def test_both_sets_of_signs_have_the_same_names_and_known_widths() -> None:
    assert UNICODE.keys() == ASCII.keys()
    assert all(sign.isascii() for sign in ASCII.values())
    assert all(1 <= cell_len(sign) <= 3 for sign in (*UNICODE.values(), *ASCII.values()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + 'late = "redd"\n', "colours.late is “redd”, which is no colour (line 4)"),
        (GOOD + 'lat = "red"\n', "colours.lat is no role that the screens have (line 4)"),
        ('[colours]\ntext = "#ffffff"\n', "colours.background is missing"),
        (GOOD + '[styles]\nlate = "blink"\n', "styles.late has “blink”, which is no text style (line 5)"),
        (GOOD + '[glyphs.ascii]\nlate = "●"\n', "glyphs.ascii.late is not ASCII (line 5)"),
        (GOOD + '[glyphs.unicode]\nlate = "much too wide"\n', "must be one to three cells wide"),
        (GOOD + '[glyphs.unicode]\nlate = "\\u001b"\n', "must be one to three cells wide"),
        (GOOD + '[glyphs.klingon]\nlate = "!"\n', "klingon"),
        (GOOD + "dark = 1\n", "colours.dark"),
        ("[colours\n", "line 1"),
        ("shiny = true\n" + GOOD, "shiny"),
        (GOOD + 'late = "\\u001b]52;c;x\\u0007"\n', "is no colour"),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    found = read(path)
    assert isinstance(found, BadTheme)
    assert str(path) in found.reason
    assert told in found.reason or told.split(".")[-1] in found.reason
    assert "\x1b" not in found.reason and "\n" not in found.reason.strip()


def test_a_file_that_is_no_text_is_named_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"[colours]\n\xff\xfe")
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    told = [found.reason for each in (path, folder) if isinstance(found := read(each), BadTheme)]
    assert told == [
        f"The theme {path} is not used: it is not UTF-8 text (line 2).",
        f"The theme {folder} is not used: it cannot be read (Is a directory).",
    ]


def test_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert load([tmp_path / "none"]).problems == ()


async def test_a_bad_user_theme_leaves_the_app_up(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD + 'late = "redd"\n', encoding="utf-8")
    app = Sample(look="mine", theme_folders=[tmp_path])
    async with app.run_test(size=(40, 24)):
        assert app.look.name == "dark"
        assert [("mine" in problem) for problem in app.theme_problems] == [True, True]


async def test_a_user_theme_replaces_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "dark.toml").write_text(GOOD + 'late = "#123456"\n', encoding="utf-8")
    app = Sample(theme_folders=[tmp_path])
    async with app.run_test(size=(40, 24)):
        assert inks(app, "in late") == ["#123456 on #000000"]


async def test_the_theme_changes_while_the_app_runs() -> None:
    app = Sample()
    async with app.run_test(size=(40, 24)) as pilot:
        seen = set()
        for _ in app.looks:
            seen.add((app.look.name, *inks(app, "in late")))
            await app.action_next_theme()
            await pilot.pause()
        assert len({ink for _, ink in seen}) == len(app.looks)
        assert app.look.name == "dark"


async def test_a_file_that_is_written_meanwhile_is_worn_as_it_is_now(tmp_path: Path) -> None:
    app = Sample(theme_folders=[tmp_path])
    async with app.run_test(size=(60, 24), notifications=True) as pilot:
        for colour in ("#123456", "#654321"):
            (tmp_path / "mine.toml").write_text(GOOD + f'late = "{colour}"\n', encoding="utf-8")
            await app.wear("mine")
            await pilot.pause()
            assert inks(app, "in late") == [f"{colour} on #000000"]
        (tmp_path / "mine.toml").write_text(GOOD + 'late = "redd"\n', encoding="utf-8")
        await app.wear("mine")
        await until(pilot, lambda: "colours.late is “redd”" in " ".join(frame(app).replace("▌", " ").split()))
        assert inks(app, "in late") == ["#654321 on #000000"], "what was worn stays"


async def test_mono_paints_no_colour_at_all() -> None:
    app = Sample(look="mono")
    async with app.run_test(size=(40, 24)):
        for word in ("pane", "type", *INKS):
            for ink in inks(app, word):
                assert "#" not in ink and "default" in ink, (word, ink)
        assert any("reverse" in ink for ink in inks(app, "in late"))


async def test_the_terminals_own_colours_reach_it_by_name() -> None:
    """Written as red, green and blue they would be somebody else's."""
    app = Sample(look="terminal")
    async with app.run_test(size=(40, 24)):
        assert inks(app, "in late") == ["bold color(9) on default"]
        assert inks(app, "in text") == ["default on default"]
        for word in ("pane", "type", *INKS):
            assert all("#" not in ink and "default" in ink for ink in inks(app, word)), word


async def test_no_color_wins_over_the_config(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Sample(look="dark")
    async with app.run_test(size=(40, 24), notifications=True) as pilot:
        assert app.look.name == "mono"
        app.choose_look("light")
        await pilot.pause()
        assert app.look.name == "mono"
        await until(pilot, lambda: "NO_COLOR is set" in frame(app))
        assert all("#" not in ink for ink in inks(app, "in accent"))


async def test_ascii_frames_and_signs_hold_only_ascii() -> None:
    app = Sample(ascii_only=True)
    async with app.run_test(size=(40, 24)):
        assert frame(app).isascii()
        assert glyph(app, "done") == "v"


def test_the_look_of_last_resort_has_every_role() -> None:
    variables = plain_look().theme.variables
    assert all("r-" + role in variables for role in (*INKS, *SURFACES))
