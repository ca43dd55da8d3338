"""The nodes of a YAML text, which know their place."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.model.rules import Problem
from coupling_lsp.text import Span


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


class YamlDocument(NamedTuple):
    """The root of a file, what was wrong, and whether reading stopped before its end: inside the `open_nodes`."""

    root: Node | None
    problems: list[Problem]
    broken: bool
    open_nodes: list[Node]


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield the plain values of a value that may be one or a list."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item
