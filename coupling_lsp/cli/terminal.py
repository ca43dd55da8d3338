"""Output of commands: to a terminal of some width with colour, or to a file or pipe without."""

import os
import shutil
import sys
from typing import TextIO

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.reports.terminal.screen import PLAIN_SCREEN, Screen, coloured_screen

_MIN_WIDTH = 40
"""Characters; a narrower terminal wraps lines itself."""


def screen() -> Screen:
    """Return what stdout can show. Colour is for terminals; https://no-color.org and FORCE_COLOR overrule."""
    width = max(shutil.get_terminal_size((PLAIN_SCREEN.width, 24)).columns, _MIN_WIDTH)
    return coloured_screen(width) if _has_colour(_stdout()) else Screen(width)


def write_text(text: str) -> None:
    """Print for people: what the terminal's encoding lacks becomes a question mark."""
    stdout = _stdout()
    encoding = stdout.encoding if stdout.isatty() else "utf-8"
    _write(text.encode(encoding or "utf-8", "replace"))


def write_data(text: str) -> None:
    """Print for programs: UTF-8, whatever the terminal speaks."""
    _write(text.encode("utf-8", "replace"))


def _write(data: bytes) -> None:
    stdout = _stdout()
    stdout.flush()
    rest = memoryview(data)
    while rest:
        # With PYTHONUNBUFFERED the buffer is the file itself, and one call may write a part only.
        rest = rest[stdout.buffer.write(rest) or 0 :]
    stdout.buffer.flush()


def _stdout() -> TextIO:
    # Python sets it to None when the program is started without one.
    if sys.stdout is None:
        raise CommandError("standard output is closed; there is nowhere to print to")
    return sys.stdout


def _has_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"
