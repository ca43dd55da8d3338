"""Text of one file: its lines as the Language Server Protocol counts them, places in it, and edits to it.

Inside the program a place is a `Span`: lines and columns from 1, columns in code points, ends exclusive. Bytes are
offsets into the UTF-8 form of the text and never leave `text` and `source`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

IN_NAME = frozenset((*b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *range(0x80, 0x100)))
"""The bytes that names of Python are made of."""

_LINE_END = re.compile(rb"\r\n|\n|\r")
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


class Span(NamedTuple):
    """A half-open range of a text: lines and columns from 1, columns in code points."""

    line: int
    column: int
    end_line: int
    end_column: int

    def contains(self, line: int, column: int) -> bool:
        """Whether the caret may stand at this line and column and still touch the span."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)

    def overlaps(self, span: "Span") -> bool:
        """Whether the two spans share a place, an end that touches included."""
        return self[:2] <= span[2:] and span[:2] <= self[2:]


WHOLE_FIRST_LINE = Span(1, 1, 1, 1)


class TextEdit(NamedTuple):
    """Replace what `span` covers by `text`."""

    span: Span
    text: str


class Text:
    """An immutable text. `data` is valid UTF-8; a line ends at \\n, \\r\\n or \\r and nowhere else."""

    __slots__ = ("_starts", "ascii", "data")

    def __init__(self, data: bytes, starts: list[int] | None = None) -> None:
        self.data = data
        self.ascii = data.isascii()
        self._starts = starts

    @classmethod
    def of(cls, text: str) -> "Text":
        """The text of a string; a lone surrogate, which no encoding has, becomes a question mark."""
        return cls(text.encode("utf-8", "replace"))

    def __str__(self) -> str:
        return self.data.decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    @property
    def starts(self) -> list[int]:
        """Byte offset of the start of each line."""
        if self._starts is None:
            if b"\r" in self.data:
                self._starts = [0, *(m.end() for m in _LINE_END.finditer(self.data))]
            else:
                offset, starts = 0, [0]
                for line in self.data.split(b"\n"):
                    offset += len(line) + 1
                    starts.append(offset)
                starts.pop()
                self._starts = starts
        return self._starts

    def line_bytes(self, line: int) -> bytes:
        """The bytes of a line from 1, without its end; empty when there is no such line."""
        starts = self.starts
        if not 1 <= line <= len(starts):
            return b""
        end = starts[line] if line < len(starts) else len(self.data)
        return self.data[starts[line - 1] : end].rstrip(b"\r\n")

    def line(self, line: int) -> str:
        """The text of a line from 1, without its end."""
        return self.line_bytes(line).decode()

    def place(self, byte: int) -> tuple[int, int]:
        """Line and column, from 1, of a byte offset."""
        starts = self.starts
        line = bisect_right(starts, byte)
        start = starts[line - 1]
        if self.ascii:
            return line, byte - start + 1
        return line, len(self.data[start:byte].decode("utf-8", "ignore")) + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two byte offsets."""
        return Span(*self.place(start), *self.place(end))

    def byte(self, line: int, column: int) -> int:
        """Byte offset of a line and column from 1; a place outside the text is moved to the nearest inside."""
        starts = self.starts
        if line < 1:
            return 0
        if line > len(starts):
            return len(self.data)
        content = self.line_bytes(line)
        if self.ascii:
            return starts[line - 1] + min(max(column - 1, 0), len(content))
        return starts[line - 1] + len(content.decode()[: max(column - 1, 0)].encode())

    def slice(self, span: Span) -> str:
        """The text a span covers."""
        return self.data[self.byte(span.line, span.column) : self.byte(span.end_line, span.end_column)].decode()

    def splice(self, start: int, end: int, new: bytes) -> "Text":
        """This text with the bytes from start to end replaced."""
        data = self.data[:start] + new + self.data[end:]
        if self._starts is None or b"\r" in new or b"\r" in self.data:
            return Text(data)
        first, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        growth = len(new) - (end - start)
        middle = [start + m.end() for m in re.finditer(rb"\n", new)] if b"\n" in new else []
        tail = self._starts[last:]
        return Text(data, self._starts[:first] + middle + ([offset + growth for offset in tail] if growth else tail))

    def apply(self, edits: Iterable[TextEdit]) -> "Text":
        """This text after edits that do not overlap, each meant for the text as it is now."""
        replacements = [
            (self.byte(*e.span[:2]), self.byte(*e.span[2:]), number, e.text) for number, e in enumerate(edits)
        ]
        data = self.data
        for start, end, _, new in sorted(replacements, reverse=True):
            data = data[:start] + new.encode("utf-8", "replace") + data[end:]
        return Text(data)


def decode(raw: bytes) -> Text:
    """The text of a Python file's bytes: UTF-8, or what its coding comment names (PEP 263); never raises."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    try:
        raw.decode()
    except UnicodeDecodeError:
        encoding = next((m[1].decode() for line in raw.splitlines()[:2] if (m := _CODING.match(line))), "utf-8")
        try:
            return Text(raw.decode(encoding, "replace").encode("utf-8", "replace"))
        except (LookupError, ValueError):
            return Text(raw.decode("utf-8", "replace").encode())
    return Text(raw)
