"""Patterns with wildcards: each dialect the program reads, and matching that never takes time exponential in them."""
