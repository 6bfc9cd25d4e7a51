"""How a person is called: in a list, and at the beginning of a letter to them."""

import re

_TITLES = frozenset(
    "mr mrs ms miss mx dr prof sir madam herr frau hr fr monsieur madame mme señor señora".split()  # noqa: SIM905
)
_INITIALS = re.compile(r"(?:\w\.?)(?:-?\w\.)*|\w")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

LONGEST = 60
"""Letters of a name that are shown; a longer one would fill every sentence that names its owner."""


def shown_as(name: str, address: str) -> str:
    """The name that somebody gives themselves, else their address. A name that is an address itself tells
    nothing but whom they would like to be taken for, so the real one is shown; and one that would fill a
    sentence alone is cut."""
    if address and (not name or _ADDRESS.search(name)):
        return address
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def first_name(name: str) -> str:
    """What to write after “Dear”, or an empty text where the name does not tell: initials, a title with a
    surname, a firm."""
    before, comma, after = name.partition(",")
    # “Reed, Dana”, but also “Dana Reed, The Copper Kettle”.
    words = (after if comma and len(before.split()) == 1 and after.split() else before).split()
    titled = False
    while words and words[0].rstrip(".").lower() in _TITLES:
        words, titled = words[1:], True
    if not words or (titled and len(words) == 1) or words[0].lower() == "the":
        return ""
    first = words[0]
    if _INITIALS.fullmatch(first) or not _WORD.fullmatch(first):
        return ""
    return first.capitalize() if first.islower() or first.isupper() else first
