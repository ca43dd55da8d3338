"""Who uses a symbol of an app in other apps, and which edges a rule decides."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.features.navigation import rule_places
from coupling_lsp.features.navigation.places import definition_place, edges_at
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Place
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source import definitions

Symbol = tuple[str, str]
"""A module and a name in it; without a name the module itself."""


class Use(NamedTuple):
    """A place at which an app uses a symbol, and the edge that brings the symbol there."""

    place: Place
    edge: Edge
    decision: Decision


def references(
    snapshot: Snapshot, path: str, line: int, column: int, read_text: ReadText, *, with_definition: bool = False
) -> list[Place]:
    """Return the places that use what stands at a line and column, from 1.

    `with_definition` adds the place of its definition.

    At a reference to another app these are all edges to the same target, at a definition the uses in other apps, in
    the rules file the edges that the rule decides.
    """
    if path and path == snapshot.ruleset.path:
        rule = rule_places.rule_at(snapshot, line, column, read_text)
        return [_place(snapshot, edge) for edge, decision in snapshot.edges() if decision.rule is rule] if rule else []
    places: list[Place] = []
    for module, symbol in dict.fromkeys(_symbols(snapshot, path, line, column, read_text)):
        places += [it.place for it in uses(snapshot, module, symbol, read_text)]
        if with_definition and places and (place := definition_place(snapshot, module, symbol, read_text)) is not None:
            places.append(place)
    return sorted(dict.fromkeys(places))


def uses(snapshot: Snapshot, module: str, symbol: str, read_text: ReadText) -> list[Use]:
    """Return the uses of a symbol in other apps: edges to it, and attributes taken of a module imported whole."""
    symbol_uses = [
        Use(_place(snapshot, edge), edge, decision) for edge, decision in snapshot.uses.get((module, symbol), ())
    ]
    if symbol and all(it.edge.symbol_kind != "model" for it in symbol_uses):
        symbol_uses += (it for it, name in through_module(snapshot, module, read_text) if name == symbol)
    return symbol_uses


def through_module(snapshot: Snapshot, module: str, read_text: ReadText) -> Iterator[tuple[Use, str]]:
    """Yield the names of a module that other apps take as its attributes, as in `services.pay()`."""
    names = snapshot.index.names
    for package in _enclosing_packages(snapshot, module):
        for edge, decision in snapshot.uses.get((package, ""), ()):
            bound_name = _name_of_module(snapshot, edge)
            text = read_text(edge.path) if bound_name else None
            for name, span in definitions.attributes(text, bound_name) if text is not None else ():
                if names.member(package, name, Dependencies())[:2] == (module, name):
                    yield Use(Place(edge.path, span), edge, decision), name


def _enclosing_packages(snapshot: Snapshot, module: str) -> Iterator[str]:
    """Yield a module, and the packages around it inside its app: they may pass its names on."""
    owner = snapshot.index.apps.owner(module)
    while module and snapshot.index.apps.owner(module) == owner:
        yield module
        module = module.rpartition(".")[0]


def _name_of_module(snapshot: Snapshot, edge: Edge) -> str:
    """Return the name an import gives to a whole module; empty for a name that the file gives to others too."""
    imports = snapshot.index.facts[edge.path].imports
    if edge.kind != "import" or edge.mechanism == "dynamic":
        return ""
    statement = imports[edge.site]
    modules_of_name = {
        (other_import.module, other_import.name, other_import.level)
        for other_import in imports
        if other_import.bound == statement.bound
    }
    return statement.bound if len(modules_of_name) == 1 else ""


def _symbols(snapshot: Snapshot, path: str, line: int, column: int, read_text: ReadText) -> Iterator[Symbol]:
    """Yield what the reference at a place leads to, else what is defined there."""
    touched_edges = edges_at(snapshot, path, line, column)
    if touched_edges:
        yield from ((edge.to_module, edge.to_symbol) for edge, _, _ in touched_edges)
        return
    extraction = snapshot.extractions.get(path)
    module = snapshot.index.names.modules.names.get(path)
    if extraction is None or module is None:
        return
    for definition, site in class_sites(extraction.facts):
        if extraction.span(site).contains(line, column):
            yield module, definition.name
    text = read_text(path)
    for name, span in definitions.definitions(text) if text is not None else ():
        if span.contains(line, column):
            yield module, name


def _place(snapshot: Snapshot, edge: Edge) -> Place:
    return Place(edge.path, snapshot.span(edge.path, edge.site))
