"""Going through the findings."""

from .action import Action, Where, action, moves

CHECKLIST: tuple[Action, ...] = (
    *moves(Where.CHECKLIST, "checklist", page=False),
    action(
        Where.CHECKLIST, "checklist.next", "next finding", "]", "screen.next_finding", "To the next finding"
    ),
    action(
        Where.CHECKLIST,
        "checklist.previous",
        "previous",
        "[",
        "screen.previous_finding",
        "To the finding before",
    ),
    action(
        Where.CHECKLIST, "checklist.go", "go there", "enter", "screen.to_finding", "To the words it means"
    ),
    action(
        Where.CHECKLIST,
        "checklist.put_aside",
        "put aside",
        "d minus",
        "put_aside",
        "Put a finding aside in this draft, or back",
    ),
)
