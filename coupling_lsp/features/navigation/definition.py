"""Ways out of a place: to what a reference leads to, to the rule that decides, from a rule to what it names."""

from collections.abc import Iterator

from coupling_lsp.features.navigation import rule_places
from coupling_lsp.features.navigation.places import definition_place, edges_at
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import DECLARED, Edge
from coupling_lsp.model.facts import Sites
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.snapshot.class_places import class_place
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


def definition(snapshot: Snapshot, path: str, line: int, column: int, read_text: ReadText) -> list[Link]:
    """From a reference to the definition of its target, strings included; in the rules file to what is named.

    A reference by a variable has none: the variable is defined in its own file, and its class is its type.
    """
    if path and path == snapshot.ruleset.path:
        return list(rule_places.links_at(snapshot, line, column, read_text))
    return list(
        dict.fromkeys(
            Link(span, place)
            for edge, _, span in edges_at(snapshot, path, line, column)
            if not _is_by_variable(snapshot, edge) and not _is_before_name(path, span, column, read_text)
            if (place := definition_place(snapshot, edge.to_module, edge.to_symbol, read_text)) is not None
        )
    )


def type_definition(snapshot: Snapshot, path: str, line: int, column: int, _read_text: ReadText) -> list[Link]:
    """From a reference, also one by a variable, to the model behind it."""
    return list(dict.fromkeys(_models(snapshot, path, line, column)))


def declaration(snapshot: Snapshot, path: str, line: int, column: int, _read_text: ReadText) -> list[Link]:
    """From a reference to the rule that decides on it."""
    return list(
        dict.fromkeys(
            Link(span, Place(snapshot.ruleset.path, decision.rule.span))
            for _, decision, span in edges_at(snapshot, path, line, column)
            if decision.rule is not None
        )
    )


def _models(snapshot: Snapshot, path: str, line: int, column: int) -> Iterator[Link]:
    for edge, _, span in edges_at(snapshot, path, line, column):
        place = class_place(snapshot, edge.to_module, edge.to_symbol) if edge.symbol_kind == "model" else None
        if place is not None:
            yield Link(span, place)


def _is_by_variable(snapshot: Snapshot, edge: Edge) -> bool:
    facts = snapshot.index.facts[edge.path]
    number = edge.site - Sites.of(facts).accesses
    if not edge.kind.startswith("orm") or edge.mechanism == DECLARED:
        return False
    return number >= len(facts.accesses) or not facts.accesses[number].manager


def _is_before_name(path: str, span: Span, column: int, read_text: ReadText) -> bool:
    """Return whether the caret is before the last name of a reference such as `billing.models.Invoice`.

    The names in front have definitions of their own.
    """
    text = read_text(path)
    reference = text.slice(span) if text is not None else ""
    return reference.replace(".", "").isidentifier() and column < span.end_column - len(reference.rpartition(".")[2])
