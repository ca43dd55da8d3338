"""When the server may do what nobody asked for: never while somebody types, and never more than a share of the time."""

SECONDS_WITHOUT_EDIT = 2.0
"""Seconds without an edit after which nobody is taken to be typing."""

_SHARE_OF_TIME = 0.25
"""The part of the time that work in the background may take: after each piece of work comes a pause thrice as long."""


class Throttle:
    """How long to wait before the next piece of work. It has no clock: the caller tells the time, in seconds."""

    def __init__(self) -> None:
        self._earliest_start = 0.0

    def record_edit(self, time: float) -> None:
        """Wait for a pause in typing from now on."""
        self._earliest_start = max(self._earliest_start, time + SECONDS_WITHOUT_EDIT)

    def record_work(self, start: float, end: float) -> None:
        """Leave time to others after a piece of work."""
        self._earliest_start = max(self._earliest_start, end + (end - start) * (1 / _SHARE_OF_TIME - 1))

    def seconds_to_wait(self, time: float) -> float:
        """Return the seconds until the next piece of work may begin; 0 when it may."""
        return max(self._earliest_start - time, 0.0)
