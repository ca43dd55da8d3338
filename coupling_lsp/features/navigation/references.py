"""Who uses a symbol of an app in other apps, and which edges a rule decides."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.features.navigation import rule_places
from coupling_lsp.features.navigation.places import Read, defined, edges_at
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
    snapshot: Snapshot, path: str, line: int, column: int, read: Read, *, declared: bool = False
) -> list[Place]:
    """The places that use what stands at a line and column, from 1; `declared` adds where it is defined.

    At a reference to another app these are all edges to the same target, at a definition the uses in other apps, in
    the rules file the edges that the rule decides.
    """
    if path and path == snapshot.ruleset.path:
        rule = rule_places.rule_at(snapshot, line, column, read)
        return [_place(snapshot, edge) for edge, decision in snapshot.edges() if decision.rule is rule] if rule else []
    found: list[Place] = []
    for module, symbol in dict.fromkeys(_symbols(snapshot, path, line, column, read)):
        found += [it.place for it in uses(snapshot, module, symbol, read)]
        if declared and found and (place := defined(snapshot, module, symbol, read)) is not None:
            found.append(place)
    return sorted(dict.fromkeys(found))


def uses(snapshot: Snapshot, module: str, symbol: str, read: Read) -> list[Use]:
    """The uses of a symbol in other apps: the edges to it, and the attributes taken of a module imported whole."""
    found = [Use(_place(snapshot, edge), edge, decision) for edge, decision in snapshot.uses.get((module, symbol), ())]
    if symbol and all(it.edge.symbol_kind != "model" for it in found):
        found += (it for it, name in through_module(snapshot, module, read) if name == symbol)
    return found


def through_module(snapshot: Snapshot, module: str, read: Read) -> Iterator[tuple[Use, str]]:
    """The names of a module that other apps take as its attributes, as in `services.pay()`."""
    names = snapshot.index.names
    for package in _passing_on(snapshot, module):
        for edge, decision in snapshot.uses.get((package, ""), ()):
            bound = _bound(snapshot, edge)
            text = read(edge.path) if bound else None
            for name, span in definitions.attributes(text, bound) if text is not None else ():
                if names.member(package, name, Dependencies())[:2] == (module, name):
                    yield Use(Place(edge.path, span), edge, decision), name


def _passing_on(snapshot: Snapshot, module: str) -> Iterator[str]:
    """A module, and the packages around it inside its app: they may pass its names on."""
    owner = snapshot.index.apps.owner(module)
    while module and snapshot.index.apps.owner(module) == owner:
        yield module
        module = module.rpartition(".")[0]


def _bound(snapshot: Snapshot, edge: Edge) -> str:
    """The name an import gives to a whole module; nothing for a name that the file gives to something else too."""
    imports = snapshot.index.facts[edge.path].imports
    if edge.kind != "import" or edge.mechanism == "dynamic":
        return ""
    it = imports[edge.site]
    others = {(other.module, other.name, other.level) for other in imports if other.bound == it.bound}
    return it.bound if len(others) == 1 else ""


def _symbols(snapshot: Snapshot, path: str, line: int, column: int, read: Read) -> Iterator[Symbol]:
    """What the reference at a place leads to, else what is defined there."""
    here = edges_at(snapshot, path, line, column)
    if here:
        yield from ((edge.to_module, edge.to_symbol) for edge, _, _ in here)
        return
    extraction = snapshot.extractions.get(path)
    module = snapshot.index.names.modules.names.get(path)
    if extraction is None or module is None:
        return
    for it, site in class_sites(extraction.facts):
        if extraction.span(site).contains(line, column):
            yield module, it.name
    text = read(path)
    for name, span in definitions.definitions(text) if text is not None else ():
        if span.contains(line, column):
            yield module, name


def _place(snapshot: Snapshot, edge: Edge) -> Place:
    return Place(edge.path, snapshot.span(edge.path, edge.site))
