"""Output for terminals: width and colour, text in cells, excerpts of source."""
