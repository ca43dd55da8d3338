"""What stands at a place of a file, and where the things it leads to are written."""

from collections.abc import Callable

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Place
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source import definitions
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text

Read = Callable[[str], Text | None]
"""The text of a file by its path in the snapshot: as the editor has it, else as the disk has it."""


def edges_at(snapshot: Snapshot, path: str, line: int, column: int) -> list[tuple[Edge, Decision, Span]]:
    """The edges of the smallest reference that the caret touches."""
    here = [
        (edge, decision, span)
        for edge, decision in snapshot.edges_of(path)
        if (span := snapshot.span(path, edge.site)).contains(line, column)
    ]
    smallest = min((_size(span) for _, _, span in here), default=(0, 0))
    return [it for it in here if _size(it[2]) == smallest]


def defined(snapshot: Snapshot, module: str, symbol: str, read: Read) -> Place | None:
    """Where a class, a function, a constant or a module is written; None for what no file of the project defines."""
    place = snapshot.definition(module, symbol)
    if place is None or place.span != WHOLE_FIRST_LINE or symbol in ("", "*"):
        return place
    for source in _with_stars(snapshot, module):
        path = snapshot.index.names.modules.paths[source]
        text = read(path)
        span = definitions.definition(text, symbol.partition(".")[0]) if text is not None else None
        if span is not None:
            return Place(path, span)
    return None


def _with_stars(snapshot: Snapshot, module: str) -> list[str]:
    """A module, and those whose names star imports bring into it."""
    names = snapshot.index.names
    found = [module]
    for source in found:
        facts = names.facts(source)
        stars = (it for it in facts.imports if it.name == "*" and not it.local) if facts is not None else ()
        brought = [names.modules.absolute(it.module, it.level, source) for it in stars]
        found += [it for it in dict.fromkeys(brought) if it in names.modules.paths and it not in found]
    return found


def _size(span: Span) -> tuple[int, int]:
    return span.end_line - span.line, span.end_column - span.column
