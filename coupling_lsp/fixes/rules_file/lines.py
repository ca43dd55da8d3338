"""Where lines may be added to a rules file: below an entry, at the end of a document."""

from collections.abc import Sequence

from coupling_lsp.rules.yaml.outline_lines import is_document_mark
from coupling_lsp.rules.yaml.outline_tree import Block, Entry
from coupling_lsp.text import Span, Text, TextEdit


def insertion(line: int, column: int, text: str) -> TextEdit:
    """Return the edit that writes text at a place."""
    return TextEdit(Span(line, column, line, column), text)


def below(text: Text, line: int, lines: Sequence[str]) -> TextEdit:
    """Return the edit that adds lines below a line, above the first one for line 0."""
    if not line:
        return insertion(1, 1, "".join(f"{it}\n" for it in lines))
    return insertion(line, len(text.line(line)) + 1, "".join(f"\n{it}" for it in lines))


def last_line(text: Text, entry: Entry, column: int) -> int:
    """Return the last line of an entry, with the remarks right below that are indented beyond a column."""
    line = entry.end[0]
    while line < len(text.starts) and _indentation_of_remark(text.line(line + 1)) >= column:
        line += 1
    return line


def document_end(text: Text, root: Block) -> int:
    """Return the last line of the first document that is not blank, 0 where all are."""
    first = root.last.end[0] + 1 if root.last is not None else 1
    marks = (it for it in range(first, len(text.starts) + 1) if root.last and is_document_mark(text.line(it)))
    end = next(marks, len(text.starts) + 1) - 1
    return next((it for it in range(end, 0, -1) if text.line(it).strip()), 0)


def has_blank_lines(text: Text, block: Block) -> bool:
    """Return whether a blank line stands before the last of several entries and the remarks above it."""
    line = block.children[-1].start[0] - 1
    while line and text.line(line).lstrip().startswith("#"):
        line -= 1
    return len(block.children) > 1 and not text.line(line).strip()


def without_value(text: Text, start: tuple[int, int], end: tuple[int, int]) -> TextEdit:
    """Return the edit that takes out a value on one line, and the blanks before it."""
    text_before = text.line(start[0])[: start[1] - 1]
    return TextEdit(Span(start[0], len(text_before.rstrip()) + 1, *end), "")


def _indentation_of_remark(line: str) -> int:
    """Return how far a line with nothing but a remark is indented, -1 for others."""
    stripped_line = line.lstrip(" ")
    return len(line) - len(stripped_line) if stripped_line.startswith("#") else -1
