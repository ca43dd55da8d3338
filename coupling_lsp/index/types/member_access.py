"""What the steps of a value path lead to: attributes, calls, elements (see `source.values`)."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Protocol

from coupling_lsp.django import conventions
from coupling_lsp.django.fields import GENERIC_FOREIGN_KEY
from coupling_lsp.django.managers import DEFAULT_MANAGER, MANAGERS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.exports import attribute, callee
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.type_kinds import Found, Shape, Type, called, contained, element
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import Parameter


class Roots(Protocol):
    """What tells the types of names and of whole paths."""

    models: Models
    relations: Relations
    hierarchy: ClassHierarchy

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> Found:
        """The types of a path written in a module."""

    def given(
        self, parameter: Parameter, module: str, dependencies: Dependencies, on: Target | None = None
    ) -> list[Type]:
        """What a parameter is given, in calls on a class, its bases and its heirs."""

    def of_target(self, target: Target, dependencies: Dependencies) -> Type | None:
        """The type of a name that was resolved."""


class MemberAccess:
    """Over the models, relations and members of a project. The names looked at are noted in the caller's set."""

    def __init__(self, roots: Roots, members: Members, declaring: DeclaredModels, memory: Memo) -> None:
        self._roots = roots
        self._models = roots.models
        self._names: Names = roots.models.names
        self._relations = roots.relations
        self._hierarchy = roots.hierarchy
        self._members = members
        self._declared_models = declaring
        self._memo = memory

    def walk(self, found: Iterable[Type], steps: str, dependencies: Dependencies) -> Found:
        """What steps lead to from some types."""
        current = tuple(found)
        for step in value_path.steps_of(steps):
            if not current and step[1:] in MANAGERS:
                current = (Type("query", ANY_MODEL, step[1:]),)  # Whatever it is called on has to be a model.
            else:
                current = tuple(dict.fromkeys(it for one in current for it in self._step(one, step, dependencies)))
        return current

    def _step(self, one: Type, step: str, dependencies: Dependencies) -> Iterable[Type]:
        if step.startswith("."):
            return self._attribute(one, step[1:], dependencies)
        if step.startswith("("):
            return self._call(one, dependencies)
        if step == "^":
            return [Type("super", one.target, inner=one)]
        if step == "=":
            return [one]
        if step.startswith("!"):
            return [one._replace(inner=Type("method", one.target, step[1:]))]
        if step == "{}":
            return contained(one)
        return self._element(one, step, dependencies)

    def _attribute(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        target = current.target
        match current.shape:
            case "module":
                found = self._roots.of_target(self._names.member(target.module, name, dependencies), dependencies)
                return [found] if found is not None else []
            case "class":
                if self.is_model(target, dependencies) and (
                    name in MANAGERS or self._models.managers.has(target, name, dependencies)
                ):
                    return [Type("query", target, name)]
                if (relation := self._relations.accessor(target, name, dependencies)) is not None and relation.through:
                    return [Type("descriptor", relation.through)]
                return self._member(current, name, dependencies)
            case "unknown" | "named":
                return self._by_name(current, name, dependencies)
            case "descriptor" if name == "through":
                return [Type("class", target)]
            case "instance":
                if name == "__class__":
                    return [Type("class", target)]
                if self.is_model(target, dependencies):
                    relation = self._relations.accessor(target, name, dependencies)
                    if relation is not None:
                        shape: Shape = "query" if relation.many else "instance"
                        return [Type(shape, relation.target, name, relation.m2m)]
                return self._member(current, name, dependencies)
            case "super":
                return self._member(current, name, dependencies)
            case "query" if name == "model":
                return [Type("class", target)]
            case "query" | "rows" | "container":
                return [Type("method", target, name, current.m2m, current)]
        return []

    def _element(self, current: Type, step: str, dependencies: Dependencies) -> Iterable[Type]:
        """What a loop over it gives; an object of the project is looped over as its `__iter__` says."""
        if current.shape == "instance" and step == "[]":
            return self.walk([current], ".__iter__()[]", dependencies)
        found = element(current, step)
        return [found] if found is not None else []

    def _by_name(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """What an accessor gives of what only looks like a model; of the unknown it has to be a manager."""
        is_named = current.shape == "named"
        relation = self._relations.accessor(current.target, name, dependencies)
        if relation is None or not (is_named or relation.many):
            return []
        return [Type("query" if relation.many else "instance", relation.target, name, relation.m2m)]

    def _member(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """An attribute of a class, an instance or `super()`: as Django sets it, the class says, or its heirs do."""
        target = current.target
        is_set = current.shape == "instance" and name in conventions.SET
        if is_set and (declared := self._declared_models.member(target, name, dependencies)):
            return declared
        found = self._said(current, name, dependencies)
        if found and any(it.target != ANY_MODEL for it in found):
            return found
        if current.shape == "class":
            nested = Target(target.module, f"{target.name}.{name}", True)
            return (
                found or [Type("class", nested)]
                if self._names.find_class(*nested[:2], dependencies) is not None
                else found
            )
        return (
            self._declared_models.member(target, name, dependencies)
            or self._of_subclasses(current, name, dependencies)
            or found
        )

    def _said(self, current: Type, name: str, dependencies: Dependencies) -> list[Type]:
        """What a class or the nearest of its bases is annotated or set to hold under a name, or its method."""
        bound = current.inner if current.shape == "super" and current.inner is not None else current
        for owner in self._owners(current, bound, dependencies):
            it = self._names.find_class(owner.module, owner.name, dependencies)
            own = f"{owner.name}.{name}"
            held = attribute(it, name, owner.module, dependencies) if it is not None else None
            if held is None:
                held = self._members.held(owner.module, own, dependencies)
            if held is None and it is not None:
                made = callee(it, name, owner.module, dependencies)
                if made is not None and made.endswith(GENERIC_FOREIGN_KEY):
                    return [Type("instance", ANY_MODEL)]
                held = value_path.called(made) if made is not None else None
            if held is not None and (found := self._of_self(bound, owner, held, dependencies)):
                # A row that an object holds was loaded elsewhere, by whatever name.
                return [it._replace(name="") if it.shape == "instance" else it for it in found]
            if self._members.result(owner.module, own, dependencies) is not None:
                return [Type("method", Target(owner.module, own, True), inner=bound)]
        return []

    def _owners(self, current: Type, bound: Type, dependencies: Dependencies) -> tuple[Target, ...]:
        """The classes whose members count, the nearest first: after `super()` those behind the class it stands in."""
        mro = self._names.mro(bound.target, dependencies)
        if current.shape != "super":
            return mro
        behind = mro.index(current.target) + 1 if current.target in mro else 1
        return mro[behind:]

    def _of_self(self, bound: Type, owner: Target, path: str, dependencies: Dependencies) -> Found:
        """A path written in a class, seen from an heir or a query: `self` is that there, and `cls` its class."""
        if bound.target == owner or owner.name not in path:
            return self._roots.evaluate(path, owner.module, dependencies)
        parts = value_path.parse(path)
        found: list[Type] = []
        for whole in [root + parts.rest for root in parts.alternatives] or [path]:
            found += self._memo.once((bound, owner, whole), partial(self._seen_from, bound, owner, whole), dependencies)
        return tuple(found)

    def _seen_from(self, bound: Type, owner: Target, path: str, dependencies: Dependencies) -> Found:
        """A path seen from an heir or a query, if it begins with the class around."""
        is_query = bound.shape == "query"
        itself = bound if is_query else Type("instance", bound.target)
        start, rest = value_path.split_own(path, owner.name)
        if start == "superclass":  # The queryset above one still is of the same rows.
            return self.walk([itself if is_query else Type("super", owner, inner=itself)], rest, dependencies)
        if start == "instance":
            return self.walk([itself], rest, dependencies)
        if start == "class" and not is_query:
            parts = value_path.parse(path)
            if parts.parameter is not None:
                given = self._roots.given(parts.parameter, owner.module, dependencies, bound.target)
                return self.walk(given, parts.rest, dependencies)
            if self._models.model_kind(owner, dependencies) == "abstract":
                return self.walk([Type("class", bound.target)], rest, dependencies)
        return self._roots.evaluate(path, owner.module, dependencies)

    def _of_subclasses(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """What an attribute is in the classes that inherit from a mixin or an abstract model; tests tell nothing.

        In a method, only those count that do not replace it.
        """
        target, method = current.target, current.inner.name if current.inner is not None else ""

        def types(own: Dependencies) -> list[Type]:
            is_test = self._names.modules.is_test
            subclasses = [
                it for it in self._hierarchy.subclasses(target, own) if not is_test(it.module) or is_test(target.module)
            ]
            instances = [
                Type("instance", subclass, inner=current.inner)
                for subclass in subclasses
                if not method or not self._replaces(subclass, method, own)
            ]
            return [it for instance in instances for it in self._attribute(instance, name, own)]

        return self._memo.once(("heirs", target, method, name), types, dependencies)

    def _replaces(self, heir: Target, method: str, dependencies: Dependencies) -> bool:
        """Whether a class has such a method of its own that leaves the one above alone, as far as its result tells."""
        path = self._members.result(heir.module, f"{heir.name}.{method}", dependencies)
        return path is not None and not value_path.is_of_superclass(path)

    def _call(self, current: Type, dependencies: Dependencies) -> Iterable[Type]:
        if current.shape == "class":
            return [Type("instance", current.target)]
        if current.shape != "method":
            return []
        inner, name = current.inner, current.name
        if not name:
            return self._result(current.target, inner, dependencies)
        assert inner is not None, "what a method of Django is called on is known"
        known = called(inner, name)
        if known is not None:
            return known
        # Methods that projects add to their querysets and managers mostly narrow them.
        own = self._memo.once(("method", inner, name), partial(self._own_method, inner, name), dependencies)
        return own or [inner._replace(inner=None)]

    def _result(self, function: Target, bound: Type | None, dependencies: Dependencies) -> Iterable[Type]:
        """What a function or method gives; if that is what it is given, this has to be the same for all calls."""
        path = self._members.result(function.module, function.name, dependencies)
        if path is None:
            return []
        if bound is None:
            found = self._roots.evaluate(path, function.module, dependencies)
        else:
            owner = Target(function.module, function.name.rpartition(".")[0], True)
            found = self._of_self(bound, owner, path, dependencies)
        is_given = f"{function.name}#" in path and len({it.target for it in found}) > 1
        return (
            [Type(it.shape, ANY_MODEL) for it in found if self.is_model(it.target, dependencies)][:1]
            if is_given
            else found
        )

    def _own_method(self, query: Type, name: str, dependencies: Dependencies) -> Iterator[Type]:
        """The result of a method the project gave to a manager or queryset: in it, `self` stands for the query."""
        for holder in self.managers(query, dependencies):
            for owner in self._names.mro(holder, dependencies):
                path = self._members.result(owner.module, f"{owner.name}.{name}", dependencies)
                if path is not None:
                    yield from self._of_self(query, owner, path, dependencies)
                    return

    def managers(self, query: Type, dependencies: Dependencies) -> list[Target]:
        """The classes of the project whose methods can be called on a query; none for any other type."""
        if query.shape != "query":
            return []
        manager = query.name if self._models.managers.has(query.target, query.name, dependencies) else DEFAULT_MANAGER
        return self._models.managers.classes(query.target, manager, dependencies)

    def is_model(self, target: Target, dependencies: Dependencies) -> bool:
        """Whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return (
            not target.in_project
            or bool(self._models.model_kind(target, dependencies))
            or target in self._relations.through
        )
