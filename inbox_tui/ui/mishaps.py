"""What went wrong, as one sentence in the corner; the whole story goes to the log, never to the screen."""

import logging
from pathlib import Path

from textual.dom import DOMNode

from ..errors import InboxError
from .show import plain

LOGGER = logging.getLogger("inbox_tui.ui")


def tell(node: DOMNode, error: Exception) -> None:
    """Expected failures say themselves what to do; of others the owner learns where the details are."""
    if isinstance(error, InboxError):
        node.app.notify(plain(sentence(error)).plain, severity="warning", markup=False)
        return
    LOGGER.error("Unexpected error", exc_info=error)
    node.app.notify(plain(sentence(error)).plain, severity="error", markup=False)


def sentence(error: Exception) -> str:
    """One line for an error: an expected one says itself what to do."""
    if isinstance(error, InboxError):
        return str(error)
    where = next((h.baseFilename for h in LOGGER.handlers if isinstance(h, logging.FileHandler)), "")
    details = f" The details are in {where}." if where else ""
    return f"Something unexpected happened ({type(error).__name__}). Your drafts and mail are kept.{details}"


def log_to(folder: Path) -> None:
    """Write the log into ``folder``; a folder that cannot be written must not stop the app."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "inbox-tui.log", encoding="utf-8", delay=True)
    except OSError:
        LOGGER.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False
