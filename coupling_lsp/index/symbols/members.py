"""What functions return, use, and what instances keep: looked up by the name that defines them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from coupling_lsp.django.fields import RELATION_ENDINGS
from coupling_lsp.index.incremental.dependencies import (
    INSTANCE_ATTRIBUTE,
    METHOD_ACCESSES,
    PLAIN_FIELD,
    REPLACEMENT,
    RESULT,
    Dependencies,
    Dependency,
)
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import NO_FACTS, Access, Facts
from coupling_lsp.model.value_path import either

_MAX_ASSIGNMENTS = 6

PathsByName = Mapping[str, str]
"""Value paths by dotted name in their module; the first of two with one name stands."""


class _ModuleMembers(NamedTuple):
    """The members of one module."""

    results: PathsByName
    attributes: PathsByName
    accesses: Mapping[str, tuple[Access, ...]]
    replacements: frozenset[str]


class Members:
    """Tells what the functions of all modules return and use, and what instances keep."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts]) -> None:
        self._modules = modules
        self._facts = facts
        self._by_module: dict[str, _ModuleMembers] = {}

    def result(self, module: str, name: str, dependencies: Dependencies) -> str | None:
        """Return what the function or method of a dotted name returns; None if it is not known."""
        dependencies.add(RESULT.of(module, name))
        return self._in(module).results.get(name)

    def instance_attribute(self, module: str, name: str, dependencies: Dependencies) -> str | None:
        """Return what instances keep under a name: `Order.invoice`; None if it is not known."""
        dependencies.add(INSTANCE_ATTRIBUTE.of(module, name))
        return self._in(module).attributes.get(name)

    def accesses(self, module: str, name: str, dependencies: Dependencies) -> tuple[Access, ...]:
        """Return the uses of rows and queries in the method of a dotted name."""
        dependencies.add(METHOD_ACCESSES.of(module, name))
        return self._in(module).accesses.get(name, ())

    def replaces(self, module: str, name: str, dependencies: Dependencies) -> bool:
        """Return whether a class defines a method in place of one of Django that saves: `OrderForm.save`."""
        dependencies.add(REPLACEMENT.of(module, name))
        return name in self._in(module).replacements

    def classes_with_field(self, name: str, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the classes of the project that have a field of that name which is no relation."""
        dependencies.add(PLAIN_FIELD.of("", name))
        return self._plain_fields.get(name, ())

    @cached_property
    def _plain_fields(self) -> Mapping[str, tuple[Target, ...]]:
        classes: dict[str, dict[Target, None]] = {}
        for path, facts in self._facts.items():
            module = self._modules.names.get(path, "")
            for class_name, name in _plain_fields(facts):
                classes.setdefault(name, {})[Target(module, class_name, True)] = None
        return {name: tuple(it) for name, it in classes.items()}

    def methods(self, module: str, class_name: str) -> list[tuple[str, tuple[Access, ...]]]:
        """Return the methods of a class that use rows or queries, by name, with these uses."""
        by_symbol = ((symbol.rpartition("."), it) for symbol, it in self._in(module).accesses.items())
        return [(name, accesses) for (owner, _, name), accesses in by_symbol if owner == class_name]

    def _in(self, module: str) -> "_ModuleMembers":
        module_members = self._by_module.get(module)
        if module_members is None:
            facts = self._facts.get(self._modules.paths.get(module, ""), NO_FACTS)
            module_members = self._by_module[module] = _members(facts)
        return module_members


def _members(facts: Facts) -> _ModuleMembers:
    return _ModuleMembers(
        dict(reversed(facts.returns)),
        _joined_paths(facts.holds),
        _method_accesses(facts),
        frozenset(facts.replacements),
    )


def _method_accesses(facts: Facts) -> Mapping[str, tuple[Access, ...]]:
    """Return the uses of rows and queries in methods, by the dotted name of the method."""
    accesses: dict[str, dict[Access, None]] = {}
    for access in (*facts.accesses, *facts.queries):
        if "." in access.symbol and access.links:
            accesses.setdefault(access.symbol, {})[access] = None
    return {symbol: tuple(it) for symbol, it in accesses.items()}


def _plain_fields(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the class and the name of each field that is no relation."""
    relations = {
        (class_.name, field.name)
        for class_ in facts.classes
        for field in class_.fields
        if field.callee.endswith(RELATION_ENDINGS)
    }
    return ((it.class_name, it.name) for it in facts.columns if (it.class_name, it.name) not in relations)


def _joined_paths(attributes: Iterable[tuple[str, str]]) -> PathsByName:
    """Return attributes with what any of their assignments makes them."""
    paths_by_name: dict[str, list[str]] = {}
    for name, path in attributes:
        paths_by_name.setdefault(name, []).append(path)
    return {name: either(paths[:_MAX_ASSIGNMENTS]) for name, paths in paths_by_name.items()}


def changed(module: str, previous_facts: Facts, current_facts: Facts) -> set[Dependency]:
    """Return the dependencies on the members of a module that an edit of it changes."""
    current, previous = _members(current_facts), _members(previous_facts)
    return {
        *RESULT.in_module(module, current.results, previous.results),
        *INSTANCE_ATTRIBUTE.in_module(module, current.attributes, previous.attributes),
        *METHOD_ACCESSES.in_module(module, current.accesses, previous.accesses),
        *(REPLACEMENT.of(module, name) for name in current.replacements ^ previous.replacements),
    }
