"""What an attribute is in the code of a base that leaves it to its heirs: a mixin, an abstract model."""

from collections.abc import Callable, Iterable

from coupling_lsp.django import conventions
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.roots import Roots
from coupling_lsp.index.types.type_kinds import Type, TypeKind
from coupling_lsp.model import value_path

_OF_MODELS: tuple[TypeKind, ...] = ("class", "instance", "query")

Attribute = Callable[[Type, str, Dependencies], Iterable[Type]]
"""Gives the types of an attribute of a value."""

IsModel = Callable[[Target, Dependencies], bool]
"""Tells whether a class is a model."""


class SubclassMembers:
    """Tells what attributes are by the classes that inherit; those in tests count for tests only."""

    def __init__(
        self,
        roots: Roots,
        members: Members,
        declared_models: DeclaredModels,
        memo: Memo,
        attribute: Attribute,
        is_model: IsModel,
    ) -> None:
        self._modules = roots.models.names.modules
        self._apps = roots.models.apps
        self._hierarchy = roots.hierarchy
        self._members = members
        self._declared_models = declared_models
        self._memo = memo
        self._attribute = attribute
        self._is_model = is_model

    def of(self, current: Type, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of an attribute of `self`. In a method, only subclasses count that do not replace it.

        A subclass of another app fills in some model for the code of the base, which names it no more than any other:
        that is the doing of that app. A relation the base does name.
        """
        target, method = current.target, current.inner.name if current.inner is not None else ""

        def types(own: Dependencies) -> list[Type]:
            is_test, app_of = self._modules.is_test, self._apps.owner
            types: list[Type] = []
            for subclass in self._hierarchy.subclasses(target, own):
                if is_test(subclass.module) and not is_test(target.module):
                    continue
                if method and self._replaces(subclass, method, own):
                    continue
                if name in conventions.MEMBERS and self._declared_models.is_registered(subclass, own):
                    continue  # What the admin registers a class for is no matter of the classes above.
                instance = Type("instance", subclass, inner=current.inner)
                types_there = self._attribute(instance, name, own)
                is_own_app = app_of(subclass.module) == app_of(target.module)
                types += types_there if is_own_app else self._filled_in(types_there, name, own)
            return types

        return self._memo.once(("subclasses", target, method, name), types, dependencies)

    def _filled_in(self, types: Iterable[Type], name: str, dependencies: Dependencies) -> list[Type]:
        """Return what an attribute is to the code of a base, by what a subclass of another app says of it."""
        return [
            it if it.name == name else Type(it.kind, ANY_MODEL, it.name, it.m2m)
            for it in types
            if it.kind in _OF_MODELS and self._is_model(it.target, dependencies)
        ]

    def _replaces(self, subclass: Target, method: str, dependencies: Dependencies) -> bool:
        """Return whether a class overrides a method without calling that of `super()`, as far as its result tells."""
        path = self._members.result(subclass.module, f"{subclass.name}.{method}", dependencies)
        return path is not None and not value_path.is_of_superclass(path)
