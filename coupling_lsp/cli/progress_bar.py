"""A progress bar on stderr, for people who wait longer than a moment."""

import sys
import time

_PATIENCE = 0.3
_CELLS = 30


class Progress:
    """Shows how far reading is; draws nothing for quick work, nor where nobody looks."""

    def __init__(self, what: str = "files") -> None:
        self._what = what
        self._is_watched = sys.stderr.isatty()
        self._started = time.monotonic()
        self._drawn = ""

    def __call__(self, done: int, total: int) -> None:
        """Tell how many of all are done."""
        if not self._is_watched or time.monotonic() - self._started < _PATIENCE:
            return
        filled = _CELLS * done // max(total, 1)
        self._draw(f"{'━' * filled}{'╌' * (_CELLS - filled)}  {done} of {total} {self._what}")

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
