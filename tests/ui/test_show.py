"""Nothing reaches a widget but Content made in ``show``: shown on values, proved over the package."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.widgets import Static

from inbox_tui.ui import show
from inbox_tui.ui.show import apart, fit, join, line, lines, plain, strip, styled
from inbox_tui.ui.themed import ThemedApp

from .frames import frame

HOSTILE = [
    "[/x] [bold]no[/bold] [@click=app.quit]free[/]",
    "\x1b]52;c;aGFoYQ==\x07 clipboard",
    "\x9b31m C1 \x85",
    "invoice \u202egpj.exe",
    "\u2066isolated\u2069 \u200b\ufeff",
    "lone \ud800 surrogate",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    class Host(ThemedApp):
        def compose(self):  # type: ignore[no-untyped-def]
            box = Static(plain(text), classes="pane")
            box.border_title = plain(text)
            yield box

    app = Host()
    async with app.run_test(size=(70, 6), notifications=True) as pilot:
        app.say(text)
        await pilot.pause()
        shown = frame(app)
    assert not any(ord(sign) < 32 and sign != "\n" for sign in shown)
    assert not any(sign in shown for sign in "\x9b\x85\u202e\u2066\u200b\ufeff\ud800")


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    kept = plain(text).plain
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in kept)
    assert not any(0x7F <= ord(sign) < 0xA0 or 0x202A <= ord(sign) <= 0x202E for sign in kept)


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_a_padded_line_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    made = fit(text, width, pad=True)
    assert made.cell_length == width
    assert "\n" not in made.plain


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("Dana Reed", 9, "Dana Reed"),
        ("Dana Reed", 8, "Dana Re…"),
        ("日本語テキスト", 7, "日本語…"),
        ("日本語テキスト", 6, "日本 …"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_counts_terminal_cells(text: str, width: int, wanted: str) -> None:
    assert fit(text, width).plain == wanted


def test_a_line_stays_one_line() -> None:
    assert line("a\nb", plain("c\nd"), "\te").plain == "a bc d e"
    assert join(" · ", ["a", "", plain("b\nc")]).plain == "a · b c"
    assert lines(["a", styled("b", "late")]).plain == "a\nb"


def test_the_left_side_gives_way() -> None:
    assert apart("a long name", "14:02", 12).plain == "a lon… 14:02"
    assert apart("name", "14:02", 4).plain == "14:…"


async def test_a_painted_strip_is_as_wide_as_asked_and_takes_its_ink_from_the_theme() -> None:
    app = ThemedApp()
    async with app.run_test(size=(20, 3)) as pilot:
        made = strip(app, line("a ", styled("LATE", "late")), 10)
        assert made.cell_length == 10
        assert [str(s.style) for s in made if "LATE" in s.text] == ["bold #ff8f7a on #14171c"]
        app.choose_look("mono")
        await pilot.pause()
        again = strip(app, line("a ", styled("LATE", "late")), 10)
        assert [s.style.reverse for s in again if "LATE" in s.text and s.style] == [True]


# --- over the source -----------------------------------------------------------------------------

PACKAGE = Path(show.__file__).parent
MAKERS = {"plain", "styled", "line", "join", "lines", "fit", "apart", "Content"}
WIDGETS = {"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Tab", "Toast"}
TITLES = {"border_title", "border_subtitle", "tooltip"}
FORBIDDEN = {"from_markup", "Markdown", "MarkdownViewer"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions_giving_content() -> set[str]:
    """Names of functions of the package whose annotation says Content."""
    return {
        node.name
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns).strip("'\"") == "Content"
    }


class Sinks(ast.NodeVisitor):
    """Finds what a widget is given, and what of it could be a bare string."""

    def __init__(self, makers: set[str]) -> None:
        self.makers = makers
        self.known: list[set[str]] = [set()]
        self.faults: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        named = {
            each.arg
            for each in (*node.args.args, *node.args.kwonlyargs)
            if each.annotation is not None and ast.unparse(each.annotation).strip("'\"") == "Content"
        }
        self.known.append(named)
        self.generic_visit(node)
        self.known.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in TITLES and not self.safe(node.value):
                self.fault(node, target.attr)
            if isinstance(target, ast.Name) and self.safe(node.value):
                self.known[-1].add(target.id)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = node.args[0] if node.args else None
        if name in FORBIDDEN:
            self.fault(node, name)
        if name in WIDGETS and given is not None and not self.safe(given):
            self.fault(node, name)
        if name == "update" and isinstance(node.func, ast.Attribute) and given is not None:
            receiver = ast.unparse(node.func.value)
            if ("query" in receiver or "Static" in receiver) and not self.safe(given):
                self.fault(node, "update")
        if name == "notify" and given is not None:
            off = any(k.arg == "markup" and ast.unparse(k.value) == "False" for k in node.keywords)
            clean = isinstance(given, ast.Attribute) and given.attr == "plain" and self.safe(given.value)
            if not (off and clean):
                self.fault(node, "notify")
        self.generic_visit(node)

    def safe(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant(value=str(text)):
                return "[" not in text and text.isprintable()
            case ast.Constant(value=None):
                return True
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                return name in self.makers
            case ast.BinOp(left=left, right=right):
                return self.safe(left) and self.safe(right)
            case ast.IfExp(body=body, orelse=orelse):
                return self.safe(body) and self.safe(orelse)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=owner), attr=member), attr="value"):
                # A member of an enum is the program's own word.
                return owner[0].isupper() and member.isupper()
            case ast.Name(id=name):
                return any(name in names for names in self.known)
            case _:
                return False

    def fault(self, node: ast.AST, what: str) -> None:
        self.faults.append(f"line {getattr(node, 'lineno', 0)}: {what}: {ast.unparse(node)[:90]}")


def faults_of(source: ast.Module, makers: set[str]) -> list[str]:
    visitor = Sinks(makers)
    visitor.visit(source)
    return visitor.faults


@pytest.mark.parametrize(
    ("path", "module"), [(p, m) for p, m in modules()], ids=lambda each: getattr(each, "name", "")
)
def test_widgets_are_given_content_only(path: Path, module: ast.Module) -> None:
    assert faults_of(module, MAKERS | functions_giving_content()) == []


def test_only_show_makes_content_of_strings() -> None:
    for path, module in modules():
        if path.name == "show.py":
            continue
        made = [
            ast.unparse(node)
            for node in ast.walk(module)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Content"
            and node.args
            and not isinstance(node.args[0], ast.Constant)
            and not ast.unparse(node.args[0]).startswith("' ' *")
        ]
        assert made == [], path.name


@pytest.mark.parametrize(
    "bad",
    [
        'Static(f"{name}")',
        "Static(name)",
        'self.query_one("#a", Static).update(event.value)',
        'box.border_title = f"{name}"',
        "self.app.notify(str(error))",
        "self.app.notify(plain(words).plain)",
        'Static("[b]loud[/b]")',
        "Content.from_markup(text)",
        "Static(name.upper())",
    ],
)
def test_the_proof_finds_what_it_should(bad: str) -> None:
    assert faults_of(ast.parse(bad), MAKERS) != []


@pytest.mark.parametrize(
    "good",
    [
        "Static(plain(name))",
        "shown = line(name)\nStatic(shown)",
        'box.border_title = "Outbox"',
        "self.app.notify(plain(words).plain, markup=False)",
        "known.update(other)",
    ],
)
def test_the_proof_lets_good_code_pass(good: str) -> None:
    assert faults_of(ast.parse(good), MAKERS) == []


def test_content_is_what_the_makers_make() -> None:
    assert all(
        isinstance(made, Content) for made in (plain("a"), line("a"), fit("a", 3), styled("a", "late"))
    )
