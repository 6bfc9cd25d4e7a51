"""Signs on whose width terminals do not agree, as signs of a width that all of them know.

A flag is two letters that some terminals draw as one picture, and a skin tone colours the hand before it or
stands beside it. Where the program and the terminal count differently, the rest of the line moves, and the
frame with it. What is stored and sent stays as it was written.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_FLAG = {0x1F1E6 + at: letter for at, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_SKIN = dict.fromkeys(range(0x1F3FB, 0x1F400))
_SURE = {**_FLAG, **_SKIN}


class SureWidths(LineFilter):
    """A flag as its two letters, and hands without their colour: as wide as the line was laid out for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line; only what is not ASCII is looked at."""
        return [
            each if each.text.isascii() else Segment(each.text.translate(_SURE), each.style, each.control)
            for each in segments
        ]
