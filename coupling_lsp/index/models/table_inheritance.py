"""Which models have tables of their own, how they share fields, and in what order their rows come."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache, cached_property
from typing import NamedTuple

from coupling_lsp.django.model_classes import PARENT_LINK_ENDING
from coupling_lsp.index.incremental.dependencies import CLASS_BODY, MANAGED_MODELS, TABLE, Dependencies, Dependency
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.symbols.mro import mro, reachable
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Class

_MOST_PROXIES = 12
_UNORDERED = re.compile(r"[\[(]\s*[\])]$|None$")


class Table(NamedTuple):
    """How a model shares fields and rows with others.

    `mro` is its method resolution order; `declaring` itself and the abstract ones whose
    fields it has as its own; `concrete` the one whose table it has, for a proxy the one it stands for. `chains` lead
    to the models with a table whose fields it has: itself, and those it extends, each behind those on the way to it,
    a grandparent behind the parent. `ordered` is the chain to the one that gives the rows their order, empty without.
    """

    mro: tuple[Target, ...]
    declaring: tuple[Target, ...]
    concrete: Target
    chains: tuple[tuple[Target, ...], ...]
    ordered: tuple[Target, ...]


class Tables:
    """Over the models of a project. What is looked at is noted as `table:module.name`.

    `seen` gathers the keys of all that any of it was worked out from.
    """

    def __init__(self, models: Models, registry: Registry) -> None:
        self.dependencies = Dependencies()
        self._models = models
        self._registry = registry
        self._registered = dict.fromkeys(registry.values())
        self._classes: dict[Target, list[tuple[Target, Class]]] = {}
        self._bases: dict[Target, list[Target]] = {}
        self._chains: dict[Target, list[tuple[Target, ...]]] = {}
        self._tables: dict[Target, Table] = {}

    def of(self, model: Target, dependencies: Dependencies) -> Table:
        """What a model shares with others."""
        target = Target(*model[:3])
        dependencies.add(TABLE.of(target.module, target.name))
        if target not in self._registered:
            self._models.names.mro(target, dependencies)
        known = self._tables.get(target)
        if known is None:
            declaring = tuple(owner for owner, _ in self.classes(target))
            shared = self._concrete(target), tuple(self._chains_of(target)), self._ordered(target)
            known = self._tables[target] = Table(mro(target, self.bases), declaring, *shared)
        return known

    def among(self, models: Models) -> "Tables":
        """The same after an edit that touched nothing of what was `seen`."""
        tables = copy(self)
        tables._models = models
        return tables

    def changed(self, before: "Tables") -> set[Dependency]:
        """The keys under which something else is found than before."""
        now, then = ({it: tables.of(it, Dependencies()) for it in tables._registered} for tables in (self, before))
        return TABLE.of_classes(now, then) | MANAGED_MODELS.of_classes(self._managed, before._managed)

    def bases(self, target: Target) -> list[Target]:
        """The classes of the project that a class inherits from directly."""
        known = self._bases.get(target)
        if known is None:
            known = self._bases[target] = self._models.references.bases(target, self._registry, self.dependencies)
        return list(known)

    def _concrete(self, target: Target) -> Target:
        for _ in range(_MOST_PROXIES):
            if self._models.model_kind(target, self.dependencies) != "proxy":
                break
            target = next((it for it in self.bases(target) if self._models.model_kind(it, self.dependencies)), target)
        return target

    def _chains_of(self, target: Target) -> list[tuple[Target, ...]]:
        first = self._concrete(target)
        if (known := self._chains.get(first)) is not None:
            return known
        waiting = self._chains[first] = [(first,)]
        visited: set[Target] = set()
        for chain in waiting:
            above = self.bases(chain[-1])
            for base in above:
                kind = self._models.model_kind(base, self.dependencies) if base not in visited else ""
                visited.add(base)
                if kind == "abstract":
                    above += self.bases(base)
                elif kind:
                    waiting.append((*chain, self._concrete(base)))
        return waiting

    def classes(self, model: Target) -> list[tuple[Target, Class]]:
        """A model and the abstract ones whose fields it has as its own; none for one outside the project."""
        known = self._classes.get(model)
        if known is None:
            it = self._models.names.find_class(model.module, model.name, self.dependencies)
            known = self._classes[model] = (
                self.with_abstract_bases(model, it, self.dependencies) if it is not None else []
            )
        return known

    def with_abstract_bases(self, target: Target, it: Class, dependencies: Dependencies) -> list[tuple[Target, Class]]:
        """The same of a model whose class is given, and what is looked at is noted."""
        kind = cache(lambda current: self._models.model_kind(current, dependencies))
        bases = cache(lambda current: self._models.references.bases(current, self._registry, dependencies))
        owners = reachable(mro(target, bases), bases, lambda current: kind(current) in ("abstract", ""))
        found = [(target, it)]
        for owner in owners[1:]:
            declared = self._models.names.find_class(owner.module, owner.name, dependencies)
            if declared is not None and kind(owner) in ("abstract", ""):
                found.append((owner, declared))
        return found

    def _ordered(self, target: Target) -> tuple[Target, ...]:
        """https://docs.djangoproject.com/en/stable/topics/db/models/#meta-and-multi-table-inheritance"""
        for chain in self._chains_of(target):
            for _, its in self.classes(chain[-1]):
                if written := its.option("Meta.ordering"):
                    return chain if _UNORDERED.match(written) is None else ()
                if not its.option("Meta.base"):
                    break
        return ()

    @cached_property
    def extended(self) -> tuple[Target, ...]:
        """The models with a table that others extend."""
        concrete = (it for it in self._registered if self._models.model_kind(it, self.dependencies) == "concrete")
        return tuple(dict.fromkeys(above for it in concrete for chain in self._chains_of(it) for above in chain[1:]))

    def managed(self, manager: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """The models that have a manager of a class, or of one that inherits from it."""
        dependencies.add(MANAGED_MODELS.of(manager.module, manager.name))
        return self._managed.get(manager, ())

    @cached_property
    def _managed(self) -> Mapping[Target, tuple[Target, ...]]:
        found: dict[Target, dict[Target, None]] = {}
        for model in self._registered:
            if self._models.model_kind(model, self.dependencies) != "abstract":
                for manager in self._managers(model):
                    found.setdefault(manager, {})[model] = None
        return {manager: tuple(models) for manager, models in found.items()}

    def _managers(self, model: Target) -> Iterator[Target]:
        names = self._models.names
        for owner in names.mro(model, self.dependencies):
            self.dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            it = names.find_class(owner.module, owner.name, self.dependencies)
            for field in it.fields if it is not None else ():
                for manager in self._models.managers.classes(owner, field.name, self.dependencies):
                    yield from names.mro(manager, self.dependencies)


def link(model: Target) -> str:
    """The field by which a model leads to one with a table that it extends."""
    return f"{model.name.rpartition('.')[2].lower()}{PARENT_LINK_ENDING}"
