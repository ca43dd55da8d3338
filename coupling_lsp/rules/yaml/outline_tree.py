"""The parts of an outline: words with their places, entries, and the mappings and lists they stand in."""

from collections.abc import Iterator

from coupling_lsp.text import Span


class Word:
    """A key or a plain value as written, without its quotes; `inner` is the span between them."""

    __slots__ = ("end", "is_closed", "quote", "start", "text")

    def __init__(
        self, text: str, start: tuple[int, int], end: tuple[int, int], quote: str = "", *, is_closed: bool = True
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.quote = quote
        self.is_closed = is_closed

    @property
    def span(self) -> Span:
        """Where the word stands, quotes included."""
        return Span(*self.start, *self.end)

    @property
    def inner(self) -> Span:
        """Where the word stands, quotes left out."""
        n_open, n_close = len(self.quote), len(self.quote) if self.is_closed else 0
        return Span(self.start[0], self.start[1] + n_open, self.end[0], self.end[1] - n_close)

    @property
    def is_text(self) -> bool:
        """Whether the word goes over several lines, or begins with the sign of a block that may."""
        return self.start[0] != self.end[0] or (not self.quote and self.text[:1] in ("|", ">"))


class Entry:
    """A key with its value, or an item of a list. `bare` is an item without its dash, or a value without a key."""

    __slots__ = ("bare", "key", "parent", "start", "value")

    def __init__(self, parent: "Block", key: Word | None, start: tuple[int, int], *, bare: bool) -> None:
        self.parent = parent
        self.key = key
        self.start = start
        self.bare = bare
        self.value: Word | Block | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the keys around this entry and of its own, the outermost first; items of lists have none."""
        names = (self.key.text,) if self.key is not None else ()
        return (*self.parent.path, *names)

    @property
    def end(self) -> tuple[int, int]:
        """Line and column behind the last word of the entry."""
        ends = [self.start, *([self.key.end] if self.key is not None else [])]
        values = [self.value]
        while values:
            value = values.pop()
            if value is not None:
                ends.append(value.end)
            if isinstance(value, Block):
                ends += [child.key.end for child in value.children if child.key is not None]
                ends += [child.start for child in value.children]
                values += [child.value for child in value.children]
        return max(ends)


class Block:
    """A mapping or a list; `owner` is the entry whose value it is, `end` where its closing bracket was seen."""

    __slots__ = ("children", "end", "is_flow", "is_list", "owner")

    def __init__(self, owner: Entry | None, *, is_list: bool, is_flow: bool = False) -> None:
        self.owner = owner
        self.is_list = is_list
        self.is_flow = is_flow
        self.children: list[Entry] = []
        self.end = (1, 1)

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the keys around this block, the outermost first."""
        names: list[str] = []
        owner = self.owner
        while owner is not None:
            if owner.key is not None:
                names.append(owner.key.text)
            owner = owner.parent.owner
        return tuple(reversed(names))

    @property
    def last(self) -> Entry | None:
        """The last entry, None when there is none."""
        return self.children[-1] if self.children else None

    def add(self, key: Word | None, start: tuple[int, int], *, bare: bool = False) -> Entry:
        """Return a new entry at the end."""
        entry = Entry(self, key, start, bare=bare)
        self.children.append(entry)
        return entry

    def entry(self, name: str) -> Entry | None:
        """Return the first entry with a key of some name."""
        return next((it for it in self.children if it.key is not None and it.key.text == name), None)

    def items(self, name: str) -> "list[Block]":
        """Return the mappings in the list behind a key."""
        entry = self.entry(name)
        value = entry.value if entry is not None else None
        children = value.children if isinstance(value, Block) else []
        return [it.value for it in children if isinstance(it.value, Block)]

    def words(self, name: str) -> list[Word]:
        """Return the plain values behind a key: one, or those of a list."""
        entry = self.entry(name)
        return list(words(entry)) if entry is not None else []


def words(entry: Entry) -> Iterator[Word]:
    """Yield the plain values of an entry: one, or those of a list, also of a list in it."""
    pending = [entry]
    while pending:
        value = pending.pop().value
        if isinstance(value, Word):
            yield value
        elif value is not None:
            pending += [child for child in reversed(value.children) if child.key is None]


def walk(block: Block) -> Iterator[Entry]:
    """Yield all entries in and below a block, in the order they are written."""
    pending = list(reversed(block.children))
    while pending:
        entry = pending.pop()
        yield entry
        if isinstance(entry.value, Block):
            pending += reversed(entry.value.children)
