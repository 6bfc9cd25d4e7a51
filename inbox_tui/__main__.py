"""``python -m inbox_tui`` is the command line."""

from .cli import main

main()
