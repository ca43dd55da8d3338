"""Progress bar on stderr, for people who wait longer than a moment."""

import sys
import time

_MIN_SECONDS = 0.3
"""Reading that is done sooner shows no bar."""

_WIDTH = 30
"""Characters."""


class ProgressBar:
    """How far reading is. Draws nothing for quick work, nor where stderr is no terminal."""

    def __init__(self, noun: str = "files") -> None:
        self._what = noun
        self._is_watched = sys.stderr.isatty()
        self._started = time.monotonic()
        self._drawn = ""

    def __call__(self, n_done: int, n_total: int) -> None:
        """Show how many of all are done."""
        if not self._is_watched or time.monotonic() - self._started < _MIN_SECONDS:
            return
        n_filled = _WIDTH * n_done // max(n_total, 1)
        self._draw(f"{'━' * n_filled}{'╌' * (_WIDTH - n_filled)}  {n_done} of {n_total} {self._what}")

    def clear(self) -> None:
        """Leave the line as it was."""
        if self._drawn:
            self._draw("")

    def _draw(self, text: str) -> None:
        try:
            sys.stderr.write(f"\r{text}{' ' * (len(self._drawn) - len(text))}{'' if text else chr(13)}")
        except UnicodeEncodeError:
            self._is_watched = False
        sys.stderr.flush()
        self._drawn = text
