"""Which models have tables of their own, how they share fields, and in what order their rows come."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from coupling_lsp.index.models import Models, Registry
from coupling_lsp.index.names import Target
from coupling_lsp.model.facts import Class

_MOST_PROXIES = 12
_UNORDERED = re.compile(r"[\[(]\s*[\])]$|None$")


class Tables:
    """Over the models of a project."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self._registered = tuple(dict.fromkeys(registry.values()))
        self._classes: dict[Target, list[tuple[Target, Class]]] = {}
        self._bases: dict[Target, list[Target]] = {}
        self._chains: dict[Target, list[tuple[Target, ...]]] = {}

    def bases(self, target: Target) -> list[Target]:
        """The classes of the project that a class inherits from directly."""
        known = self._bases.get(target)
        if known is None:
            known = self._bases[target] = self._models.bases(target, self._registry, set())
        return list(known)

    def concrete(self, model: Target) -> Target:
        """The model whose table a model has: for a proxy the one it stands for."""
        target = Target(*model[:3])
        for _ in range(_MOST_PROXIES):
            if self._models.sort(target, set()) != "proxy":
                break
            target = next((it for it in self.bases(target) if self._models.sort(it, set())), target)
        return target

    def chains(self, model: Target) -> list[tuple[Target, ...]]:
        """The models whose fields a model has: itself, and those with a table that it extends.

        Each behind those on the way to it: a grandparent behind the parent.
        """
        first = self.concrete(model)
        if (known := self._chains.get(first)) is not None:
            return known
        waiting = self._chains[first] = [(first,)]
        seen: set[Target] = set()
        for chain in waiting:
            above = self.bases(chain[-1])
            for base in above:
                sort = self._models.sort(base, set()) if base not in seen else ""
                seen.add(base)
                if sort == "abstract":
                    above += self.bases(base)
                elif sort:
                    waiting.append((*chain, self.concrete(base)))
        return waiting

    def declaring(self, model: Target) -> list[Target]:
        """A model and the abstract ones whose fields it has as its own."""
        return [owner for owner, _ in self.classes(model)]

    def classes(self, model: Target) -> list[tuple[Target, Class]]:
        """The same with the class of each; none for a model outside the project."""
        known = self._classes.get(model)
        if known is None:
            it = self._models.names.find_class(model.module, model.name)
            known = self._classes[model] = self.with_abstract_bases(model, it, set()) if it is not None else []
        return known

    def with_abstract_bases(self, target: Target, it: Class, seen: set[str]) -> list[tuple[Target, Class]]:
        """The same of a model whose class is given, and what is looked at is noted."""
        found = [(target, it)]
        waiting = self._models.bases(target, self._registry, seen)
        while waiting and len(found) < 64:
            base = waiting.pop(0)
            declared = self._models.names.find_class(base.module, base.name)
            if declared is not None and self._models.sort(base, seen) in ("abstract", ""):
                found.append((base, declared))
                waiting.extend(self._models.bases(base, self._registry, seen))
        return found

    def ordered(self, model: Target) -> tuple[Target, ...]:
        """The model that gives the rows of a model their order, behind those on the way to it; none without order.

        https://docs.djangoproject.com/en/stable/topics/db/models/#meta-and-multi-table-inheritance
        """
        for chain in self.chains(model):
            for _, its in self.classes(chain[-1]):
                if written := its.option("Meta.ordering"):
                    return chain if _UNORDERED.match(written) is None else ()
                if not its.option("Meta.base"):
                    break
        return ()

    @cached_property
    def extended(self) -> tuple[Target, ...]:
        """The models with a table that others extend."""
        concrete = (it for it in self._registered if self._models.sort(it, set()) == "concrete")
        return tuple(dict.fromkeys(above for it in concrete for chain in self.chains(it) for above in chain[1:]))

    @cached_property
    def managed(self) -> Mapping[Target, tuple[Target, ...]]:
        """The models by the class of one of their managers, and by each that it inherits from."""
        found: dict[Target, dict[Target, None]] = {}
        for model in self._registered:
            if self._models.sort(model, set()) != "abstract":
                for manager in self._managers(model):
                    found.setdefault(manager, {})[model] = None
        return {manager: tuple(models) for manager, models in found.items()}

    def _managers(self, model: Target) -> Iterator[Target]:
        names = self._models.names
        for owner in names.lineage(model, set()):
            it = names.find_class(owner.module, owner.name)
            for field in it.fields if it is not None else ():
                for manager in self._models.manager_classes(owner, field.name, set()):
                    yield from names.lineage(manager, set())


def link(model: Target) -> str:
    """The field by which a model leads to one with a table that it extends."""
    return f"{model.name.rpartition('.')[2].lower()}_ptr"
