"""From the facts of all files to apps, models and edges. A pure function of facts; depends on no text and no disk."""
