"""Exit codes of commands that could not do their work, and the error that says why."""

FAILED = 2
INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do its work. The text says what, why and what to do."""
