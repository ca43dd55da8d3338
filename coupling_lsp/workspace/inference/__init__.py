"""Asks jedi, in a process of its own, what syntax and the index leave open."""
