"""The command line: everything that the screens do, for scripts, for cron and for screen readers."""

from .root import main

__all__ = ["main"]
