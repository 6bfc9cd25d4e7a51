"""Shows every letter in the message pane of a terminal: ``python -m tests.corpus.pane REPORT``.

The report is a line of JSON per letter: its name, and the seconds of work until it was painted.
"""

import asyncio
import json
import sys
from pathlib import Path
from time import process_time

from textual.app import ComposeResult

from inbox_tui.mail.mime import MimeParser
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.message_pane import MessagePane

from .letters import an_office, cached, letters, opened


class Shown(ThemedApp):
    """One pane; each letter folded, unfolded, and at its end."""

    def __init__(self, report: Path) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield MessagePane()

    async def on_ready(self) -> None:
        """Begin when the screen is there."""
        self.run_worker(self._show_all())

    async def _show_all(self) -> None:
        pane = self.query_one(MessagePane)
        parser, office = MimeParser(), an_office(self._report.parent)
        with self._report.open("w") as report:
            for number, (name, raw) in enumerate(letters(), 1):
                began = process_time()
                mail = cached(number, parser.parse(raw), len(raw))
                pane.show_view(opened(office, mail))
                await self._painted(pane)
                seconds = process_time() - began
                pane.toggle_quoted()
                await self._painted(pane)
                pane.action_last()
                await self._painted(pane)
                report.write(json.dumps([name, seconds]) + "\n")
        self.exit()

    async def _painted(self, pane: MessagePane) -> None:
        """Wait until the screen has written what is there now."""
        done = asyncio.Event()
        pane.call_after_refresh(done.set)
        await done.wait()


if __name__ == "__main__":
    Shown(Path(sys.argv[1])).run()
