"""Thanks that want something all the same: “Thank you. A new set, please.”

Whoever was asked what they would like answers like that, and would wait for ever for a shop that hears the
thanks alone. So a mail that asks for something is never only thanks, whatever it sounds like.
"""

import re

_KIND = (
    r"(?:(?:do )?(?:pass|say|give|thank|accept|send|convey|extend|forward) (?!me\b|us\b)(?:\w+ ){0,4}"
    r"(?:thanks?|regards|love|compliments|best|wishes|greetings|hello|appreciation|praise)"
    r"|tell (?!me\b|us\b)(?:\w+ ){0,6}(?:thank|grateful|pleased|happy|delighted|how|that|from|she|he|they)"
    r"|pass (?!me\b|us\b)(?:\w+ ){0,5}(?:on|along)|keep (?:up|doing|making|it up|that up|on)"
    r"|take (?:(?:this|it|my \w+) as|my (?:\w+ )?(?:thanks|word|compliments))|thank\b"
    r"|(?:don['’]?t|do not|never) (?:\w+ ){0,1}(?:worry|trouble|bother|apologi[sz]e|change|stop|feel|think"
    r"|answer|reply|respond|rush|hurry|lose|let|give up|go to|mind|fret|be|hesitate)"
    r"|no (?:need|more|worries|hurry|rush|reply|answer|fuss)|ignore|disregard|forget (?:it|that|my|about)"
    r"|(?:consider|count) (?:it|this|that|the \w+|my \w+|me) (?:as )?(?:\w+ )?"
    r"(?:closed|settled|done|resolved|sorted|finished|happy|in)"
    r"|close (?:it|this|that|the (?:\w+ )?(?:case|ticket|matter|file|complaint|claim|query))"
    r"|feel|know|be assured|stay|carry on|continue|see it as)"
)
"""What a “please” asks for without wanting anything."""
_POLITE = re.compile(
    rf"\bplease\b(?!\s+{_KIND}\b)"
    r"|\bbitte\b(?!\s+(?:nicht (?:böse|übel|antworten|wundern)|kein\w* (?:sorgen?|mühe|antwort|umstände)"
    r"|weiter|richten|grüßen|danken|sagen))"
    r"|\bs['’]il (?:vous|te) pla[iî]t\b|\bsvp\b|\bpor favor\b|\bper favore\b|\balstublieft\b",
    re.IGNORECASE,
)
_REMEDY = re.compile(
    r"\b(?:new (?:one|ones|set|pair|piece)|refund|money back|replacement|repair|voucher|exchange)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|came|come|arrived|works?|worked|fits?|looks?|got|received|went"
    r"|landed|reached|helped|already|passed|completed|tested|holds?|held|done|safely|thank\w*|thx|cheers"
    r"|appreciate\w*|lovely|great|perfect|no|not|for)\b|['’]s\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words with which somebody tells of a remedy that they had, or thanks for it."""
_CHOSEN = re.compile(
    r"\b(?:would (?!have|never|not)|can (?:i|we)|could (?:i|we)|prefer|let['’]s)"
    r"|\b(?:i|we)(?:['’]d| would| will|['’]ll) (?:like|love|prefer|rather|take|have|go for)\b",
    re.IGNORECASE,
)
"""Words with which somebody chooses, though they are glad: “a new one would be lovely”."""
_SENTENCE = re.compile(r"[.!?\n]+")
_FEW_WORDS = 7
_MORE_WORDS = 9  # where a word says that it is a choice


def wants_something(text: str) -> bool:
    """Whether a text asks: politely, or by naming what it chooses in a few words."""
    return _POLITE.search(text) is not None or any(map(_chooses, _SENTENCE.split(text)))


def _chooses(sentence: str) -> bool:
    long = len(sentence.split())
    if long > _MORE_WORDS or _REMEDY.search(sentence) is None:
        return False
    return _CHOSEN.search(sentence) is not None or (long <= _FEW_WORDS and _TOLD.search(sentence) is None)
