"""Keeping the garbage collector, and what works behind the screens, away from the keys."""

import gc
import sys

SWITCH_SECONDS = 0.0005
"""How long another thread may go on when a key waits. Python's own 5 ms, several times for one key, is what
one feels during a first sync, when one thread reads headers and another stores them."""


def settle() -> None:
    """Call when nobody waits: collect once, and never look again at what was built so far.

    Modules, styles and screens live until the end; without this a full collection walks over all of
    them now and then, in the middle of a word.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def hurry() -> None:
    """Call before anything is loaded for the first screen: nothing of it is garbage, so looking costs a tenth
    of the start and finds nothing. Ends with ``settle``."""
    gc.disable()
    sys.setswitchinterval(SWITCH_SECONDS)
