"""Writing: letters are text here, so every key is one that types nothing."""

from .action import Action, Where, action

DRAFT: tuple[Action, ...] = (
    action(
        Where.DRAFT, "draft.review", "review and send", "ctrl+s", "screen.review", "Look once more, then send"
    ),
    action(
        Where.DRAFT,
        "draft.scaffold",
        "questions",
        "ctrl+g",
        "screen.decide('scaffold')",
        "Questions to answer, below your words",
        footer=False,
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.stance",
        "stance",
        "ctrl+o",
        "screen.decide('stance')",
        "Whose fault the shop says it is",
        footer=False,
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.next_finding",
        "next finding",
        "f8",
        "screen.next_finding",
        "To the next finding, its words marked",
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.previous_finding",
        "",
        "f7",
        "screen.previous_finding",
        "To the finding before",
        footer=False,
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.next_pane",
        "next pane",
        "tab",
        "screen.next_pane",
        "To the next pane",
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.previous_pane",
        "",
        "shift+tab",
        "screen.previous_pane",
        "To the pane before",
        footer=False,
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.leave",
        "leave",
        "escape",
        "screen.back",
        "Leave the draft; it is kept",
        palette=False,
    ),
    action(
        Where.DRAFT,
        "draft.edit_outside",
        "own editor",
        "ctrl+e",
        "screen.edit_outside",
        "Write in your own editor ($EDITOR)",
    ),
)
