"""From everywhere to everywhere: the screens, help, and out."""

from .action import Action, Where, action

GOING: tuple[Action, ...] = (
    action(Where.EVERYWHERE, "app.inbox", "inbox", "1", "app.inbox", "The complaint list", footer=False),
    action(Where.EVERYWHERE, "app.outbox", "outbox", "2", "app.outbox", "Everything on its way out"),
    action(
        Where.EVERYWHERE,
        "app.promises",
        "promises",
        "3",
        "app.promises",
        "What the shop promised",
        footer=False,
    ),
    action(
        Where.EVERYWHERE, "app.theme", "theme", "ctrl+t", "app.next_theme", "The next theme", footer=False
    ),
    action(
        Where.EVERYWHERE,
        "app.calm",
        "calm",
        "f6",
        "app.calm",
        "Calm mode on or off: no red before it is late",
        footer=False,
    ),
    action(Where.EVERYWHERE, "app.help", "help", "question_mark", "app.help", "All keys"),
    action(
        Where.EVERYWHERE,
        "app.palette",
        "all actions",
        "ctrl+p",
        "app.command_palette",
        "Find an action by its name",
        footer=False,
        priority=True,
        palette=False,
    ),
    action(Where.EVERYWHERE, "app.quit", "quit", "q", "app.quit", "Leave at once; drafts are kept"),
    action(
        Where.EVERYWHERE,
        "app.quit_now",
        "quit",
        "ctrl+q",
        "app.quit",
        "Leave, from the draft too",
        footer=False,
        priority=True,
        palette=False,
    ),
)
