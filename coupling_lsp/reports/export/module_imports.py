"""The imports of a project as import-linter sees them: from module to module, whether in a function, a test or not.

Each import between two apps carries what the rules say of it, so that a contract can except the ones agreed to.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from coupling_lsp.index.symbols.import_graph import Linking
from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Contract, Decision, Rule
from coupling_lsp.rules.contracts import is_excepted
from coupling_lsp.snapshot.state import Snapshot

Status = Literal["unseen", "test", "shared", "silenced", "approved", "debt", "open"]
"""What the rules say of an import: nothing (migrations, names of the app itself) … not agreed to. The last one wins."""

STATUSES: tuple[Status, ...] = ("unseen", "test", "shared", "silenced", "approved", "debt", "open")

_VERDICTS: dict[str, Status] = {"approved": "approved", "tech-debt": "debt"}


class Crossing(NamedTuple):
    """An import from a module of one app to a module of another, with the edges that contracts count."""

    importer: str
    imported: str
    app: str
    to_app: str
    status: Status
    counted: tuple[Edge, ...]
    rules: tuple[Rule, ...]

    @property
    def written(self) -> str:
        """The import as `ignore_imports` names it."""
        return f"{self.importer} -> {self.imported}"

    @property
    def exempt(self) -> bool:
        """Whether no contract counts it."""
        return not self.counted


class ModuleImports:
    """The modules import-linter finds from the packages of the apps, and the imports between them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.rules = snapshot.ruleset.rules
        modules = snapshot.index.names.modules
        self._linking = Linking(modules)
        found = {label: app for label, app in snapshot.apps.items() if self._linking.is_found(app.package)}
        self.apps: dict[str, App] = {label: it for label, it in found.items() if modules.is_package(it.package)}
        self.left_out = tuple(label for label in snapshot.apps if label not in self.apps)
        self.roots = tuple(sorted({app.package.partition(".")[0] for app in self.apps.values()}))

    def packages(self, labels: Iterable[str]) -> tuple[str, ...]:
        """The packages of apps, by name."""
        return tuple(sorted(self.apps[label].package for label in labels if label in self.apps))

    def owner(self, module: str) -> str:
        """The app a module belongs to, or nothing."""
        return self._snapshot.index.apps.owner(module)

    def is_exempt(self, it: Crossing, contract: Contract) -> bool:
        """Whether a contract does not count an import, as it is one of a test, or one the contract ignores."""
        return all(is_excepted(contract, edge, self._snapshot.apps) for edge in it.counted)

    def leads_into(self, it: Crossing, labels: Iterable[str]) -> bool:
        """Whether an import leads into the packages of some apps; the package of one app may lie in that of another."""
        return any(f"{it.imported}.".startswith(f"{package}.") for package in self.packages(labels))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """The imports: from module, to module, each with its places as path and site."""
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for path, facts in sorted(self._snapshot.index.facts.items()):
            links = self._linking.links(path, facts)
            for imported, site in links.imported:
                if imported != links.importer and self._linking.is_found(imported):
                    found.setdefault((links.importer, imported), []).append((path, site))
        return found

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The imports between two apps, by apps and modules."""
        found = []
        for (importer, imported), places in self.pairs.items():
            app, to_app = self.owner(importer), self.owner(imported)
            if app in self.apps and to_app in self.apps and app != to_app:
                found.append(self._crossing(importer, imported, places))
        return tuple(sorted(found, key=lambda it: (it.app, it.to_app, it.importer, it.imported)))

    def reached(self, start: str, ends: frozenset[str], without: frozenset[str]) -> set[str]:
        """Which of some apps an app imports, directly or by way of modules in none of them; `without` some imports."""
        following: dict[str, list[str]] = {}
        for importer, imported in self.pairs:
            if f"{importer} -> {imported}" not in without:
                following.setdefault(importer, []).append(imported)
        waiting = [it for it in following if self.owner(it) == start]
        seen = set(waiting)
        while waiting:
            for module in following.get(waiting.pop(), ()):
                if module not in seen:
                    seen.add(module)
                    waiting += [module] if self.owner(module) not in ends else []
        return {self.owner(it) for it in seen} & ends - {start}

    def _crossing(self, importer: str, imported: str, places: list[tuple[str, int]]) -> Crossing:
        app, to_app = self.owner(importer), self.owner(imported)
        statuses: set[Status] = {"shared" if self.apps[to_app].shared else "unseen"}
        rules: dict[str, Rule] = {}
        counted: list[Edge] = []
        for path, site in places:
            for edge, decision in self._edges(path, site):
                silenced = self._silenced(path, site)
                statuses.add(_status(edge, decision, bool({"", "undeclared-edge", "forbidden-edge"} & silenced)))
                counts = edge.to_app == to_app and not edge.test and not {"", "contract-broken"} & silenced
                counted += [edge] if counts else []  # A name this app only passes on is an edge to the app it is of.
                if decision.rule is not None:
                    rules[decision.rule.id] = decision.rule
        status = max(statuses, key=STATUSES.index)
        return Crossing(importer, imported, app, to_app, status, tuple(counted), tuple(rules.values()))

    def _edges(self, path: str, site: int) -> Iterator[tuple[Edge, Decision]]:
        return (it for it in self._snapshot.edges_of(path) if it[0].kind == "import" and it[0].site == site)

    def _silenced(self, path: str, site: int) -> set[str]:
        """The codes a comment silences at a place; an empty one stands for all."""
        extraction = self._snapshot.extractions[path]
        line = extraction.span(site).line
        return {code for it in extraction.ignores if it.line == line for code in it.codes or ("",)}


def _status(edge: Edge, decision: Decision, silenced: bool) -> Status:
    if edge.test:
        return "test"
    status = _VERDICTS.get(decision.verdict, "open")
    return "silenced" if silenced and status == "open" else status
