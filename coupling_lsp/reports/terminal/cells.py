"""Text in terminal cells: how wide it is, and what may be shown of it.

Names, rules and source lines come from files; a control character among them must not reach the terminal.
"""

import unicodedata
from collections.abc import Iterable, Sequence

TAB_CELLS = 4

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def width(text: str) -> int:
    """The number of cells a text takes."""
    return len(text) if text.isascii() else sum(cell_width(char) for char in text)


def cell_width(char: str) -> int:
    """The cells of one character: none for a combining mark, two for a wide one."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clean(text: str) -> str:
    """The text with what is not printable replaced; a tab becomes one space."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char == "\t" else _REPLACEMENT for char in text)


def pad(text: str, cells: int) -> str:
    """The text filled up with spaces."""
    return text + " " * (cells - width(text))


def fit(text: str, cells: int) -> str:
    """The text, its end cut off where it takes more cells than there are."""
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for char in text:
        used += cell_width(char)
        if used >= cells:
            break
        kept += char
    return f"{kept}…"


def column_widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The width of each column of a table."""
    return [max(map(width, column)) for column in zip(*rows, strict=True)]
