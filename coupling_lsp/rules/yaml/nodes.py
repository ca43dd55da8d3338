"""YAML as nodes that know their place. Only plain data is read: no tags, bounded size and depth, safe aliases."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from coupling_lsp.model.rules import Problem
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 24
_MAX_ALIASES = 1_000
"""Beyond any of these bounds the rest of a text is not read."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG = "tag:yaml.org,2002:"
_KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")


class Scalar(NamedTuple):
    """A single value, plain or quoted, as text."""

    value: str
    span: Span


class Sequence(NamedTuple):
    """A list of nodes."""

    items: "list[Node]"
    span: Span


class Mapping(NamedTuple):
    """Keys and values in order; a key that is no scalar is left out and reported."""

    items: "list[tuple[Scalar, Node]]"
    span: Span

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, None without it."""
        return next((value for name, value in self.items if name.value == key), None)

    def key(self, key: str) -> Scalar | None:
        """Return a key itself, to point at it."""
        return next((name for name, _ in self.items if name.value == key), None)


Node = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """The root of a file, what was wrong, and whether reading stopped before its end: inside the `open_nodes`."""

    root: Node | None
    problems: list[Problem]
    broken: bool
    open_nodes: list[Node]


def parse(text: Text) -> Document:
    """Return the document of a YAML text; a syntax error keeps what stands before it."""
    if len(text.data) > _MAX_BYTES:
        problem = Problem(f"The file is larger than {_MAX_BYTES // 1000} kB, so it is not read", WHOLE_FIRST_LINE)
        return Document(None, [problem], True, [])
    builder = _Builder(_Spans(text))
    try:
        for event in yaml.parse(str(text), Loader=_LOADER):
            builder.add(event)
            if builder.overflow:
                return Document(builder.root, builder.problems, True, builder.open_nodes())
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, builder.spans))
        return Document(builder.root, builder.problems, True, builder.open_nodes())
    return Document(builder.root, builder.problems, False, [])


class _Spans:
    """Spans from character offsets, with line ends as editors count them."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._starts = [0]
        for number in range(1, len(text.starts)):
            part = text.data[text.starts[number - 1] : text.starts[number]]
            self._starts.append(self._starts[-1] + (len(part) if text.ascii else len(part.decode())))
        self._end = self._starts[-1] + len(text.data[text.starts[-1] :].decode())

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets; what lies behind the end is at the end."""
        return Span(*self._place(min(start, self._end)), *self._place(min(end, self._end)))

    def character(self, offset: int) -> Span:
        """Return the span of the character at an offset, an empty one at the end of a line."""
        line, column = self._place(min(offset, self._end))
        return Span(line, column, line, min(column + 1, len(self._text.line(line)) + 1))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Builder:
    """Nodes from events, without recursion."""

    def __init__(self, spans: _Spans) -> None:
        self.spans = spans
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.overflow = False
        self._open: list[tuple[Sequence | Mapping, Scalar | None]] = []
        self._anchors: dict[str, Node] = {}
        self._n_aliases = 0

    def open_nodes(self) -> list[Node]:
        """Return the nodes that are begun and not ended."""
        return [node for node, _ in self._open]

    def add(self, event: yaml.Event) -> None:
        """Add what the next event of the parser says."""
        span = self._span(event)
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", span)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, span)
            self._attach(Scalar(event.value, span), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin(Sequence([], span), event.anchor, event.tag)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin(Mapping([], span), event.anchor, event.tag)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return self.spans.span(start.index, end.index) if start and end else WHOLE_FIRST_LINE

    def _begin(self, node: Sequence | Mapping, anchor: str | None, tag: str | None) -> None:
        self._check_tag(tag, node.span)
        self._attach(node, anchor)
        self._open.append((node, None))
        if len(self._open) > _MAX_DEPTH:
            self.problems.append(
                Problem(f"Nested more than {_MAX_DEPTH} levels deep, so the rest is not read", node.span)
            )
            self.overflow = True

    def _alias(self, anchor: str, span: Span) -> None:
        self._n_aliases += 1
        if self._n_aliases > _MAX_ALIASES:
            self.problems.append(Problem(f"More than {_MAX_ALIASES} aliases, so the rest is not read", span))
            self.overflow = True
        anchored_node = self._anchors.get(anchor)
        if anchored_node is None:
            self.problems.append(Problem(f"No anchor `&{anchor}` stands before this alias", span))
        self._attach(anchored_node if anchored_node is not None else Scalar("", span), None)

    def _attach(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            if self.root is None:
                self.root = node
            else:
                self.problems.append(Problem("Only the first document of the file is read", node.span))
            return
        parent, key = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            if not isinstance(node, Scalar):
                self.problems.append(Problem("A key must be plain text", node.span))
                node = Scalar("", node.span)
            self._open[-1] = parent, node
        else:
            parent.items.append((key, node))
            self._open[-1] = parent, None

    def _check_tag(self, tag: str | None, span: Span) -> None:
        if tag and tag != "!" and tag not in [_CORE_TAG + kind for kind in _KINDS]:
            self.problems.append(Problem("Tags are not read here; write plain values", span))


def _syntax_problem(error: yaml.YAMLError, spans: _Spans) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = getattr(error, "position", None)
    offset = mark.index if mark is not None else position if isinstance(position, int) else 0
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return Problem(f"Not valid YAML: {reason}", spans.character(offset))


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield the plain values of a value that may be one or a list."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item
