"""Starting the app, and leaving it at once whatever a network is doing."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NoReturn

from ..bootstrap import Program, open_program
from ..errors import InboxError

if TYPE_CHECKING:
    from .setting_up import SettingUp


class NotWaitedFor(ThreadPoolExecutor):
    """asyncio looks up host names here; a name server that is silent must not hold up the way out."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work, and do not wait for what is under way."""
        super().shutdown(wait=False, cancel_futures=True)


def run_app(home: str | None) -> NoReturn:
    """The app on a home, the usual one for None; ends the process."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InboxError("The app needs a terminal. “inbox-tui --help” names the commands for scripts.")
    while True:
        program = open_app(home)
        code = run_until_left(program)
        from ..ui.screens.welcome import BEGIN_AGAIN  # not before the app: the first screen comes sooner

        if code != BEGIN_AGAIN:
            leave(code)
        # The first account was added: from here on there is mail to show.
        program.close()


def open_app(home: str | None) -> Program:
    """The program with a daemon thread for the stores and one for each mail server."""
    from ..bootstrap import daemon_runner
    from ..ui.settling import hurry

    hurry()
    return open_program(home, runner=daemon_runner)


def leave(code: int) -> NoReturn:
    """End the process without waiting for any thread."""
    sys.stdout.flush()
    sys.stderr.flush()
    # Daemon threads may sit in a socket or a database far away; Python's own ending would join
    # the ones that look up host names. Every word is on disk by now, or was printed.
    os._exit(code)


def run_until_left(program: Program) -> int:
    """The app; its exit code."""
    import asyncio

    from ..bootstrap import daemon_runner

    async def run() -> int:
        asyncio.get_running_loop().set_default_executor(NotWaitedFor(thread_name_prefix="lookup"))
        if program.desk.glance.is_first:
            # Nothing is here yet that could be shown: servers are called while the screens are being loaded.
            for name in program.config.accounts:
                program.desk.sync.call(name)
            await asyncio.sleep(0)
        from ..ui.app import InboxApp

        app = InboxApp(
            program.desk,
            stores=program.desk.stores,
            checks=daemon_runner("checks"),
            config=program.config,
            paths=program.paths,
            set_up=None if program.config.accounts else _set_up(program),
        )
        await app.run_async()
        return app.return_code or 0

    return asyncio.run(run())


def _set_up(program: Program) -> "SettingUp":
    """What keeps the first account."""
    from .setting_up import SettingUp

    return SettingUp(program.paths)
