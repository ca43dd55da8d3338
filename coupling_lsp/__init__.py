"""Live rules for the edges between Django apps: a language server and a command line on one core."""

__version__ = "0.1.0"
