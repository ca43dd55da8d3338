"""Edits that put several words in the place of one: alone behind a key, in a list in brackets, in one with dashes."""

from collections.abc import Iterator

from coupling_lsp.fixes.rules_file import flow_edits, notation
from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.lines import below, without_value
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.rules.yaml.scalars import scalar
from coupling_lsp.text import Span, Text, TextEdit


def replacements(text: Text, entry: Entry, span: Span, words: tuple[str, ...]) -> Iterator[Edits]:
    """Yield ways to put words in the place of the word of a key that stands at a span, the best first."""
    if isinstance(entry.value, Word):
        if _is_at(entry.value, span):
            yield from _alone(text, entry, entry.value, words)
    elif isinstance(entry.value, Block) and entry.value.is_list:
        for item in entry.value.children:
            if isinstance(item.value, Word) and _is_at(item.value, span):
                yield from _in_list(text, entry.value, item, item.value, words)


def _is_at(word: Word, span: Span) -> bool:
    """Return whether a word stands at a span, which may have an anchor in it."""
    return word.is_closed and not word.is_text and (word.span[:2] == span[:2] or word.span[2:] == span[2:])


def _alone(text: Text, entry: Entry, word: Word, words: tuple[str, ...]) -> Iterator[Edits]:
    json = word.quote == '"' and flow_edits.is_json(entry.parent)
    if len(words) == 1:
        yield (TextEdit(word.span, notation.flow(words[0], is_json=json)),)
        return
    if entry.key is not None and not entry.parent.is_flow:
        prefix = " " * (entry.start[1] - 1)
        first, *others = notation.list_lines(entry.key.text, words)
        if others:
            yield without_value(text, word.start, word.end), below(text, word.end[0], [prefix + it for it in others])
            return
        yield (TextEdit(word.span, first.partition(": ")[2]),)
    yield (TextEdit(word.span, notation.flow(words, is_json=json)),)


def _in_list(text: Text, block: Block, item: Entry, word: Word, words: tuple[str, ...]) -> Iterator[Edits]:
    if block.is_flow:
        json = flow_edits.is_json(block)
        yield (TextEdit(word.span, ", ".join(notation.flow(it, is_json=json) for it in words)),)
        return
    first, *others = words
    prefix = " " * (item.start[1] - 1)
    edit = TextEdit(word.span, scalar(first))
    yield (edit, below(text, word.end[0], [f"{prefix}- {scalar(it)}" for it in others])) if others else (edit,)
