"""Entries of a rules file: where one stands, how it is taken out, how it gets a further key."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coupling_lsp.fixes.rules_file import flow_edits, notation
from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.lines import below, insertion
from coupling_lsp.fixes.rules_file.notation import Value
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, walk
from coupling_lsp.text import Span, Text, TextEdit

_MAX_OUTLINES = 4
"""Texts whose outline is kept: the edits that are offered at one place share it."""

_REST_OF_LINE = re.compile(r"\s*(?P<comma>,?)\s*(#.*)?")


@lru_cache(_MAX_OUTLINES)
def outline_of(text: Text) -> Block:
    """Return the outline of a rules file; nobody may change it."""
    return outline(text)


def entry_at(text: Text, span: Span) -> Entry | None:
    """Return the entry whose key, or whose value, stands at a span."""
    for entry in walk(outline_of(text)):
        for part in (entry.key, entry.value):
            if part is not None and not isinstance(part, Block) and part.span[:2] == span[:2]:
                return entry
    return None


def block_at(text: Text, section: str, span: Span) -> Block | None:
    """Return the keys of the rule or contract whose id, or whose first key, stands at a span."""
    return next((it for it in outline_of(text).items(section) if stands_at(it, span)), None)


def stands_at(block: Block, span: Span) -> bool:
    """Return whether a rule or contract is the one whose id, or whose first key, stands at a span.

    The parser has an anchor in the span of what it is on, the outline has not.
    """
    words = [*block.words("id"), *(it.key for it in block.children[:1] if it.key is not None)]
    return any(word.span[:2] == span[:2] or word.span[2:] == span[2:] for word in words)


def removal(text: Text, entry: Entry) -> Edits:
    """Return the edits that take an entry out, none where that takes more than it.

    It goes with its lines and the comment right above it, or as its part of a line.
    """
    siblings = entry.parent.children
    number = next(n for n, it in enumerate(siblings) if it is entry)
    if entry.parent.is_flow:
        return _removal_in_flow(text, siblings, number)
    first, last = entry.start[0], entry.end[0]
    text_before = text.line(first)[: entry.start[1] - 1]
    if text_before.strip():  # It stands behind the dash of its item.
        is_first = len(siblings) > 1 and not number
        return (TextEdit(Span(*entry.start, *siblings[1].start), ""),) if is_first else ()
    while first > 1 and text.line(first - 1).startswith(f"{text_before}#") and not _heads_more(text, first - 1):
        first -= 1
    if not text.line(last + 1).strip() and (first == 1 or not text.line(first - 1).strip()):
        last += 1  # One blank line is enough.
    return (_lines_removed(text, first, last),)


def _removal_in_flow(text: Text, siblings: list[Entry], number: int) -> Edits:
    entry = siblings[number]
    rest = _REST_OF_LINE.fullmatch(text.line(entry.end[0])[entry.end[1] - 1 :])
    if not text.line(entry.start[0])[: entry.start[1] - 1].strip() and rest is not None:
        edit = _lines_removed(text, entry.start[0], entry.end[0])
        comma = _comma_behind(text, siblings[number - 1]) if number and not rest["comma"] else None
        return (TextEdit(comma, ""), edit) if comma is not None else (edit,)
    if number:
        return (TextEdit(Span(*siblings[number - 1].end, *entry.end), ""),)
    return (TextEdit(Span(*entry.start, *(siblings[1].start if len(siblings) > 1 else entry.end)), ""),)


def _comma_behind(text: Text, entry: Entry) -> Span | None:
    """Return where the comma right behind an entry stands."""
    line, column = entry.end
    rest = text.line(line)[column - 1 :]
    column += len(rest) - len(rest.lstrip())
    return Span(line, column, line, column + 1) if rest.lstrip().startswith(",") else None


def _lines_removed(text: Text, first: int, last: int) -> TextEdit:
    if last < len(text.starts):
        return TextEdit(Span(first, 1, last + 1, 1), "")
    end = Span(first, 1, last, len(text.line(last)) + 1)
    return TextEdit(Span(first - 1, len(text.line(first - 1)) + 1, *end[2:]) if first > 1 else end, "")


def _heads_more(text: Text, line: int) -> bool:
    """Return whether a comment is of a whole section: the first line of the file, or one drawn as a line."""
    return line == 1 or any(mark in text.line(line) for mark in ("---", "===", "###"))


def key_additions(text: Text, block: Block, key: str, value: Value, *, behind: tuple[str, ...] = ()) -> Iterator[Edits]:
    """Yield ways to add a key to a mapping, the best first: behind the first of some keys, else behind all."""
    if block.is_flow:
        value_text = notation.flow(value, is_json=flow_edits.is_json(block))
        yield from flow_edits.pair_additions(text, block, key, value_text)
    elif block.children:
        preceding_entry = next((it for name in behind if (it := block.entry(name)) is not None), block.children[-1])
        column = block.children[0].start[1]
        key_lines = [f"{' ' * (column - 1)}{it}" for it in notation.block_lines({key: value})]
        yield (below(text, preceding_entry.end[0], key_lines),)


def value_additions(text: Text, entry: Entry, value: str) -> Iterator[Edits]:
    """Yield ways to write a value behind a key that has none."""
    if entry.key is not None:
        line, column = entry.key.end
        colon = text.line(line).find(":", column - 1)
        value_text = notation.flow(value, is_json=flow_edits.is_json(entry.parent))
        yield (insertion(line, colon + 2, f" {value_text}"),)
