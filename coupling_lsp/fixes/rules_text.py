"""Edits to `rules.yaml` that leave the rest of it as it is written: lines taken out, keys added."""

from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, walk
from coupling_lsp.text import Span, Text, TextEdit


def entry_at(text: Text, span: Span) -> Entry | None:
    """The entry whose key, or whose value, stands at a span."""
    for it in walk(outline(text)):
        for part in (it.key, it.value):
            if part is not None and not isinstance(part, Block) and part.span[:2] == span[:2]:
                return it
    return None


def removed(text: Text, entry: Entry) -> TextEdit | None:
    """The edit that takes an entry out: its lines and the comment right above it, or its part of a line."""
    siblings = entry.parent.children
    number = next(n for n, it in enumerate(siblings) if it is entry)
    if entry.parent.is_flow:
        if number:
            return TextEdit(Span(*siblings[number - 1].end, *entry.end), "")
        return TextEdit(Span(*entry.start, *(siblings[1].start if len(siblings) > 1 else entry.end)), "")
    first, last = entry.start[0], entry.end[0]
    before = text.line(first)[: entry.start[1] - 1]
    if before.strip():  # It stands behind the dash of its item.
        return TextEdit(Span(*entry.start, *siblings[1].start), "") if len(siblings) > 1 and not number else None
    while first > 1 and text.line(first - 1).startswith(f"{before}#") and not _heads_more(text, first - 1):
        first -= 1
    if not text.line(last + 1).strip() and (first == 1 or not text.line(first - 1).strip()):
        last += 1  # One blank line is enough.
    if last < len(text.starts):
        return TextEdit(Span(first, 1, last + 1, 1), "")
    end = Span(first, 1, last, len(text.line(last)) + 1)
    return TextEdit(Span(first - 1, len(text.line(first - 1)) + 1, *end[2:]) if first > 1 else end, "")


def _heads_more(text: Text, line: int) -> bool:
    """Whether a comment is of a whole section: the first line of the file, or one drawn as a line."""
    return line == 1 or any(mark in text.line(line) for mark in ("---", "===", "###"))


def added(text: Text, entry: Entry, written: str) -> TextEdit:
    """The edit that adds a key behind another one of its mapping."""
    if entry.parent.is_flow:
        return TextEdit(Span(*entry.end, *entry.end), f", {written}")
    line = entry.end[0]
    end = len(text.line(line)) + 1
    column = entry.start[1]
    return TextEdit(Span(line, end, line, end), f"\n{' ' * (column - 1)}{written}")
