"""From offsets in characters, which the YAML parser gives, to spans."""

from bisect import bisect_right

from coupling_lsp.text import Span, Text


class CharacterSpans:
    """Spans from character offsets, with line ends as editors count them."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._starts = [0]
        for number in range(1, len(text.starts)):
            part = text.data[text.starts[number - 1] : text.starts[number]]
            self._starts.append(self._starts[-1] + (len(part) if text.ascii else len(part.decode())))
        self._end = self._starts[-1] + len(text.data[text.starts[-1] :].decode())

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets; what lies behind the end is at the end."""
        return Span(*self._place(min(start, self._end)), *self._place(min(end, self._end)))

    def character(self, offset: int) -> Span:
        """Return the span of the character at an offset, an empty one at the end of a line."""
        line, column = self._place(min(offset, self._end))
        return Span(line, column, line, min(column + 1, len(self._text.line(line)) + 1))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
