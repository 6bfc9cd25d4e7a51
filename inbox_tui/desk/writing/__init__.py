"""The owner's words: drafts, the checklist on them, and what they promise."""
