"""One widget per file; each renders one view value."""
