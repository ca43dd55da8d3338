"""Counts in words, as every report tells them."""

from collections import Counter
from collections.abc import Iterable

from coupling_lsp.features.wording import count
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.edges import Edge


def edges_by_kind(edges: Iterable[Edge]) -> str:
    """`5 edges (2 schema, 1 ORM read, 2 imports)`."""
    found = list(edges)
    return count(len(found), "edge") + (f" ({by_kind(found)})" if found else "")


def by_kind(edges: Iterable[Edge]) -> str:
    """`2 schema, 1 ORM read, 2 imports`."""
    numbers = Counter(edge.kind for edge in edges)
    return ", ".join(kind.counted(numbers[kind.name]) for kind in EDGE_KINDS.values() if numbers[kind.name])


def not_resolved(number: int) -> str:
    """How many places could not be resolved."""
    return (
        f"{count(number, 'place') if number else 'no place'} could not be resolved"
        if number
        else "every place resolved"
    )


def seconds(duration: float) -> str:
    """A duration as people say it: `0.4 s`."""
    return f"{duration:.1f} s" if duration >= 0.1 else f"{duration * 1000:.0f} ms"
