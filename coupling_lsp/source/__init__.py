"""The text of one file as pieces that can be understood alone, and the error-tolerant tree of a piece."""
