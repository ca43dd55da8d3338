"""Why a command could not do its work."""

FAILED = 2
INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do its work; the text says what, why and what to do."""
