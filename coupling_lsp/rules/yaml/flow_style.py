"""Quoted words, and what stands in brackets and braces, of a text that may be unfinished."""

import re

from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word

_PLAIN_END = re.compile(r"[,\[\]{}]|:(?=[\s,\[\]{}]|$)|(?<=\s)#")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


class Scanner:
    """Reads one value. It ends with its bracket or quote, and at the latest before a line that begins no deeper."""

    def __init__(self, lines: list[str], start: tuple[int, int], column: int) -> None:
        """`start` is the line and column of the value; what begins behind `column` belongs to it."""
        self._lines = lines
        self.line, self._at = start
        self._column = column

    def read(self, entry: Entry) -> None:
        """Read the value into an entry; afterwards `line` is the last line that belongs to it."""
        text = self._lines[self.line - 1]
        if text[self._at - 1] in "\"'":
            entry.value = self._quoted(in_flow=False)
            return
        stack: list[Block] = []
        current: Entry | None = entry
        while True:
            text = self._lines[self.line - 1]
            if self._at > len(text):
                if not self._next_line():
                    return
                continue
            char = text[self._at - 1]
            if char in "[{":
                current = current or stack[-1].add(None, self._place)
                block = Block(current, is_list=char == "[", is_flow=True)
                if current.value is None:
                    current.value = block
                stack.append(block)
                current = None
                self._at += 1
            elif char in "]}":
                self._at += 1
                block = stack.pop()
                block.end = self._place
                current = block.owner
                if not stack:
                    return
            elif char == ",":
                current = None
                self._at += 1
            elif char.isspace():
                self._at += 1
            elif char == "#" and (self._at == 1 or text[self._at - 2].isspace()):
                self._at = len(text) + 1
            elif char == ":" and current is not None and current.key is None and isinstance(current.value, Word):
                current.key, current.value = current.value, None
                self._at += 1
            elif char in "&!" and (match := _PROPERTY.match(text, self._at - 1)) is not None:
                self._at = match.end() + 1
            elif char in "\"'":
                current = self._fresh(current, stack[-1])
                current.value = self._quoted(in_flow=True)
            else:
                current = self._plain(text, current, stack[-1])

    @property
    def _place(self) -> tuple[int, int]:
        return self.line, self._at

    def _fresh(self, current: Entry | None, block: Block) -> Entry:
        """The entry a value goes to."""
        return current if current is not None and current.value is None else block.add(None, self._place)

    def _plain(self, text: str, current: Entry | None, block: Block) -> Entry:
        match = _PLAIN_END.search(text, self._at)
        end = match.start() if match is not None else len(text)
        written = text[self._at - 1 : end].rstrip()
        stop = self.line, self._at + len(written)
        if current is not None and isinstance(current.value, Word) and not current.value.quote:
            current.value = Word(f"{current.value.text} {written}", current.value.start, stop)
        else:
            current = self._fresh(current, block)
            current.value = Word(written, self._place, stop)
        self._at = max(end, self._at) + 1 if not written else stop[1]
        return current

    def _quoted(self, *, in_flow: bool) -> Word:
        start = self._place
        quote = self._lines[self.line - 1][self._at - 1]
        found: list[str] = []
        at = self._at
        for number in range(self.line, len(self._lines) + 1):
            text = self._lines[number - 1]
            if number > self.line and not self._belongs(text):
                break
            end = _closing(text, at, quote)
            if end is not None:
                found.append(text[at:end].strip() if found else text[at:end])
                self.line, self._at = number, end + 2
                return Word(" ".join(found), start, self._place, quote)
            found.append(text[at:] if number == self.line else text.strip())
            at = 0
        text = self._lines[self.line - 1]
        match = re.search(r"[,\]}]", text[start[1] :]) if in_flow else None
        self._at = start[1] + 1 + match.start() if match is not None else len(text) + 1
        written = text[start[1] : self._at - 1].rstrip()
        return Word(written, start, (self.line, start[1] + 1 + len(written)), quote, closed=False)

    def _next_line(self) -> bool:
        if self.line >= len(self._lines) or not self._belongs(self._lines[self.line]):
            return False
        self.line, self._at = self.line + 1, 1
        return True

    def _belongs(self, text: str) -> bool:
        stripped = text.lstrip()
        return not stripped or stripped[0] in "]}" or len(text) - len(stripped) + 1 > self._column


def _closing(text: str, at: int, quote: str) -> int | None:
    """The index of the closing quote in a line from an index on."""
    while at < len(text):
        if quote == '"' and text[at] == "\\":
            at += 2
        elif text[at] != quote:
            at += 1
        elif quote == "'" and text[at + 1 : at + 2] == "'":
            at += 2
        else:
            return at
    return None
