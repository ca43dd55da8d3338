"""Imports from module to module, as import-linter sees them, with what the rules say of each.

Import-linter sees every import, also in functions and tests. An import between two apps has a status, so that a
contract can except those agreed to.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from coupling_lsp.graphs.search import breadth_first
from coupling_lsp.index.symbols.import_graph import Linking
from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Contract, Decision, Rule
from coupling_lsp.rules.contracts import is_excepted
from coupling_lsp.snapshot.state import Snapshot

Status = Literal["unseen", "test", "shared", "silenced", "approved", "debt", "open"]
"""What the rules say of an import. `unseen` is one that is never judged, as in migrations; `open` is not agreed to."""

STATUSES: tuple[Status, ...] = ("unseen", "test", "shared", "silenced", "approved", "debt", "open")
"""The statuses in their order; where an import has several, the last one counts."""

_VERDICTS: dict[str, Status] = {"approved": "approved", "tech-debt": "debt"}


class Crossing(NamedTuple):
    """An import from a module of one app to a module of another, with the edges of it that contracts count."""

    importer: str
    imported: str
    app: str
    to_app: str
    status: Status
    counted_edges: tuple[Edge, ...]
    rules: tuple[Rule, ...]

    @property
    def arrow_text(self) -> str:
        """The import as `ignore_imports` names it: `orders.views -> billing.models`."""
        return f"{self.importer} -> {self.imported}"


class ModuleImports:
    """The modules that import-linter finds below the packages of the apps, and the imports between them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.rules = snapshot.ruleset.rules
        modules = snapshot.index.names.modules
        self._linking = Linking(modules)
        found_apps = {label: app for label, app in snapshot.apps.items() if self._linking.is_found(app.package)}
        self.apps: dict[str, App] = {label: it for label, it in found_apps.items() if modules.is_package(it.package)}
        self.apps_left_out = tuple(label for label in snapshot.apps if label not in self.apps)
        self.roots = tuple(sorted({app.package.partition(".")[0] for app in self.apps.values()}))

    def packages(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the packages of apps, by name."""
        return tuple(sorted(self.apps[label].package for label in labels if label in self.apps))

    def owner(self, module: str) -> str:
        """Return the app a module belongs to, or nothing."""
        return self._snapshot.index.apps.owner(module)

    def is_exempt(self, crossing: Crossing, contract: Contract) -> bool:
        """Return whether a contract does not count an import, since it is in a test or the contract ignores it."""
        return all(is_excepted(contract, edge, self._snapshot.apps) for edge in crossing.counted_edges)

    def leads_into(self, crossing: Crossing, labels: Iterable[str]) -> bool:
        """Return whether an import leads into the packages of some apps, also where one package lies in another."""
        return any(f"{crossing.imported}.".startswith(f"{package}.") for package in self.packages(labels))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """The imports from module to module, each with its places as path and site."""
        places: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for path, facts in sorted(self._snapshot.index.facts.items()):
            links = self._linking.links(path, facts)
            for imported_module, site in links.imported:
                if imported_module != links.importer and self._linking.is_found(imported_module):
                    places.setdefault((links.importer, imported_module), []).append((path, site))
        return places

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The imports between two apps, by apps and modules."""
        app_crossings = []
        for (importer, imported_module), places in self.pairs.items():
            app, to_app = self.owner(importer), self.owner(imported_module)
            if app in self.apps and to_app in self.apps and app != to_app:
                app_crossings.append(self._crossing(importer, imported_module, places))
        return tuple(sorted(app_crossings, key=lambda it: (it.app, it.to_app, it.importer, it.imported)))

    def reachable_apps(self, start: str, ends: frozenset[str], ignored_imports: frozenset[str]) -> set[str]:
        """Return which of some apps an app imports, directly or through modules that belong to none of them."""
        imports_of: dict[str, list[str]] = {}
        for importer, imported_module in self.pairs:
            if f"{importer} -> {imported_module}" not in ignored_imports:
                imports_of.setdefault(importer, []).append(imported_module)
        starts = [it for it in imports_of if self.owner(it) == start]

        def successors(module: str) -> list[str]:
            is_end = self.owner(module) in ends - {start}
            return [] if is_end else imports_of.get(module, [])

        return {self.owner(it) for _, it in breadth_first(starts, successors)} & ends - {start}

    def _crossing(self, importer: str, imported_module: str, places: list[tuple[str, int]]) -> Crossing:
        app, to_app = self.owner(importer), self.owner(imported_module)
        statuses: set[Status] = {"shared" if self.apps[to_app].shared else "unseen"}
        rules: dict[str, Rule] = {}
        counted_edges: list[Edge] = []
        for path, site in places:
            for edge, decision in self._edges(path, site):
                silenced_codes = self._silenced(path, site)
                statuses.add(_status(edge, decision, bool({"", "undeclared-edge", "forbidden-edge"} & silenced_codes)))
                # A name that this app only re-exports is an edge to the app that defines it.
                is_counted = edge.to_app == to_app and not edge.test and not {"", "contract-broken"} & silenced_codes
                counted_edges += [edge] if is_counted else []
                if decision.rule is not None:
                    rules[decision.rule.id] = decision.rule
        status = max(statuses, key=STATUSES.index)
        return Crossing(importer, imported_module, app, to_app, status, tuple(counted_edges), tuple(rules.values()))

    def _edges(self, path: str, site: int) -> Iterator[tuple[Edge, Decision]]:
        return (it for it in self._snapshot.edges_of(path) if it[0].kind == "import" and it[0].site == site)

    def _silenced(self, path: str, site: int) -> set[str]:
        """Return the codes that a comment silences at a place; an empty one stands for all."""
        extraction = self._snapshot.extractions[path]
        line = extraction.span(site).line
        return {code for it in extraction.ignores if it.line == line for code in it.codes or ("",)}


def _status(edge: Edge, decision: Decision, is_silenced: bool) -> Status:
    if edge.test:
        return "test"
    status = _VERDICTS.get(decision.verdict, "open")
    return "silenced" if is_silenced and status == "open" else status
