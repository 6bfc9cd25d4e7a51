"""Telephone numbers as they stand in a mail, so that none is taken for an order."""

from __future__ import annotations

import re

_LONG = re.compile(r"\+?\(?\d[\d\s()/-]{8,20}\d")
_HYPHENS_ONLY = re.compile(r"(?!0)\d+(?:-\d+)*")
_LEAST_DIGITS = 9
_LOCAL = re.compile(r"(?<![\w@./+#-])\d{3}-\d{4}(?![\w@-])")
_CALL = re.compile(r"\b(?:call|phone|tel|cell|mobile|ring|reach|text|voicemail)\b\D{0,30}\Z", re.IGNORECASE)
_CALL_BEFORE = 40  # characters in which a word for calling makes a local number one


def telephones(text: str) -> list[tuple[int, int]]:
    """Where they stand: long ones by their shape, and local ones (`555-0142`) after a word for calling.

    Digits parted by nothing but hyphens are no telephone unless they begin with 0: orders are written so.
    """
    long = [m.span() for m in _LONG.finditer(text) if _is_long(m.group())]
    local = [m.span() for m in _LOCAL.finditer(text) if _is_called(text, m.start())]
    return long + local


def _is_long(written: str) -> bool:
    return not _HYPHENS_ONLY.fullmatch(written) and sum(c.isdigit() for c in written) >= _LEAST_DIGITS


def _is_called(text: str, start: int) -> bool:
    return _CALL.search(text, max(0, start - _CALL_BEFORE), start) is not None
