"""Values in YAML's flow style: quoted words, lists in brackets and mappings in braces, also unfinished ones."""

import re

from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word

_PLAIN_END = re.compile(r"[,\[\]{}]|:(?=[\s,\[\]{}]|$)|(?<=\s)#")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


class FlowScanner:
    """Reads one value. It ends with its bracket or quote, and at the latest before a line that begins no deeper."""

    def __init__(self, lines: list[str], start: tuple[int, int], parent_column: int) -> None:
        """Begin at `start`, the line and column of the value; lines that begin behind `parent_column` belong to it."""
        self._lines = lines
        self.line, self._column = start
        self._parent_column = parent_column

    def read(self, entry: Entry) -> None:
        """Read the value into an entry; afterwards `line` is the last line that belongs to it."""
        text = self._lines[self.line - 1]
        if text[self._column - 1] in "\"'":
            entry.value = self._quoted(in_flow=False)
            return
        stack: list[Block] = []
        current: Entry | None = entry
        while True:
            text = self._lines[self.line - 1]
            if self._column > len(text):
                if not self._next_line():
                    return
                continue
            char = text[self._column - 1]
            if char in "[{":
                current = current or stack[-1].add(None, self._place)
                block = Block(current, is_list=char == "[", is_flow=True)
                if current.value is None:
                    current.value = block
                stack.append(block)
                current = None
                self._column += 1
            elif char in "]}":
                self._column += 1
                block = stack.pop()
                block.end = self._place
                current = block.owner
                if not stack:
                    return
            elif char == ",":
                current = None
                self._column += 1
            elif char.isspace():
                self._column += 1
            elif char == "#" and (self._column == 1 or text[self._column - 2].isspace()):
                self._column = len(text) + 1
            elif char == ":" and current is not None and current.key is None and isinstance(current.value, Word):
                current.key, current.value = current.value, None
                self._column += 1
            elif char in "&!" and (match := _PROPERTY.match(text, self._column - 1)) is not None:
                self._column = match.end() + 1
            elif char in "\"'":
                current = self._free_entry(current, stack[-1])
                current.value = self._quoted(in_flow=True)
            else:
                current = self._plain(text, current, stack[-1])

    @property
    def _place(self) -> tuple[int, int]:
        return self.line, self._column

    def _free_entry(self, current: Entry | None, block: Block) -> Entry:
        """Return the entry a value goes to: the current one, or a new one of the block where that has a value."""
        return current if current is not None and current.value is None else block.add(None, self._place)

    def _plain(self, text: str, current: Entry | None, block: Block) -> Entry:
        match = _PLAIN_END.search(text, self._column)
        end = match.start() if match is not None else len(text)
        word = text[self._column - 1 : end].rstrip()
        stop = self.line, self._column + len(word)
        if current is not None and isinstance(current.value, Word) and not current.value.quote:
            current.value = Word(f"{current.value.text} {word}", current.value.start, stop)
        else:
            current = self._free_entry(current, block)
            current.value = Word(word, self._place, stop)
        self._column = max(end, self._column) + 1 if not word else stop[1]
        return current

    def _quoted(self, *, in_flow: bool) -> Word:
        start = self._place
        quote = self._lines[self.line - 1][self._column - 1]
        pieces: list[str] = []
        index = self._column
        for number in range(self.line, len(self._lines) + 1):
            text = self._lines[number - 1]
            if number > self.line and not self._belongs(text):
                break
            end = _closing_quote(text, index, quote)
            if end is not None:
                pieces.append(text[index:end].strip() if pieces else text[index:end])
                self.line, self._column = number, end + 2
                return Word(" ".join(pieces), start, self._place, quote)
            pieces.append(text[index:] if number == self.line else text.strip())
            index = 0
        text = self._lines[self.line - 1]
        match = re.search(r"[,\]}]", text[start[1] :]) if in_flow else None
        self._column = start[1] + 1 + match.start() if match is not None else len(text) + 1
        word = text[start[1] : self._column - 1].rstrip()
        return Word(word, start, (self.line, start[1] + 1 + len(word)), quote, is_closed=False)

    def _next_line(self) -> bool:
        if self.line >= len(self._lines) or not self._belongs(self._lines[self.line]):
            return False
        self.line, self._column = self.line + 1, 1
        return True

    def _belongs(self, text: str) -> bool:
        stripped = text.lstrip()
        return not stripped or stripped[0] in "]}" or len(text) - len(stripped) + 1 > self._parent_column


def _closing_quote(text: str, index: int, quote: str) -> int | None:
    """Return the index of the closing quote in a line from an index on, None when the line has none."""
    while index < len(text):
        if quote == '"' and text[index] == "\\":
            index += 2
        elif text[index] != quote:
            index += 1
        elif quote == "'" and text[index + 1 : index + 2] == "'":
            index += 2
        else:
            return index
    return None
