"""One draft, changed in two places: no word of either is lost."""


def merged_words(*, ours: str, kept: str, stored: str) -> str:
    """The words on the screen (``ours``) and the words found on disk (``stored``), both grown out of
    ``kept``. Where only one side changed, it wins; where both did, what came back stands first."""
    if stored == kept or ours == stored:
        return ours
    if ours == kept:
        return stored
    if kept.strip() and kept in stored:
        return stored.replace(kept, ours, 1)
    if stored in ours:
        return ours
    if ours in stored:
        return stored
    return f"{stored}\n\n{ours}"
