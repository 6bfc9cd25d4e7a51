"""Signs of frames, bars and sentences in ASCII, for terminals that have no others.

Our own widgets choose their signs by the theme's set; this is for what Textual paints by itself (scrollbars,
the palette) and for quotes, dashes and dots inside sentences. Letters stay: a customer's name is theirs.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_BARS = dict.fromkeys("▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕", " ")
_FRAMES = {"─": "-", "━": "-", "—": "-", "–": "-", "│": "|", "┃": "|"}
_WORDS = {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "…": "~", "·": "-", "•": "*", "→": ">"}
_ASCII = str.maketrans({**_BARS, **_FRAMES, **_WORDS})


class AsciiSigns(LineFilter):
    """Puts one ASCII sign in the place of each, so that no line changes its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line; only what is not ASCII is looked at."""
        return [
            each if each.text.isascii() else Segment(each.text.translate(_ASCII), each.style, each.control)
            for each in segments
        ]
