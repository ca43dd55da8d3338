"""When the server may do what nobody asked for: never while somebody types, and never more than a share of the time."""

QUIET = 2.0
"""Seconds without an edit after which nobody is taken to be typing."""

_SHARE = 0.25
"""The share of the time that work in the background may take."""


class Pace:
    """Says how long to wait. It has no clock: the caller tells the time, in seconds."""

    def __init__(self, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._free = 0.0

    def typed(self, now: float) -> None:
        """Somebody edited something."""
        self._free = max(self._free, now + self._quiet)

    def worked(self, start: float, end: float) -> None:
        """Some work was done."""
        self._free = max(self._free, end + (end - start) * (1 / _SHARE - 1))

    def wait(self, now: float) -> float:
        """The seconds until the next piece of work may begin; 0 when it may."""
        return max(self._free - now, 0.0)
