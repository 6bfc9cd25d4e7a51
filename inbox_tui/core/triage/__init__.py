"""Reading the mail: what kind it is, what went wrong, what is asked for, and what cannot wait."""

from __future__ import annotations

from inbox_tui.core.triage.model import Category, Incoming, Remedy, Triage, TriageConfig, Urgency
from inbox_tui.core.triage.reader import triage

__all__ = ["Category", "Incoming", "Remedy", "Triage", "TriageConfig", "Urgency", "triage"]
