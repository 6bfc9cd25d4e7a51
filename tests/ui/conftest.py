"""Animations off before Textual is imported: pilots need not wait for them, and frames do not move."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)
