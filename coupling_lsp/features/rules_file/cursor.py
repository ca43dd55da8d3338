"""Where in a rules file the caret stands, and what belongs there: found by writing a mark and looking for it."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.rules.loading import keys
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word, walk, words
from coupling_lsp.text import Span, Text

MARK = "\uffff"
"""What no text has: Unicode keeps it from being a character."""


class Cursor(NamedTuple):
    """The word the caret stands in: an empty one where nothing is written yet.

    `typed` is what stands before the caret, `span` the whole word without its quotes. `key` is the mapping whose key
    the word is, if it `is_key`; else what the word is a value of. `has_colon` tells that the key is written whole.
    """

    entry: Entry
    key: Key
    path: tuple[str, ...]
    typed: str
    span: Span
    quote: str
    is_key: bool
    has_colon: bool

    @property
    def block(self) -> Block:
        """The mapping or list around the word."""
        return self.entry.parent

    @property
    def on_own_line(self) -> bool:
        """Whether the value stands below its key."""
        return self.entry.key is not None and self.entry.key.end[0] != self.span.line

    def siblings(self) -> set[str]:
        """The other keys of the mapping the word stands in."""
        return {it.key.text for it in self.block.children if it.key is not None and it is not self.entry}

    def others(self) -> Iterator[str]:
        """The other values of the list the word stands in."""
        owner: Entry | None = self.entry
        while owner is not None and owner.key is None:
            owner = owner.parent.owner
        for it in words(owner) if owner is not None else ():
            if MARK not in it.text:
                yield it.text

    def around(self) -> Block | None:
        """The entry of `edges` or `contracts` the caret is in."""
        block: Block | None = self.block
        while block is not None and (block.is_list or block.path not in (("edges",), ("contracts",))):
            block = block.owner.parent if block.owner is not None else None
        return block


def find(text: Text, line: int, column: int) -> Cursor | None:
    """The cursor at a line and column, from 1; None in comments, in long texts, and where no key is known."""
    if MARK.encode() in text.data:
        return None
    byte = text.byte(line, column)
    line, column = text.place(byte)
    root = outline(text.splice(byte, byte, MARK.encode()))
    for entry in walk(root):
        for word in (entry.key, entry.value):
            if isinstance(word, Word) and MARK in word.text:
                return _cursor(entry, word) if not word.is_text else None
    return None


def _cursor(entry: Entry, word: Word) -> Cursor | None:
    has_colon = word is entry.key
    is_key = has_colon or (entry.key is None and not entry.parent.is_list)
    path = entry.parent.path if is_key else entry.path
    key = keys.key_at(*path)
    if key is None:
        return None
    inner = word.inner
    span = Span(inner.line, inner.column, inner.end_line, inner.end_column - 1)
    typed = word.text.partition(MARK)[0]
    return Cursor(entry, key, path, typed, span, word.quote, is_key, has_colon)
