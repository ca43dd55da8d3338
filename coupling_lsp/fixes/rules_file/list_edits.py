"""Edits that add to a list of a rules file, in whatever form the list is written, or not written yet.

An edit is a guess by the outline until the result is loaded: see `proved`.
"""

from collections.abc import Iterator, Sequence

from coupling_lsp.fixes.rules_file import flow_edits, notation
from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.lines import (
    below,
    document_end,
    has_blank_lines,
    insertion,
    last_line,
    without_value,
)
from coupling_lsp.fixes.rules_file.notation import Item
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.text import Text, TextEdit

_EMPTY_VALUES = ("", "~", "null")
_USUAL_STEP = 2
"""By how many columns a list is indented beyond its key, where the file does not show how."""


def additions(text: Text, block: Block, key: str, items: Sequence[Item]) -> Iterator[Edits]:
    """Yield ways to add items to the list behind a key of a mapping, the best first; the key may be missing."""
    entry = block.entry(key)
    value = entry.value if entry is not None else None
    if entry is None:
        yield from _with_key(text, block, key, items)
    elif isinstance(value, Block):
        if value.is_list:
            yield from _into_list(text, entry, value, items)
    elif value is None or (not value.is_text and value.text in _EMPTY_VALUES):
        yield from _into_nothing(text, entry, value, items)
    elif not value.is_text and (value.quote or value.text[0] not in "*&!|>"):
        yield from _beside_word(entry, value, items)


def _into_list(text: Text, entry: Entry, block: Block, items: Sequence[Item]) -> Iterator[Edits]:
    if block.is_flow:
        start = _opening_of_empty_list(text, block)
        if start is not None and not entry.parent.is_flow:
            yield without_value(text, start, block.end), _first_items(text, entry, block.end[0], items)
        yield from flow_edits.item_additions(text, block, items)
    elif block.children:
        last = block.children[-1]
        column = last.start[1]
        lines = _item_lines(items, " " * (column - 1), _dash(last), blank_lines=has_blank_lines(text, block))
        yield (below(text, last_line(text, last, column), lines),)


def _opening_of_empty_list(text: Text, block: Block) -> tuple[int, int] | None:
    """Return where the bracket of an empty list on one line stands."""
    line, column = block.end
    text_before = text.line(line)[: max(column - 2, 0)].rstrip()
    return (line, len(text_before)) if not block.children and text_before.endswith("[") else None


def _into_nothing(text: Text, entry: Entry, value: Word | None, items: Sequence[Item]) -> Iterator[Edits]:
    if entry.key is None:
        return
    if entry.parent.is_flow:
        list_text = flow_edits.list_text(items, json=flow_edits.is_json(entry.parent))
        line, column = entry.key.end
        if value is not None:
            yield without_value(text, value.start, value.end), insertion(*value.end, f" {list_text}")
        elif ":" in text.line(line)[column - 1 :]:
            yield (insertion(line, text.line(line).index(":", column - 1) + 2, f" {list_text}"),)
        return
    removal = (without_value(text, value.start, value.end),) if value is not None else ()
    yield *removal, _first_items(text, entry, (value or entry.key).end[0], items)


def _first_items(text: Text, entry: Entry, line: int, items: Sequence[Item]) -> TextEdit:
    """Return the edit that begins a list in block style below the line of its key."""
    indent = " " * (entry.start[1] - 1 + _list_step(entry.parent))
    line = max(line, last_line(text, entry, entry.start[1]))
    return below(text, line, _item_lines(items, indent, "- ", blank_lines=False))


def _list_step(block: Block) -> int:
    """Return by how many columns the lists of a mapping are indented beyond their keys."""
    for entry in block.children:
        value = entry.value
        if isinstance(value, Block) and value.is_list and not value.is_flow and value.children:
            return value.children[0].start[1] - entry.start[1]
    return _USUAL_STEP


def _beside_word(entry: Entry, value: Word, items: Sequence[Item]) -> Iterator[Edits]:
    """Yield the edits that make a list of a single word, and add words."""
    json = value.quote == '"' and flow_edits.is_json(entry.parent)
    words = [notation.flow(it, is_json=json) for it in items if isinstance(it, str)]
    if len(words) == len(items):
        yield insertion(*value.start, "["), insertion(*value.end, "".join(f", {it}" for it in words) + "]")


def _with_key(text: Text, block: Block, key: str, items: Sequence[Item]) -> Iterator[Edits]:
    if block.is_flow:
        value_text = flow_edits.list_text(items, json=flow_edits.is_json(block))
        yield from flow_edits.pair_additions(text, block, key, value_text)
        return
    lines = [f"{key}:", *_item_lines(items, " " * _list_step(block), "- ", blank_lines=False)]
    if not block.children:
        end = document_end(text, block)
        yield (below(text, end, [*([""] if end else []), "version: 1", "", *lines]),)
    elif not block.is_list:
        first, last = block.children[0], block.children[-1]
        lines = [f"{' ' * (first.start[1] - 1)}{it}" for it in lines]
        if block.owner is None:
            yield (below(text, document_end(text, block), ["", *lines]),)
        else:
            yield (below(text, last_line(text, last, first.start[1]), lines),)


def _item_lines(items: Sequence[Item], indent: str, dash: str, *, blank_lines: bool) -> list[str]:
    return [line for it in items for line in [*([""] if blank_lines else []), *notation.block_item(it, indent, dash)]]


def _dash(entry: Entry) -> str:
    """Return the dash of an item with the blanks behind it, as the item has them."""
    value = entry.value
    first = value.children[0] if isinstance(value, Block) and not value.is_flow and value.children else None
    is_beside = first is not None and first.start[0] == entry.start[0]
    return "-".ljust(first.start[1] - entry.start[1]) if first is not None and is_beside else "- "
