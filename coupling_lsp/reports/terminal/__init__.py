"""What a terminal shows: width and colour, text in cells, excerpts of source."""
