"""Drafts and a complaint that several tests share; invented for this project."""

from __future__ import annotations

from inbox_tui.core.checklist import Answer, Complaint, Finding, Report

COMPLAINT = Complaint(
    from_name="Odile Renshaw",
    subject="Teapot in pieces",
    text="The green teapot I ordered for my aunt came on 12 May with the spout snapped off. "
    "I paid £46 and your box had one paper towel in it. She turned 90 without a present.",
)

GOOD = """Dear Odile,

Your aunt turned ninety and there was a snapped spout in the box instead of a present. That must
have been a miserable moment, and I'm sorry.

I packed the green teapot myself, with a single paper towel, because I had run out of card. That was
my mistake.

I've refunded the £46 this morning, and a new teapot will be with you by Friday. From today every
pot travels in a double box.

I'll ring you on Saturday to hear that it came whole.

Wanda
"""

BAD = """Dear Customer,

We are sorry you feel that way. Our courier lost the parcel. Delays this week are due to unforeseen
circumstances. Rest assured that this will never happen again. Please do not hesitate to contact us
about [ORDER].
"""


def answer(text: str, **changes: object) -> Answer:
    """An answer to the shared complaint."""
    values: dict[str, object] = {"text": text, "complaint": COMPLAINT, "customer_name": "Odile Renshaw"}
    return Answer(**(values | changes))  # type: ignore[arg-type]


def of(report: Report, check: str) -> Finding:
    """The finding of one check."""
    return next(f for f in report.findings if f.check == check)
