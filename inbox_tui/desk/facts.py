"""The names of the small facts that the casebook keeps."""

LAST_RUN = "send-due ran"
"""When a round of sending was last made (ISO 8601, UTC)."""

LESSONS_FORGOTTEN = "lessons forgotten"
"""When the owner had the reading of mail start anew (ISO 8601, UTC)."""
