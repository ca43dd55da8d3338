"""What stands where in a rules file, also while it is being typed: an outline by indentation that no error stops.

The outline is no judge: what YAML makes of a text is `rules.yaml.parser`. On a text without faults the two see the same
keys and values at the same places.
"""

from coupling_lsp.rules.yaml.flow_style import FlowScanner
from coupling_lsp.rules.yaml.outline_lines import (
    begins_block_text,
    is_comment,
    is_dash,
    is_document_mark,
    key_at,
    skip_blanks,
    skip_properties,
    without_comment,
)
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.text import Text

_BEHIND_MARK = 4
"""The column behind `---`, where the document may begin."""


def outline(text: Text) -> Block:
    """Return the first document of a text as the outermost mapping or list. Never raises."""
    return _Outliner(text).run()


class _Outliner:
    """Reads lines one after the other into the blocks that are open, each with the column at which it begins.

    Columns count from 1; `_line` is the number of the line being read.
    """

    def __init__(self, text: Text) -> None:
        self._lines = [text.line(number) for number in range(1, len(text.starts) + 1)]
        self._root = Block(None, is_list=False)
        self._open_blocks: list[tuple[int, Block]] = []
        self._line = 0

    def run(self) -> Block:
        while self._line < len(self._lines):
            text = self._lines[self._line]
            self._line += 1
            column = len(text) - len(text.lstrip()) + 1
            if is_document_mark(text):
                if self._root.children:
                    break
                column = skip_blanks(text, _BEHIND_MARK)
            if column <= len(text) and text[column - 1] not in "#%":
                self._read_line(text, column)
        return self._root

    @property
    def _innermost(self) -> tuple[int, Block]:
        return self._open_blocks[-1]

    def _read_line(self, text: str, column: int) -> None:
        """Read a line whose first character stands at a column."""
        if not self._open_blocks:
            self._open_blocks.append((column, self._root))
        if self._continue_value(text, column):
            return
        self._close_blocks(column, begins_item=is_dash(text, column))
        while is_dash(text, column):
            self._begin_item(column)
            column = skip_blanks(text, column + 1)
        self._read_content(text, column)

    def _continue_value(self, text: str, column: int) -> bool:
        """Add a line to the plain value before it, and return whether it belongs there."""
        block_column, block = self._innermost
        last_value = block.last.value if block.last is not None else None
        if column <= block_column or not isinstance(last_value, Word) or last_value.quote or block.last is None:
            return False
        line_text = without_comment(text, column)
        end = self._line, column + len(line_text)
        block.last.value = Word(f"{last_value.text} {line_text}", last_value.start, end)
        return True

    def _close_blocks(self, column: int, *, begins_item: bool) -> None:
        """Leave what ended before a line that begins at a column; a line between two columns stays with the inner."""
        while len(self._open_blocks) > 1:
            (inner_column, block), (outer_column, _) = self._open_blocks[-1], self._open_blocks[-2]
            if column < inner_column:
                has_ended = column <= outer_column
            else:
                has_ended = column == inner_column == outer_column and block.is_list and not begins_item
            if not has_ended:
                return
            self._open_blocks.pop()

    def _begin_item(self, column: int) -> None:
        """Begin an item of a list at a dash."""
        block_column, block = self._innermost
        if not block.is_list and block is self._root and not block.children:
            block.is_list = True
        elif (
            not block.is_list
            and len(self._open_blocks) > 1
            and self._open_blocks[-2][1].is_list
            and _has_value(block.last)
        ):
            self._open_blocks.pop()
            block_column, block = self._innermost
        last = block.last
        lacks_value = last is not None and last.value is None
        if not block.is_list or (lacks_value and column > block_column):
            owner = last if last is not None and lacks_value else block.add(None, (self._line, column), bare=True)
            block = self._begin_block(owner, column, is_list=True)
        block.add(None, (self._line, column))

    def _begin_block(self, owner: Entry, column: int, *, is_list: bool) -> Block:
        block = Block(owner, is_list=is_list)
        owner.value = block
        self._open_blocks.append((column, block))
        return block

    def _read_content(self, text: str, column: int) -> None:
        """Read a key with its value, or a value alone."""
        column = skip_properties(text, column)
        if is_comment(text, column):
            return
        key = key_at(text, self._line, column)
        if key is None:
            self._read_value(self._owner(column), text, column)
            return
        entry = self._mapping_for_key(key, column).add(key, key.start)
        self._read_value(entry, text, text.index(":", key.end[1] - 1) + 2)

    def _mapping_for_key(self, key: Word, column: int) -> Block:
        """Return the block a key at a column belongs to, after beginning it where there is none yet."""
        block_column, block = self._innermost
        last = block.last
        if not block.is_list:
            if last is not None and last.value is None and column > block_column and not last.bare:
                return self._begin_block(last, column, is_list=False)
            return block
        if last is None or (last.value is not None and (not isinstance(last.value, Block) or last.value.is_flow)):
            last = block.add(None, key.start, bare=True)
        if isinstance(last.value, Block):
            self._open_blocks.append((column, last.value))
            return last.value
        return self._begin_block(last, column, is_list=False)

    def _owner(self, column: int) -> Entry:
        """Return the entry a value at a column belongs to: the last one if it lacks a value, else one of its own."""
        block_column, block = self._innermost
        last = block.last
        if last is not None and last.value is None and (column > block_column or last.start[0] == self._line):
            return last
        return block.add(None, (self._line, column), bare=True)

    def _read_value(self, entry: Entry, text: str, column: int) -> None:
        column = skip_properties(text, column)
        if is_comment(text, column):
            return
        if begins_block_text(text, column):
            self._skip_block_text(entry, text, column)
        elif text[column - 1] in "[{\"'":
            self._read_flow_value(entry, column)
        else:
            plain_value = without_comment(text, column)
            entry.value = Word(plain_value, (self._line, column), (self._line, column + len(plain_value)))

    def _read_flow_value(self, entry: Entry, column: int) -> None:
        """Read a quoted word, or a list or mapping in brackets; the whole document may be one."""
        is_document = entry.key is None and entry.parent is self._root and not self._root.is_list
        scanner = FlowScanner(self._lines, (self._line, column), 0 if is_document else self._innermost[0])
        scanner.read(entry)
        self._line = scanner.line
        if is_document and isinstance(entry.value, Block) and len(self._root.children) == 1:
            self._root = entry.value
            self._root.owner = None
            self._open_blocks = [(0, self._root)]

    def _skip_block_text(self, entry: Entry, text: str, column: int) -> None:
        """Pass over the lines of a text that `|` or `>` begins."""
        indicator, start, end = text[column - 1 :], (self._line, column), (self._line, len(text) + 1)
        while self._line < len(self._lines):
            text = self._lines[self._line]
            if text.strip():
                if len(text) - len(text.lstrip()) + 1 <= self._innermost[0]:
                    break
                end = self._line + 1, len(text) + 1
            self._line += 1
        entry.value = Word(indicator, start, end)


def _has_value(entry: Entry | None) -> bool:
    return entry is not None and entry.value is not None
