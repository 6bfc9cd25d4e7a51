"""What a person sees, as text: a screen rendered to lines and compared with a file.

``UPDATE_FRAMES=1 pytest tests/ui`` writes the files anew; look at the difference before committing it.
"""

import os
from pathlib import Path
from typing import Any

from textual.app import App

FOLDER = Path(__file__).parent / "frames"
SIZES = ((80, 24), (120, 36), (160, 45))


def frame(app: App[Any]) -> str:
    """The screen as it is now, one line per row, without trailing blanks."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows) + "\n"


def inks(app: App[Any], text: str) -> list[str]:
    """The styles, as Rich writes them, in which the segments holding ``text`` are painted."""
    filters = [each for each in app._filters if each.enabled]
    found: list[str] = []
    for row in app.screen._compositor.render_strips():
        segments = list(row)
        for each in filters:
            segments = each.apply(segments, app.screen.styles.background)
        found += [str(segment.style) for segment in segments if text in segment.text]
    return found


def check_frame(app: App[Any], name: str) -> None:
    """The screen is exactly the one in ``frames/NAME.txt``."""
    check_words(frame(app), name)


def check_words(shown: str, name: str) -> None:
    """What is shown is exactly ``frames/NAME.txt``."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_FRAMES") == "1":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.exists(), f"There is no frame {name}; run with UPDATE_FRAMES=1 and look at it."
    assert shown == path.read_text(encoding="utf-8"), f"The screen is not the one in {path.name}:\n{shown}"
