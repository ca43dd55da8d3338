"""What stands where in a rules file, also while it is being typed: an outline by indentation that no error stops.

The outline is no judge: what YAML makes of a text is `rules.yaml.nodes`. On a text without faults the two see the same
keys and values at the same places.
"""

import re

from coupling_lsp.rules.yaml.flow_style import Scanner
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.text import Text

_PROPERTY = re.compile(r"[&!]\S*")
_KEY_END = re.compile(r":(?=\s|$)|(?<=\s)#")
_NO_KEY = "[]{}#&*!|>%@`,:"
_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#|$)")
_DOCUMENT = re.compile(r"(?:---|\.\.\.)(?=\s|$)")


def outline(text: Text) -> Block:
    """The first document of a text as the outermost mapping or list. Never raises."""
    return _Outliner(text).run()


class _Outliner:
    def __init__(self, text: Text) -> None:
        self._lines = [text.line(number) for number in range(1, len(text.starts) + 1)]
        self._root = Block(None, is_list=False)
        self._open: list[tuple[int, Block]] = []
        self._line = 0

    def run(self) -> Block:
        while self._line < len(self._lines):
            text = self._lines[self._line]
            self._line += 1
            if _DOCUMENT.match(text):
                if self._root.children:
                    break
                continue
            column = len(text) - len(text.lstrip()) + 1
            if column <= len(text) and text[column - 1] not in "#%":
                self._take(text, column)
        return self._root

    @property
    def _top(self) -> tuple[int, Block]:
        return self._open[-1]

    def _take(self, text: str, column: int) -> None:
        if not self._open:
            self._open.append((column, self._root))
        if self._goes_on(text, column):
            return
        self._close(column, dash=_is_dash(text, column))
        at = column
        while _is_dash(text, at):
            self._item(at)
            at = _behind_blanks(text, at + 1)
        self._content(text, at)

    def _goes_on(self, text: str, column: int) -> bool:
        """Whether a line continues the plain value before it."""
        last = self._top[1].last
        if column <= self._top[0] or last is None or not isinstance(last.value, Word) or last.value.quote:
            return False
        written = _without_comment(text, column)
        last.value = Word(f"{last.value.text} {written}", last.value.start, (self._line, column + len(written)))
        return True

    def _close(self, column: int, *, dash: bool) -> None:
        """Leave what ended before a line that begins at a column; a line between two columns stays with the inner."""
        while len(self._open) > 1:
            (at, block), (below, _) = self._open[-1], self._open[-2]
            ended = column <= below if column < at else column == at == below and block.is_list and not dash
            if not ended:
                return
            self._open.pop()

    def _item(self, column: int) -> None:
        """Begin an item at a dash."""
        at, block = self._top
        if not block.is_list and block is self._root and not block.children:
            block.is_list = True
        elif not block.is_list and len(self._open) > 1 and self._open[-2][1].is_list and _is_whole(block.last):
            self._open.pop()
            at, block = self._top
        last = block.last
        if not block.is_list or (last is not None and last.value is None and column > at):
            owner = (
                last if last is not None and last.value is None else block.add(None, (self._line, column), bare=True)
            )
            block = self._begin(owner, column, is_list=True)
        block.add(None, (self._line, column))

    def _begin(self, owner: Entry, column: int, *, is_list: bool) -> Block:
        block = Block(owner, is_list=is_list)
        owner.value = block
        self._open.append((column, block))
        return block

    def _content(self, text: str, at: int) -> None:
        """A key with its value, or a value alone."""
        at = _behind_properties(text, at)
        if at > len(text) or text[at - 1] == "#":
            return
        key = _key(text, self._line, at)
        if key is None:
            self._value(self._owner(at), text, at)
            return
        column, block = self._top
        last = block.last
        if block.is_list:
            if last is None or (last.value is not None and (not isinstance(last.value, Block) or last.value.is_flow)):
                last = block.add(None, key.start, bare=True)
            if isinstance(last.value, Block):
                self._open.append((at, last.value))
                block = last.value
            else:
                block = self._begin(last, at, is_list=False)
        elif last is not None and last.value is None and at > column and not last.bare:
            block = self._begin(last, at, is_list=False)
        entry = block.add(key, key.start)
        self._value(entry, text, text.index(":", key.end[1] - 1) + 2)

    def _owner(self, at: int) -> Entry:
        """The entry a value at a column belongs to: the last one if it lacks a value, else one of its own."""
        column, block = self._top
        last = block.last
        if last is not None and last.value is None and (at > column or last.start[0] == self._line):
            return last
        return block.add(None, (self._line, at), bare=True)

    def _value(self, entry: Entry, text: str, at: int) -> None:
        at = _behind_properties(text, at)
        if at > len(text) or text[at - 1] == "#":
            return
        if _BLOCK.match(text, at - 1):
            self._skip_text(entry, text, at)
        elif text[at - 1] in "[{\"'":
            is_whole = entry.key is None and entry.parent is self._root and not self._root.is_list
            scanner = Scanner(self._lines, (self._line, at), 0 if is_whole else self._top[0])
            scanner.read(entry)
            self._line = scanner.line
            if is_whole and isinstance(entry.value, Block) and len(self._root.children) == 1:
                self._root = entry.value
                self._root.owner = None
                self._open = [(0, self._root)]
        else:
            written = _without_comment(text, at)
            entry.value = Word(written, (self._line, at), (self._line, at + len(written)))

    def _skip_text(self, entry: Entry, text: str, at: int) -> None:
        """Pass over the lines of a text that `|` or `>` begins."""
        written, start, end = text[at - 1 :], (self._line, at), (self._line, len(text) + 1)
        while self._line < len(self._lines):
            text = self._lines[self._line]
            if text.strip():
                if len(text) - len(text.lstrip()) + 1 <= self._top[0]:
                    break
                end = self._line + 1, len(text) + 1
            self._line += 1
        entry.value = Word(written, start, end)


def _is_whole(entry: Entry | None) -> bool:
    return entry is not None and entry.value is not None


def _key(text: str, line: int, at: int) -> Word | None:
    """The key that begins at a column, if a colon follows it."""
    if text[at - 1] in "\"'":
        quote, end = text[at - 1], at
        while end < len(text) and text[end] != quote:
            end += 2 if text[end] == "\\" and quote == '"' else 1
        behind = _behind_blanks(text, end + 2)
        if end < len(text) and text[behind - 1 : behind] == ":" and not text[behind : behind + 1].strip():
            return Word(text[at:end], (line, at), (line, end + 2), quote)
        return None
    if text[at - 1] in _NO_KEY or (text[at - 1] in "?-" and not text[at : at + 1].strip()):
        return None
    match = _KEY_END.search(text, at - 1)
    if match is None or match[0] == "#":
        return None
    written = text[at - 1 : match.start()].rstrip()
    return Word(written, (line, at), (line, at + len(written)))


def _is_dash(text: str, column: int) -> bool:
    return text[column - 1 : column] == "-" and not text[column : column + 1].strip()


def _behind_blanks(text: str, at: int) -> int:
    while at <= len(text) and text[at - 1].isspace():
        at += 1
    return at


def _behind_properties(text: str, at: int) -> int:
    """The column behind blanks, anchors and tags."""
    at = _behind_blanks(text, at)
    while at <= len(text) and (match := _PROPERTY.match(text, at - 1)) is not None:
        at = _behind_blanks(text, match.end() + 1)
    return at


def _without_comment(text: str, at: int) -> str:
    """What stands in a line from a column on, up to a comment."""
    match = _COMMENT.search(text, at - 1)
    return text[at - 1 : match.start() if match is not None else len(text)].rstrip()
