"""What files give names to, for others to look up: URL namespaces, tables of the database, and registered names."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from coupling_lsp.index.incremental.dependencies import REGISTERED_NAMES, URL_NAMESPACES, Dependency
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.symbols.url_namespaces import UrlNamespaces, declared_urls
from coupling_lsp.model.facts import Facts


class NamedEndpoints:
    """The names that all files give; each sort is gathered when it is first asked for."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts], tables: Iterable[tuple[str, Target]]) -> None:
        self._modules = modules
        self._facts = facts
        self._tables = tuple(tables)

    @cached_property
    def namespaces(self) -> UrlNamespaces:
        """The URL modules that have a namespace."""
        return UrlNamespaces(self._modules, self._facts)

    @cached_property
    def registrations(self) -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
        """The module and symbol of each place that registers a name, by kind and name."""
        registry: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for path, facts in self._facts.items():
            module = self._modules.names.get(path, "")
            for registration in facts.registrations:
                registry.setdefault((registration.kind, registration.name), set()).add((module, registration.symbol))
        return {key: frozenset(places) for key, places in registry.items()}

    @cached_property
    def tables(self) -> Mapping[str, frozenset[Target]]:
        """The models whose `Meta.db_table` names a table, in lower case."""
        models_by_table: dict[str, set[Target]] = {}
        for name, target in self._tables:
            models_by_table.setdefault(name, set()).add(target)
        return {name: frozenset(targets) for name, targets in models_by_table.items()}


def changed_endpoints(changes: Iterable[tuple[Facts, Facts]]) -> set[Dependency]:
    """Return the kinds of names of which some files give others than before; models tell of `TABLE_NAMES`."""
    changes_of_names: set[Dependency] = set()
    for previous, current in changes:
        if declared_urls(previous) != declared_urls(current):
            changes_of_names.add(URL_NAMESPACES.of(""))
        registrations = {*previous.registrations} ^ {*current.registrations}
        changes_of_names.update(REGISTERED_NAMES.of(it.kind) for it in registrations)
    return changes_of_names
