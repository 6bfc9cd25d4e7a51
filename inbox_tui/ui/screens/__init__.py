"""One screen or question per file; the main screen is a package of its own."""
