"""Counts in words."""

from collections import Counter
from collections.abc import Iterable

from coupling_lsp.features.words import count
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.edges import Edge


def edges_by_kind(edges: Iterable[Edge]) -> str:
    """Return `5 edges (2 schema, 1 ORM read, 2 imports)`."""
    edge_list = list(edges)
    return count(len(edge_list), "edge") + (f" ({counts_by_kind(edge_list)})" if edge_list else "")


def counts_by_kind(edges: Iterable[Edge]) -> str:
    """Return `2 schema, 1 ORM read, 2 imports`."""
    numbers = Counter(edge.kind for edge in edges)
    return ", ".join(kind.counted(numbers[kind.name]) for kind in EDGE_KINDS.values() if numbers[kind.name])


def unresolved_count(number: int) -> str:
    """Return `3 places could not be resolved`, or `every place resolved`."""
    return f"{count(number, 'place')} could not be resolved" if number else "every place resolved"


def duration_text(duration: float) -> str:
    """Return a duration in seconds or milliseconds: `0.4 s`, `35 ms`."""
    return f"{duration:.1f} s" if duration >= 0.1 else f"{duration * 1000:.0f} ms"
