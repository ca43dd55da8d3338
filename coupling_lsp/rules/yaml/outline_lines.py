"""What single lines of YAML hold at a column: dashes, keys, comments, anchors and tags. Columns count from 1."""

import re

from coupling_lsp.rules.yaml.outline_tree import Word

_PROPERTY = re.compile(r"[&!]\S*")
_KEY_END = re.compile(r":(?=\s|$)|(?<=\s)#")
_NEVER_BEGIN_A_KEY = "[]{}#&*!|>%@`,:"
_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*\s*(?:#|$)")
_DOCUMENT_MARK = re.compile(r"(?:---|\.\.\.)(?=\s|$)")


def is_document_mark(text: str) -> bool:
    """Whether a line begins or ends a document: `---` or `...`."""
    return _DOCUMENT_MARK.match(text) is not None


def begins_block_text(text: str, column: int) -> bool:
    """Whether `|` or `>` at a column begins a text over the next lines."""
    return _BLOCK_TEXT.match(text, column - 1) is not None


def is_dash(text: str, column: int) -> bool:
    """Whether a dash at a column begins an item of a list."""
    return text[column - 1 : column] == "-" and not text[column : column + 1].strip()


def is_comment(text: str, column: int) -> bool:
    """Whether from a column on there is a comment, or nothing."""
    return column > len(text) or text[column - 1] == "#"


def key_at(text: str, line: int, column: int) -> Word | None:
    """Return the key that begins at a column, if a colon follows it; `line` is the number of the line."""
    if text[column - 1] in "\"'":
        return _quoted_key(text, line, column)
    if text[column - 1] in _NEVER_BEGIN_A_KEY or (text[column - 1] in "?-" and not text[column : column + 1].strip()):
        return None
    match = _KEY_END.search(text, column - 1)
    if match is None or match[0] == "#":
        return None
    name = text[column - 1 : match.start()].rstrip()
    return Word(name, (line, column), (line, column + len(name)))


def _quoted_key(text: str, line: int, column: int) -> Word | None:
    quote, end = text[column - 1], column
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" and quote == '"' else 1
    colon = skip_blanks(text, end + 2)
    if end < len(text) and text[colon - 1 : colon] == ":" and not text[colon : colon + 1].strip():
        return Word(text[column:end], (line, column), (line, end + 2), quote)
    return None


def skip_blanks(text: str, column: int) -> int:
    """Return the column behind blanks."""
    while column <= len(text) and text[column - 1].isspace():
        column += 1
    return column


def skip_properties(text: str, column: int) -> int:
    """Return the column behind blanks, anchors and tags."""
    column = skip_blanks(text, column)
    while column <= len(text) and (match := _PROPERTY.match(text, column - 1)) is not None:
        column = skip_blanks(text, match.end() + 1)
    return column


def without_comment(text: str, column: int) -> str:
    """Return what stands in a line from a column on, up to a comment."""
    match = _COMMENT.search(text, column - 1)
    return text[column - 1 : match.start() if match is not None else len(text)].rstrip()
