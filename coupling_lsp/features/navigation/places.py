"""The edges at a place of a file, and the places where the symbols they lead to are defined."""

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Place
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.class_places import class_place
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source import definitions
from coupling_lsp.text import WHOLE_FIRST_LINE, Span


def edges_at(snapshot: Snapshot, path: str, line: int, column: int) -> list[tuple[Edge, Decision, Span]]:
    """Return the edges of the smallest reference that the caret touches."""
    touched_edges = [
        (edge, decision, span)
        for edge, decision in snapshot.edges_of(path)
        if (span := snapshot.span(path, edge.site)).contains(line, column)
    ]
    smallest = min((span.size() for _, _, span in touched_edges), default=(0, 0))
    return [it for it in touched_edges if it[2].size() == smallest]


def definition_place(snapshot: Snapshot, module: str, symbol: str, read_text: ReadText) -> Place | None:
    """Return where a class, function, constant or module is written; None for what no file of the project defines."""
    place = class_place(snapshot, module, symbol)
    if place is None or place.span != WHOLE_FIRST_LINE or symbol in ("", "*"):
        return place
    for source in _with_star_imports(snapshot, module):
        path = snapshot.index.names.modules.paths[source]
        text = read_text(path)
        span = definitions.definition(text, symbol.partition(".")[0]) if text is not None else None
        if span is not None:
            return Place(path, span)
    return None


def _with_star_imports(snapshot: Snapshot, module: str) -> list[str]:
    """Return a module, and those whose names star imports bring into it."""
    names = snapshot.index.names
    modules = [module]
    for source in modules:
        facts = names.facts(source)
        stars = (it for it in facts.imports if it.name == "*" and not it.local) if facts is not None else ()
        imported_modules = [names.modules.absolute(it.module, it.level, source) for it in stars]
        modules += [it for it in dict.fromkeys(imported_modules) if it in names.modules.paths and it not in modules]
    return modules
