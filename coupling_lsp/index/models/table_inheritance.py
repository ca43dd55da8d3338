"""Which models have tables of their own, how they share fields, and in what order their rows come."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple

from coupling_lsp.django.conventions import MODEL_ORDERING
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.model_classes import PARENT_LINK_ENDING
from coupling_lsp.index.incremental.dependencies import CLASS_BODY, MANAGED_MODELS, TABLE, Dependencies, Dependency
from coupling_lsp.index.models.model_classes import ModelKind, Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.symbols.mro import mro
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model import class_options
from coupling_lsp.model.facts import Class

_WITHOUT_TABLE: tuple[ModelKind, ...] = ("abstract", "")

_MAX_PROXIES = 12
"""How many proxies in a row may stand for one another; of more, the last is taken for the one with the table."""


class Table(NamedTuple):
    """How a model shares fields and rows with others.

    `mro` is its method resolution order. `declaring` are itself and the abstract models whose fields it has as its own.
    `concrete` is the model whose table it has: itself, or the one that a proxy stands for. `chains` lead to the models
    whose tables hold its fields, each with those on the way to it: (Child,), (Child, Parent), (Child, Parent, Grand).
    `ordered` is the chain to the model that gives the rows their order, empty without one.
    """

    mro: tuple[Target, ...]
    declaring: tuple[Target, ...]
    concrete: Target
    chains: tuple[tuple[Target, ...], ...]
    ordered: tuple[Target, ...]


class Tables:
    """Tells how the models of a project share tables; `dependencies` are those of all results."""

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
        """Return how a model shares fields and rows with others."""
        target = Target(*model[:3])
        dependencies.add(TABLE.of(target.module, target.name))
        if target not in self._registered:
            self._models.names.mro(target, dependencies)
        table = self._tables.get(target)
        if table is None:
            owners = tuple(owner for owner, _ in self.classes(target))
            rest = self._concrete(target), tuple(self._chains_of(target)), self._ordered(target)
            table = self._tables[target] = Table(mro(target, self.bases), owners, *rest)
        return table

    def rebind(self, models: Models) -> "Tables":
        """Return the same tables after an edit that changed none of their dependencies."""
        tables = copy(self)
        tables._models = models
        return tables

    def changed(self, previous: "Tables") -> set[Dependency]:
        """Return the dependencies on tables that differ from a previous state."""
        current_tables, previous_tables = (
            {it: tables.of(it, Dependencies()) for it in tables._registered} for tables in (self, previous)
        )
        return TABLE.of_classes(current_tables, previous_tables) | MANAGED_MODELS.of_classes(
            self._managed, previous._managed
        )

    def bases(self, target: Target) -> list[Target]:
        """Return the classes of the project that a class inherits from directly."""
        direct_bases = self._bases.get(target)
        if direct_bases is None:
            direct_bases = self._bases[target] = self._models.references.bases(
                target, self._registry, self.dependencies
            )
        return list(direct_bases)

    def _concrete(self, target: Target) -> Target:
        for _ in range(_MAX_PROXIES):
            if self._models.model_kind(target, self.dependencies) != "proxy":
                break
            target = next((it for it in self.bases(target) if self._models.model_kind(it, self.dependencies)), target)
        return target

    def _chains_of(self, target: Target) -> list[tuple[Target, ...]]:
        first = self._concrete(target)
        if (chains := self._chains.get(first)) is not None:
            return chains
        waiting = self._chains[first] = [(first,)]
        visited: set[Target] = set()
        for chain in waiting:
            parents = self.bases(chain[-1])
            for base in parents:
                kind = self._models.model_kind(base, self.dependencies) if base not in visited else ""
                visited.add(base)
                if kind == "abstract":
                    parents += self.bases(base)
                elif kind:
                    waiting.append((*chain, self._concrete(base)))
        return waiting

    def classes(self, model: Target) -> list[tuple[Target, Class]]:
        """Return a model and the abstract ones whose fields it has as its own; none for one outside the project."""
        owners = self._classes.get(model)
        if owners is None:
            class_ = self._models.names.find_class(model.module, model.name, self.dependencies)
            owners = self._classes[model] = (
                self.with_abstract_bases(model, class_, self.dependencies) if class_ is not None else []
            )
        return owners

    def with_abstract_bases(
        self, target: Target, class_: Class, dependencies: Dependencies
    ) -> list[tuple[Target, Class]]:
        """Return a model with its class, and the abstract ones whose fields it has as its own with theirs."""
        owners = self._models.reachable(target, _WITHOUT_TABLE, self._registry, dependencies)
        classes = [(target, class_)]
        for owner in owners[1:]:
            owner_class = self._models.names.find_class(owner.module, owner.name, dependencies)
            if owner_class is not None and self._models.model_kind(owner, dependencies) in _WITHOUT_TABLE:
                classes.append((owner, owner_class))
        return classes

    def _ordered(self, target: Target) -> tuple[Target, ...]:
        """Return the chain to the model that gives the rows their order; empty without.

        https://docs.djangoproject.com/en/stable/topics/db/models/#meta-and-multi-table-inheritance
        """
        for chain in self._chains_of(target):
            for _, class_ in self.classes(chain[-1]):
                if ordering := class_.option(MODEL_ORDERING):
                    return () if class_options.is_empty(ordering) else chain
                if not class_.option(class_options.META_BASE):
                    break
        return ()

    @cached_property
    def extended(self) -> tuple[Target, ...]:
        """The models with a table that others extend."""
        concrete = (it for it in self._registered if self._models.model_kind(it, self.dependencies) == "concrete")
        return tuple(dict.fromkeys(parent for it in concrete for chain in self._chains_of(it) for parent in chain[1:]))

    def managed(self, manager: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the models that have a manager of a class, or of one that inherits from it."""
        dependencies.add(MANAGED_MODELS.of(manager.module, manager.name))
        return self._managed.get(manager, ())

    @property
    def manager_classes(self) -> Iterable[Target]:
        """The classes of the project behind the managers of models, and those they inherit from."""
        return self._managed.keys()

    @cached_property
    def manager_names(self) -> frozenset[str]:
        """The names that models give to managers of their own, but for the one every model has."""
        names = (name for model in self._registered for _, name in self._manager_fields(model))
        return frozenset(names).difference(MANAGERS)

    @cached_property
    def _managed(self) -> Mapping[Target, tuple[Target, ...]]:
        models_by_manager: dict[Target, dict[Target, None]] = {}
        for model in self._registered:
            if self._models.model_kind(model, self.dependencies) != "abstract":
                for owner, name in self._manager_fields(model):
                    for manager in self._models.managers.classes(owner, name, self.dependencies):
                        for class_ in self._models.names.mro(manager, self.dependencies):
                            models_by_manager.setdefault(class_, {})[model] = None
        return {manager: tuple(models) for manager, models in models_by_manager.items()}

    def _manager_fields(self, model: Target) -> Iterator[tuple[Target, str]]:
        """Yield the managers of a model by the class that declares them, and their name."""
        names = self._models.names
        for owner in names.mro(model, self.dependencies):
            self.dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            class_ = names.find_class(owner.module, owner.name, self.dependencies)
            for field in class_.fields if class_ is not None else ():
                if self._models.managers.has(owner, field.name, self.dependencies):
                    yield owner, field.name


def link(model: Target) -> str:
    """Return the name of the field by which a child leads to the model whose table it extends: `order_ptr`."""
    return f"{model.name.rpartition('.')[2].lower()}{PARENT_LINK_ENDING}"
