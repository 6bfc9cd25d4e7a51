"""A letter of Dana's case, its lines as text, and a pane to show it in."""

from dataclasses import replace
from datetime import UTC, timedelta

from textual.app import ComposeResult

from inbox_tui.core.case import Case
from inbox_tui.core.message import Direction
from inbox_tui.desk.views import ConversationView, MessageView
from inbox_tui.ui.signs import ASCII, UNICODE
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.message_lines import conversation_lines
from inbox_tui.ui.widgets.message_pane import MessagePane
from tests.ui.list_rows import a_row
from tests.ui.shop import NOW


def a_message(text: str = "Hello,\n\nthe spout is broken.\n", **fields: object) -> MessageView:
    """Dana's message."""
    message = MessageView(
        ref=None,
        message_id="<1@buyer.example>",
        direction=Direction.IN,
        from_name="Dana Reed",
        from_addr="dana@buyer.example",
        to=("kim@pottery.example",),
        received_at=NOW - timedelta(hours=19),
        subject="Arrived in pieces",
        fresh=text,
    )
    return replace(message, **fields)  # type: ignore[arg-type]


def a_view(*messages: MessageView, **fields: object) -> ConversationView:
    """Dana's case with these messages."""
    case = Case(
        id="dana",
        account="shop",
        received_at=NOW - timedelta(hours=19),
        remedy_sought=("replacement", "refund"),
        why=("billing: “card”", "look first, chargeback: “my bank”"),
    )
    view = ConversationView(row=a_row(), case=case, messages=messages or (a_message(),))
    return replace(view, **fields)  # type: ignore[arg-type]


def told(view: ConversationView, *, width: int = 76, unfolded: bool = False, ascii_only: bool = False) -> str:
    """The lines as text."""
    signs = ASCII if ascii_only else UNICODE
    keys = {"message.quoted": "v", "message.save": "a"}
    lines = conversation_lines(
        view, width, zone=UTC, glyph=signs.__getitem__, key=keys.__getitem__, unfolded=unfolded
    )
    return "\n".join(f"{each.left}{'  ' if each.right else ''}{each.right}" for each in lines)


class PaneApp(ThemedApp):
    """A message pane and nothing else."""

    def compose(self) -> ComposeResult:
        """The pane fills the screen."""
        yield MessagePane()

    @property
    def pane(self) -> MessagePane:
        """The pane."""
        return self.query_one(MessagePane)
