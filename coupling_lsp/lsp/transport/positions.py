"""Positions of the protocol and places in our texts.

Positions count units of the negotiated encoding (`utf-8`, `utf-16`, `utf-32`) from 0; places count code points from 1.
"""

from collections.abc import Callable

from lsprotocol import types as t

from coupling_lsp.text import Span, Text

_N_UNITS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda part: len(part.encode()),
    "utf-16": lambda part: len(part.encode("utf-16-le")) // 2,
    "utf-32": len,
}
"""The number of units that a part of a line has, by encoding."""


def column_of(line: str, character: int, encoding: str) -> int:
    """Return the column, from 1, of a position's character; one behind the end of the line is its end."""
    if encoding == "utf-32" or line.isascii():
        return min(character, len(line)) + 1
    n_units_of, n_units = _N_UNITS[encoding], 0
    for number, char in enumerate(line):
        if n_units >= character:
            return number + 1
        n_units += n_units_of(char)
    return len(line) + 1


def character_of(line: str, column: int, encoding: str) -> int:
    """Return the character of a position for a column from 1."""
    head = line[: column - 1]
    return column - 1 if head.isascii() else _N_UNITS[encoding](head)


def byte_of(text: Text, position: t.Position, encoding: str) -> int:
    """Return the byte offset of a position; one outside the text is moved to the nearest inside."""
    line = position.line + 1
    if line > len(text.starts):
        return len(text.data)
    if text.ascii:
        return text.byte(line, position.character + 1)
    return text.byte(line, column_of(text.line(line), position.character, encoding))


def place_of(text: Text, position: t.Position, encoding: str) -> tuple[int, int]:
    """Return line and column, from 1, of a position."""
    return text.place(byte_of(text, position, encoding))


def range_of(span: Span, text: Text | None, encoding: str) -> t.Range:
    """Return the range of a span. Without its text, or when that was cut short, the lines are taken to be ASCII."""
    if text is None or text.ascii or span.end_line > len(text.starts):
        start, end = span.column - 1, span.end_column - 1
    else:
        start = character_of(text.line(span.line), span.column, encoding)
        end = character_of(text.line(span.end_line), span.end_column, encoding)
    return t.Range(t.Position(span.line - 1, start), t.Position(span.end_line - 1, end))
