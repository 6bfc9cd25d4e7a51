"""Before there is an account: the way into the form, and the form."""

from .action import Action, Where, action

SET_UP: tuple[Action, ...] = (
    action(
        Where.WELCOME, "welcome.set_up", "add your mail account", "enter a", "screen.set_up",
        "Fill in where your mail is", palette=False,
    ),
    action(
        Where.SET_UP, "set_up.save", "try it and keep it", "ctrl+s", "save",
        "Try both servers, and keep the account if they answer", palette=False,
    ),
    # These go before the words that are typed behind them, however fast that is.
    action(
        Where.SET_UP, "set_up.next", "next line", "tab down", "next_line", "The next line",
        palette=False, priority=True,
    ),
    action(
        Where.SET_UP, "set_up.previous", "", "shift+tab up", "previous_line", "The line before",
        footer=False, palette=False, priority=True,
    ),
    action(Where.SET_UP, "set_up.cancel", "back", "escape", "cancel", "Nothing is saved", palette=False),
)  # fmt: skip
