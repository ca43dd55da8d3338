"""Counts in words."""

from collections import Counter
from collections.abc import Iterable

from coupling_lsp.features.words import count
from coupling_lsp.model.edges import KINDS, Edge, Kind

NOUNS: dict[Kind, str] = {
    "schema": "schema",
    "orm-read": "ORM read",
    "orm-write": "ORM write",
    "import": "import",
    "join": "join",
    "signal": "signal",
    "task": "task",
    "command": "command",
    "url": "URL",
    "patch": "patched name",
    "sql": "SQL table",
    "migration": "migration",
}
"""How reports call an edge of each kind, in the singular."""


def edges_by_kind(edges: Iterable[Edge]) -> str:
    """Return `5 edges (2 schema, 1 ORM read, 2 imports)`."""
    edge_list = list(edges)
    return count(len(edge_list), "edge") + (f" ({counts_by_kind(edge_list)})" if edge_list else "")


def counts_by_kind(edges: Iterable[Edge]) -> str:
    """Return `2 schema, 1 ORM read, 2 imports`."""
    numbers = Counter(edge.kind for edge in edges)
    return ", ".join(_kind_count(numbers[kind], NOUNS[kind]) for kind in KINDS if numbers[kind])


def unresolved_count(number: int) -> str:
    """Return `3 places could not be resolved`, or `every place resolved`."""
    return (
        f"{count(number, 'place') if number else 'no place'} could not be resolved"
        if number
        else "every place resolved"
    )


def duration_text(duration: float) -> str:
    """Return a duration in seconds or milliseconds: `0.4 s`, `35 ms`."""
    return f"{duration:.1f} s" if duration >= 0.1 else f"{duration * 1000:.0f} ms"


def _kind_count(number: int, noun: str) -> str:
    return f"{number} {noun}" if noun == "schema" else count(number, noun)
