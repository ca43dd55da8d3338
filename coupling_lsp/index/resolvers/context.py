"""What resolving one file needs to know, and what it gives."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.index.apps.app_files import AppFiles
from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.models.plain_fields import PlainFields
from coupling_lsp.index.symbols.named_endpoints import NamedEndpoints
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.inference import Types
from coupling_lsp.index.types.type_kinds import TypeSet
from coupling_lsp.model import value_path
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Certainty, Edge, OwnWrite, SymbolKind, Unresolved
from coupling_lsp.model.facts import Access, Facts, Sites
from coupling_lsp.model.timing import Timing


class Resolved(NamedTuple):
    """The edges of one file, the places that could not be resolved, and what both depend on."""

    edges: tuple[Edge, ...]
    unresolved: tuple[Unresolved, ...]
    dependencies: tuple[Dependency, ...]
    own_writes: tuple[OwnWrite, ...] = ()


class Context:
    """One file among the resolved names of its project; gathers what its edges depend on."""

    def __init__(
        self,
        path: str,
        module: str,
        app: str,
        facts: Facts,
        types: Types,
        endpoints: NamedEndpoints,
        plain_fields: PlainFields,
        files: AppFiles | None,
        *,
        test: bool,
        loaders: frozenset[str],
        settings: bool = False,
    ) -> None:
        """`settings` tells of a module the settings are read from; `files` are none where nobody asks for templates."""
        self.path = path
        self.module = module
        self.app = app
        self.facts = facts
        self.sites = Sites.of(facts)
        self.types = types
        self.registry = types.registry
        self.models = types.models
        self.names = types.models.names
        self.apps = types.models.apps
        self.endpoints = endpoints
        self.plain_fields = plain_fields
        self.files = files
        self.test = test
        self.loaders = loaders
        self.settings = settings
        self.dependencies = Dependencies()
        self.unresolved: list[Unresolved] = []
        self.unknown_rows: list[Unresolved] = []
        """Places that save a row of which nothing is known: they count where models of other apps are imported."""
        self.own_writes: list[OwnWrite] = []

    def queries(self) -> Iterator[tuple[int, Access]]:
        """Yield the uses of managers, queries and rows that are found by names of Django or of the project."""
        yield from enumerate(self.facts.accesses, self.sites.accesses)
        yield from enumerate(self.facts.queries, self.sites.queries)

    def leads_away(self, app: str, source: str = "") -> bool:
        """Return whether an edge to an app is one to report: to another one, and not to one that all may use."""
        return bool(app) and app != (source or self.app) and app in self.apps.by_label and not self._shared(app)

    def symbol_kind(self, target: Target) -> SymbolKind:
        """Return what is taken from the other app: a model, something of its service modules, or anything else."""
        if self.models.model_kind(target, self.dependencies):
            return "model"
        app = self.apps.by_label.get(self.apps.owner(target.module))
        for service in app.services if app is not None else ():
            if target.module == service or target.module.startswith(f"{service}."):
                return "service"
        return "utility"

    def types_of(self, access: Access, path: str) -> TypeSet:
        """Return what a path at an access is. In a class that others inherit from, the method around it counts."""
        class_name, _, method = access.symbol.rpartition(".")
        target = Target(self.module, class_name, True)
        if value_path.is_own(path, class_name) and self.types.hierarchy.subclasses(target, self.dependencies):
            path = value_path.in_method(path, class_name, method)
        return self.types.evaluate(path, self.module, self.dependencies)

    def edge(
        self,
        kind: Kind,
        mechanism: str,
        site: int,
        target_app: str,
        target: Target,
        *,
        app: str = "",
        symbol: str = "",
        symbol_kind: SymbolKind = "model",
        timing: Timing = "eager",
        certainty: Certainty = "exact",
        through: str = "",
        taken_as: str = "",
        on_delete: str = "",
    ) -> Edge:
        """Return an edge from the file to something of another app; `app` is its own where that is not the file's."""
        return Edge(
            kind=kind,
            mechanism=mechanism,
            app=app or self.app,
            module=self.module,
            symbol=symbol,
            path=self.path,
            site=site,
            to_app=target_app,
            to_module=target.module,
            to_symbol=target.name,
            through=through,
            symbol_kind=symbol_kind,
            timing=timing,
            test=self.test,
            certainty=certainty,
            taken_as=taken_as,
            on_delete=on_delete,
        )

    def orm_edge(
        self, access: Access, site: int, target: Target, mechanism: str, kind: Kind, certainty: Certainty = "exact"
    ) -> Iterator[Edge]:
        """Yield the edge of an access to a model, if it leads away; note a write of the app's own models."""
        class_ = self.names.find_class(target.module, target.name, self.dependencies)
        if self.models.model_kind(target, self.dependencies) == "abstract":
            return  # It has no table: which of its subclasses is meant is not known.
        if class_ is not None:
            app = self.models.label(target.module, class_, self.dependencies)
        else:
            app = self.types.relations.label(target, self.dependencies)
        if not self.leads_away(app):
            if kind == "orm-write" and app == self.app:
                by_itself = access.root == value_path.instance(access.symbol.rpartition(".")[0])
                self.own_writes.append(
                    OwnWrite(
                        site=site,
                        app=app,
                        module=self.module,
                        to_module=target.module,
                        to_symbol=target.name,
                        test=self.test,
                        by_itself=by_itself,
                    )
                )
            return
        yield self.edge(
            kind, mechanism, site, app, target, symbol=access.symbol, timing=access.timing, certainty=certainty
        )

    def note(self, site: int, reason: str) -> None:
        """Count a place that could not be resolved."""
        self.unresolved.append(Unresolved(self.path, site, reason))

    def _shared(self, app: str) -> bool:
        return self.apps.by_label[app].shared
