"""What files give names to, for others to look up: URL namespaces, tables of the database, and registered names."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from coupling_lsp.django.dispatch import INCLUDE, URL_NAMESPACE
from coupling_lsp.index.incremental.dependencies import REGISTERED_NAMES, URL_NAMESPACES, Dependency
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Facts


class NamedEndpoints:
    """The names of all files, worked out when the first of them is asked for."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts], tables: Iterable[tuple[str, Target]]) -> None:
        self._modules = modules
        self._facts = facts
        self._tables = tuple(tables)

    @cached_property
    def namespaces(self) -> Mapping[str, frozenset[str]]:
        """The URL modules that have a namespace, those outside the project included.

        Patterns that are included as an object say nothing of where their views are, so they count for none.
        """
        found: dict[str, set[str]] = {}
        named: list[tuple[str, str]] = []
        included: set[str] = set()
        for path, facts in self._facts.items():
            name, includes = declared_urls(facts)
            module = self._modules.names.get(path, "")
            if name and module:
                named.append((name, module))
            for target, namespaces in includes:
                included.add(target)
                for namespace in namespaces.split():
                    found.setdefault(namespace, set()).add(target)
        for name, module in named:
            if "url" in module.lower() or module in included:
                found.setdefault(name, set()).add(module)
        return {name: frozenset(modules) for name, modules in found.items()}

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
        found: dict[str, set[Target]] = {}
        for name, target in self._tables:
            found.setdefault(name, set()).add(target)
        return {name: frozenset(targets) for name, targets in found.items()}


def declared_urls(facts: Facts) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a file says of URL namespaces: its `app_name`, and the modules it includes with their namespaces."""
    includes = tuple((it.target[1:], it.detail) for it in facts.channels if (it.kind, it.mechanism) == ("url", INCLUDE))
    name = next((value[1:] for key, value in facts.aliases if key == URL_NAMESPACE and value.startswith('"')), "")
    return name, includes


def changed_endpoints(changes: Iterable[tuple[Facts, Facts]]) -> set[Dependency]:
    """Return the kinds of names of which some files give others than before; models tell of `TABLE_NAMES`."""
    given: set[Dependency] = set()
    for before, after in changes:
        if declared_urls(before) != declared_urls(after):
            given.add(URL_NAMESPACES.of(""))
        registrations = {*before.registrations} ^ {*after.registrations}
        given.update(REGISTERED_NAMES.of(it.kind) for it in registrations)
    return given
