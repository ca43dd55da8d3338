"""Text in terminal cells: its width, and what may be shown of it.

Names, rules and source lines come from files; a control character among them must not reach the terminal.
"""

import unicodedata
from collections.abc import Iterable, Sequence

TAB_CELLS = 4
"""Cells from one tab stop to the next."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def width(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if text.isascii() else sum(cell_width(char) for char in text)


def cell_width(char: str) -> int:
    """Return the cells of one character: none for a combining mark, two for a wide one."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clean(text: str) -> str:
    """Return the text with unprintable characters replaced; a tab becomes one space."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char == "\t" else _REPLACEMENT for char in text)


def one_line(text: str) -> str:
    """Return the text on one line, as `clean` does, with one space for any blanks and line breaks."""
    return clean(" ".join(text.split()))


def pad(text: str, cells: int) -> str:
    """Return the text filled up with spaces."""
    return text + " " * (cells - width(text))


def fit(text: str, cells: int) -> str:
    """Return the text, with an ellipsis for its end where it takes more cells than there are."""
    if width(text) <= cells:
        return text
    fitting_text, n_cells = "", 0
    for char in text:
        n_cells += cell_width(char)
        if n_cells >= cells:
            break
        fitting_text += char
    return f"{fitting_text}…"


def column_widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return the width of each column of a table."""
    return [max(map(width, column)) for column in zip(*rows, strict=True)]
