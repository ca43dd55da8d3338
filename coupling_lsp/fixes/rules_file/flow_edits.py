"""Edits in flow style, `[a, b]` and `{key: value}`, JSON included: on the same line, or as the lines there are."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from coupling_lsp.fixes.rules_file import notation
from coupling_lsp.fixes.rules_file.lines import below, insertion
from coupling_lsp.fixes.rules_file.notation import Item
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.rules.yaml.scalars import quoted
from coupling_lsp.text import Span, Text, TextEdit

Edits = tuple[TextEdit, ...]

_REMARK = re.compile(r"(?:^|(?<=\s))#.*")


def is_json(block: Block) -> bool:
    """Return whether a list or mapping is written as JSON has it: keys, or words, in double quotes."""
    words = [it.key or it.value for it in block.children]
    if words and all(isinstance(it, Block) for it in words):
        return all(isinstance(it, Block) and is_json(it) for it in words)
    if not words and block.owner is not None:
        return is_json(block.owner.parent)
    return bool(words) and all(isinstance(it, Word) and it.quote == '"' for it in words)


def item_additions(text: Text, block: Block, items: Sequence[Item]) -> Iterator[Edits]:
    """Yield ways to add items to a list, the best first."""
    json = is_json(block)
    last_value = block.last.value if block.last is not None else None
    step = _inner_step(text, last_value) if isinstance(last_value, Block) else ""

    def written(prefix: str | None) -> list[str]:
        return [_item(it, prefix, step, json=json) for it in items]

    yield from _additions(text, block, written)


def pair_additions(text: Text, block: Block, key: str, value_text: str) -> Iterator[Edits]:
    """Yield ways to add a key to a mapping, the best first; the value is in flow style."""
    pair = f"{quoted(key) if is_json(block) else key}: {value_text}"
    yield from _additions(text, block, lambda _prefix: [pair])


def list_text(items: Sequence[Item], *, json: bool) -> str:
    """Return items as a list on one line."""
    return f"[{', '.join(notation.flow(it, is_json=json) for it in items)}]"


def _additions(text: Text, block: Block, written: Callable[[str | None], list[str]]) -> Iterator[Edits]:
    """Yield ways to add entries; `written` gives them, for lines that begin with a prefix or for one line."""
    if block.end == (1, 1):
        return  # Its closing bracket is missing.
    last = block.last
    line, column = block.end
    if last is None:
        prefix = text.line(line)[: column - 2]
        if not prefix.strip():  # The bracket stands alone on its line.
            yield (below(text, line - 1, [f"{prefix}  {it}" for it in _separated(written(f"{prefix}  "))]),)
        yield (insertion(line, column - 1, ", ".join(written(None))),)
        return
    prefix = text.line(last.start[0])[: last.start[1] - 1]
    if not prefix.strip():
        separator = f",\n{prefix}"
        if last.end[0] == line:
            yield (insertion(*last.end, separator + separator.join(written(prefix))),)
        else:
            has_comma = _has_comma(text, Span(*last.end, line, column - 1))
            edit = below(text, last.end[0], [f"{prefix}{separator.join(written(prefix))}{',' if has_comma else ''}"])
            yield (edit,) if has_comma else (insertion(*last.end, ","), edit)
    yield (insertion(*last.end, "".join(f", {it}" for it in written(None))),)


def _separated(items: list[str]) -> list[str]:
    return [f"{it}," if number < len(items) else it for number, it in enumerate(items, 1)]


def _has_comma(text: Text, span: Span) -> bool:
    return any("," in _REMARK.sub("", line) for line in text.slice(span).splitlines())


def _inner_step(text: Text, block: Block) -> str:
    """Return by how much the lines of a mapping's keys are indented beyond its own, nothing for one on one line."""
    if not block.children or block.owner is None:
        return ""
    key_prefix = text.line(block.children[0].start[0])[: block.children[0].start[1] - 1]
    own_prefix = _indentation(text, block.owner)
    return key_prefix.removeprefix(own_prefix) if not key_prefix.strip() and key_prefix.startswith(own_prefix) else ""


def _indentation(text: Text, entry: Entry) -> str:
    line = text.line(entry.start[0])
    return line[: len(line) - len(line.lstrip())]


def _item(item: Item, prefix: str | None, step: str, *, json: bool) -> str:
    if prefix is None or not step or not isinstance(item, Mapping):
        return notation.flow(item, is_json=json)
    pairs = [f"{prefix}{step}{notation.flow_pair(key, it, is_json=json)}" for key, it in item.items()]
    return "{\n" + ",\n".join(pairs) + f"\n{prefix}}}"
