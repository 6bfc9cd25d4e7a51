"""Thanks that want something all the same: “Thank you. A new set, please.”

Whoever was asked what they would like answers like that, and would wait for ever for a shop that hears the
thanks alone. So a mail that asks for something is never only thanks, whatever it sounds like.
"""

import re

_KIND = (
    r"(?:(?:do )?(?:pass|say|give|thank|accept|send|convey|extend|forward) (?:\w+ ){0,4}"
    r"(?:thanks?|regards|love|compliments|best|wishes|greetings|hello|appreciation|praise)"
    r"|tell (?:\w+ ){0,6}(?:thank|grateful|pleased|happy|delighted|how|that|from|she|he|they)"
    r"|pass (?:\w+ ){0,5}(?:on|along)|keep (?:up|doing|making|it up|that up|on)|take (?:this|it|my)"
    r"|thank\b|don['’]?t\b|do not\b|no\b|ignore|disregard|forget|never|consider|close|count|feel|know"
    r"|be assured|stay|carry on|continue|see it as)"
)
"""What a “please” asks for without wanting anything."""
_POLITE = re.compile(
    rf"\bplease\b(?!\s+{_KIND})"
    r"|\bbitte\b(?!\s+(?:nicht|kein\w*|weiter|richten|grüßen|danken|sagen))"
    r"|\bs['’]il (?:vous|te) pla[iî]t\b|\bsvp\b|\bpor favor\b|\bper favore\b|\balstublieft\b",
    re.IGNORECASE,
)
_REMEDY = re.compile(
    r"\b(?:new (?:one|ones|set|pair|piece)|refund|money back|replacement|repair|voucher|exchange)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|came|come|arrived|works?|worked|fits?|looks?|got|received|went"
    r"|landed|reached|helped|already|passed|completed|tested|holds?|held|done|safely|thank\w*|thx|cheers|appreciate\w*|lovely|great|perfect|no|not|for)\b|['’]s\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words with which somebody tells of a remedy that they had, or thanks for it."""
_SENTENCE = re.compile(r"[.!?\n]+")
_FEW_WORDS = 7


def wants_something(text: str) -> bool:
    """Whether a text asks: politely, or by naming what it chooses in a few words."""
    return _POLITE.search(text) is not None or any(map(_chooses, _SENTENCE.split(text)))


def _chooses(sentence: str) -> bool:
    return (
        len(sentence.split()) <= _FEW_WORDS
        and _REMEDY.search(sentence) is not None
        and _TOLD.search(sentence) is None
    )
