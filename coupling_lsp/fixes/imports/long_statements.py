"""Import statements that would be too long for a line: they get brackets, with one name a line."""

from tree_sitter import Node

from coupling_lsp.source.tree import text
from coupling_lsp.text import Text, TextEdit

_DEFAULT_LINE_LENGTH, _MAX_LINE_LENGTH = 88, 120
"""In characters: what formatters break lines at unless they are told otherwise, and the most they usually are told."""


def is_too_long(source: Text, statement: Node, names: list[str]) -> bool:
    """Return whether a statement with some names would be longer than any line of a file.

    Not one with brackets, or with something else in its line.
    """
    row = source.place(statement.start_byte)[0]
    has_brackets = any(it.type == "(" for it in statement.children)
    if has_brackets or source.line(row).strip() != text(statement):
        return False
    start, end = _range_of_names(statement)
    rest = len(source.line(row)) - len(source.data[start:end].decode())
    return rest + len(", ".join(names)) > _line_limit(source)


def bracketed(source: Text, statement: Node, names: list[str]) -> TextEdit:
    """Return the edit that gives a statement other names, in brackets."""
    line = source.line(source.place(statement.start_byte)[0])
    indent = line[: len(line) - len(line.lstrip())]
    lines = "".join(f"{indent}    {it},\n" for it in names)
    return TextEdit(source.span(*_range_of_names(statement)), f"(\n{lines}{indent})")


def _range_of_names(statement: Node) -> tuple[int, int]:
    names = statement.children_by_field_name("name")
    return names[0].start_byte, names[-1].end_byte


def _line_limit(source: Text) -> int:
    """Return how long lines of a file may be: as long as its longest, within what formatters are told usually."""
    longest = max((len(line) for line in str(source).splitlines()), default=0)
    return min(max(longest, _DEFAULT_LINE_LENGTH), _MAX_LINE_LENGTH)
