"""Language features as pure functions of a snapshot: one file per feature."""
