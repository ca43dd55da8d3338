"""What the steps of a value path lead to: attributes, calls, elements (see `model.value_steps`)."""

from collections.abc import Iterable
from functools import partial

from coupling_lsp.django import conventions
from coupling_lsp.django.fields import GENERIC_FOREIGN_KEY
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.saving import REPLACEABLE_METHODS, VIEW_MEMBERS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.accessors import Accessor
from coupling_lsp.index.symbols.class_hierarchy import base_names
from coupling_lsp.index.symbols.exports import attribute, callee
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.index.types.call_results import CallResults
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.roots import Roots
from coupling_lsp.index.types.subclass_members import SubclassMembers
from coupling_lsp.index.types.type_kinds import (
    Type,
    TypeKind,
    TypeSet,
    container_of,
    element_of,
    item_of,
)
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path_parts import parse
from coupling_lsp.model.value_steps import LOOP, Step, steps_of

_ROW_GETTERS = conventions.METHODS.keys() - REPLACEABLE_METHODS

_TYPED_DICT = "TypedDict"
"""Of its heirs the keys are told like attributes: https://docs.python.org/3/library/typing.html#typing.TypedDict"""


class MemberAccess:
    """Follows the steps of value paths by the models, relations and members of a project."""

    def __init__(self, roots: Roots, members: Members, declared_models: DeclaredModels, memo: Memo) -> None:
        self._roots = roots
        self._models = roots.models
        self._names: Names = roots.models.names
        self._relations = roots.relations
        self._members = members
        self._declared_models = declared_models
        self._memo = memo
        self._call_results = CallResults(roots, members, declared_models, memo, self.bound, self.is_model)
        self._subclass_members = SubclassMembers(roots, members, declared_models, memo, self._attribute, self.is_model)

    def walk(self, types: Iterable[Type], steps: str, dependencies: Dependencies) -> TypeSet:
        """Return the types that steps lead to from some types."""
        current = tuple(types)
        for step in steps_of(steps):
            if step.kind == "choice":
                current = _undecided(current)
            elif not current and step.name in MANAGERS:
                current = (Type("query", ANY_MODEL, step.name),)  # Whatever it is called on has to be a model.
            else:
                current = tuple(dict.fromkeys(it for type_ in current for it in self._step(type_, step, dependencies)))
        return current

    def _step(self, current: Type, step: Step, dependencies: Dependencies) -> Iterable[Type]:
        match step.kind:
            case "attribute":
                return self._attribute(current, step.name, dependencies)
            case "call":
                return self._call_results.of(current, dependencies)
            case "superclass":
                return [Type("super", current.target, inner=current)]
            case "variable" | "choice":
                return [current]
            case "method":
                return [current._replace(inner=Type("method", current.target, step.name))]
            case "container" | "mapping":
                return container_of(current, step.kind)
            case "form class":
                form = None if self.is_model(current.target, dependencies) else Type("instance", current.target)
                return [Type("form class", current.target, inner=form)] if current.kind == "class" else []
            case "element" | "item":
                return self._element(current, step, dependencies)
            case "never":
                return []

    def _attribute(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        target = current.target
        match current.kind:
            case "module":
                type_ = self._roots.of_target(self._names.member(target.module, name, dependencies), dependencies)
                return [type_] if type_ is not None else []
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
                    relation = self._accessor(target, name, dependencies)
                    if relation is not None:
                        kind: TypeKind = "query" if relation.many else "instance"
                        return [Type(kind, relation.target, name, relation.m2m)]
                return self._member(current, name, dependencies)
            case "super":
                return self._member(current, name, dependencies)
            case "query" if name == "model":
                return [Type("class", target)]
            case "query" | "rows" | "container" | "mapping":
                return [Type("method", target, name, current.m2m, current)]
            case "form" if current.inner is None:
                return self._declared_models.of_form(target, name)
        return []

    def _element(self, current: Type, step: Step, dependencies: Dependencies) -> Iterable[Type]:
        """Return what a loop over a value gives, or one of its items; of an object, what its `__iter__` says."""
        if current.kind != "instance":
            return item_of(current, step.name) if step.kind == "item" else element_of(current)
        if step.kind == "item" and _TYPED_DICT in base_names(current.target, self._names, dependencies):
            return self._attribute(current, step.name, dependencies)
        return self.walk([current], LOOP, dependencies)

    def _by_name(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return what an accessor gives of something that only looks like a model; the unknown has managers alone."""
        is_named = current.kind == "named"
        relation = self._accessor(current.target, name, dependencies)
        if relation is None or not (is_named or relation.many):
            return []
        return [Type("query" if relation.many else "instance", relation.target, name, relation.m2m)]

    def _accessor(self, model: Target, name: str, dependencies: Dependencies) -> Accessor | None:
        """Return where an accessor leads; from some model only where no model has a plain field of that name."""
        accessor = self._relations.accessor(model, name, dependencies)
        if accessor is None or model != ANY_MODEL:
            return accessor
        owners = self._members.classes_with_field(name, dependencies)
        return None if any(self._models.model_kind(it, dependencies) for it in owners) else accessor

    def _member(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return what an attribute is, as Django sets it, as the class says, or as its subclasses say."""
        target = current.inner.target if current.kind == "super" and current.inner is not None else current.target
        is_set = current.kind == "instance" and name in conventions.SET
        if is_set and (row_types := self._declared_models.member(target, name, dependencies)):
            return row_types
        types = self._declared_member(current, name, dependencies)
        if name in _ROW_GETTERS and not any(tuple(self._call_results.of(it, dependencies)) for it in types):
            types = []  # What the class makes of it is not known, but it is such rows.
        if types and any(it.target != ANY_MODEL for it in types):
            return types
        if current.kind == "class":
            nested = Target(target.module, f"{target.name}.{name}", True)
            return (
                types or [Type("class", nested)]
                if self._names.find_class(*nested[:2], dependencies) is not None
                else types
            )
        row_types = self._declared_models.member(target, name, dependencies)
        if row_types or name in VIEW_MEMBERS:  # What the views that inherit from a general one save is their doing.
            return row_types or types
        return self._subclass_members.of(current, name, dependencies) or types

    def _declared_member(self, current: Type, name: str, dependencies: Dependencies) -> list[Type]:
        """Return what a class or the nearest of its bases declares under a name, or its method."""
        receiver = current.inner if current.kind == "super" and current.inner is not None else current
        for owner in self.owners(current, receiver, dependencies):
            class_ = self._names.find_class(owner.module, owner.name, dependencies)
            own = f"{owner.name}.{name}"
            path = attribute(class_, name, owner.module, dependencies) if class_ is not None else None
            if path is None:
                path = self._members.instance_attribute(owner.module, own, dependencies)
            if path is None and class_ is not None:
                constructor = callee(class_, name, owner.module, dependencies)
                if constructor is not None and constructor.endswith(GENERIC_FOREIGN_KEY):
                    return [Type("instance", ANY_MODEL)]
                path = value_path.called(constructor) if constructor is not None else None
            if path is not None and (types := self.bound(receiver, owner, path, dependencies)):
                # A row that an object holds was loaded elsewhere, by whatever name.
                return [it._replace(name="") if it.kind == "instance" else it for it in types]
            is_replaced = name in REPLACEABLE_METHODS and self._members.replaces(owner.module, own, dependencies)
            if is_replaced or self._members.result(owner.module, own, dependencies) is not None:
                return [Type("method", Target(owner.module, own, True), inner=receiver)]
        return []

    def owners(self, current: Type, receiver: Type, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the classes whose members count, the nearest first; for `super()` those behind its class."""
        mro = self._names.mro(receiver.target, dependencies)
        if current.kind != "super":
            return mro
        first = mro.index(current.target) + 1 if current.target in mro else 1
        return mro[first:]

    def bound(self, receiver: Type, owner: Target, path: str, dependencies: Dependencies) -> TypeSet:
        """Return the types of a path written in a class for a subclass or a query, which its `self` is then."""
        if receiver.target == owner or not value_path.names_class(path, owner.name):
            return self._roots.evaluate(path, owner.module, dependencies)
        types: list[Type] = []
        for whole in value_path.alternatives(path):
            types += self._memo.once(
                (receiver, owner, whole), partial(self._evaluate_bound, receiver, owner, whole), dependencies
            )
        return tuple(types)

    def _evaluate_bound(self, receiver: Type, owner: Target, path: str, dependencies: Dependencies) -> TypeSet:
        """Return the types of one alternative of such a path; `receiver` is what `self` is."""
        is_query = receiver.kind == "query"
        instance = receiver if is_query else Type("instance", receiver.target)
        start, rest = value_path.split_own(path, owner.name)
        if start == "superclass":  # The queryset above one still is of the same rows.
            return self.walk([instance if is_query else Type("super", owner, inner=instance)], rest, dependencies)
        if start == "instance":
            return self.walk([instance], rest, dependencies)
        if start == "class" and not is_query:
            parts = parse(path)
            if parts.parameter is not None:
                types = self._roots.parameter_types(parts.parameter, owner.module, dependencies, receiver.target)
                return self.walk(types, parts.rest, dependencies)
            if self._models.model_kind(owner, dependencies) == "abstract":
                return self.walk([Type("class", receiver.target)], rest, dependencies)
        return self._roots.evaluate(path, owner.module, dependencies)

    def managers(self, query: Type, dependencies: Dependencies) -> list[Target]:
        """Return the classes of the project whose methods can be called on a query; none for any other type."""
        return self._call_results.managers(query, dependencies)

    def is_model(self, target: Target, dependencies: Dependencies) -> bool:
        """Return whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return (
            not target.in_project
            or bool(self._models.model_kind(target, dependencies))
            or target in self._relations.through
        )


def _undecided(types: TypeSet) -> TypeSet:
    """Return one type as it is; of several models, which a condition tells apart, some model."""
    if len({it.target for it in types}) < 2:
        return types
    return tuple(dict.fromkeys(Type(it.kind, ANY_MODEL) for it in types))
