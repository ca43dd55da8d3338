"""What calls give: instances of classes, results of functions and methods, rows of queries."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from coupling_lsp.django.managers import DEFAULT_MANAGER
from coupling_lsp.django.saving import GETTERS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.manager_instances import ManagerInstances
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.roots import Roots
from coupling_lsp.index.types.subclass_members import IsModel
from coupling_lsp.index.types.type_kinds import Type, TypeSet, method_result
from coupling_lsp.model import value_path

_FORM_GETTERS = tuple(f".{name}" for name in GETTERS)

Bound = Callable[[Type, Target, str, Dependencies], TypeSet]
"""Gives the types of a path written in a class for a subclass or a query, which its `self` is then."""


class CallResults:
    """Tells what calls give, by the results of the functions of a project and by what Django has."""

    def __init__(
        self,
        roots: Roots,
        members: Members,
        declared_models: DeclaredModels,
        memo: Memo,
        bound: Bound,
        is_model: IsModel,
    ) -> None:
        self._roots = roots
        self._models = roots.models
        self._names: Names = roots.models.names
        self._members = members
        self._declared_models = declared_models
        self._memo = memo
        self._bound = bound
        self._is_model = is_model
        self._manager_instances = ManagerInstances(roots.models, roots.relations, declared_models)

    def of(self, current: Type, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of what calling a value gives."""
        if current.kind == "class":
            query = self._manager_instances.query(current.target, dependencies)
            return [query or Type("instance", current.target)]
        if current.kind == "form class":
            return [current._replace(kind="form")]
        if current.kind == "getter" and current.inner is not None:
            return [current.inner]
        if current.kind != "method":
            return []
        inner, name = current.inner, current.name
        if not name:
            return self._result(current.target, inner, dependencies)
        assert inner is not None, "what a method of Django is called on is known"
        types = method_result(inner, name)
        if types is not None:
            return types
        # Methods that projects add to their querysets and managers mostly narrow them.
        own = self._memo.once(("method", inner, name), partial(self._own_method, inner, name), dependencies)
        return own or [inner._replace(inner=None)]

    def _result(self, function: Target, receiver: Type | None, dependencies: Dependencies) -> Iterable[Type]:
        """Return what a function gives; if that is one of its arguments, all calls have to pass the same class."""
        path = self._members.result(function.module, function.name, dependencies)
        if path is None:
            return []
        if receiver is None:
            types = self._roots.evaluate(path, function.module, dependencies)
        else:
            owner = Target(function.module, function.name.rpartition(".")[0], True)
            types = self._bound(receiver, owner, path, dependencies)
        if function.name.endswith(_FORM_GETTERS):
            return self._declared_models.without_choice(tuple(types), dependencies)
        is_given = value_path.is_of_parameter(path, function.name) and len({it.target for it in types}) > 1
        return (
            [Type(it.kind, ANY_MODEL) for it in types if self._is_model(it.target, dependencies)][:1]
            if is_given
            else types
        )

    def _own_method(self, query: Type, name: str, dependencies: Dependencies) -> Iterator[Type]:
        """Yield the result of a method that the project gave to a manager or queryset; its `self` is the query."""
        for holder in self.managers(query, dependencies):
            for owner in self._names.mro(holder, dependencies):
                path = self._members.result(owner.module, f"{owner.name}.{name}", dependencies)
                if path is not None:
                    yield from self._bound(query, owner, path, dependencies)
                    return

    def managers(self, query: Type, dependencies: Dependencies) -> list[Target]:
        """Return the classes of the project whose methods can be called on a query; none for any other type."""
        if query.kind != "query":
            return []
        manager = query.name if self._models.managers.has(query.target, query.name, dependencies) else DEFAULT_MANAGER
        return self._models.managers.classes(query.target, manager, dependencies)
