"""The models that views, forms, serializers and admin classes are declared for, and what their members are then."""

from collections.abc import Callable, Iterable

from coupling_lsp.django import conventions
from coupling_lsp.django.managers import DEFAULT_MANAGER
from coupling_lsp.django.third_party import SERIALIZED_FIELD, SERIALIZER
from coupling_lsp.index.incremental.dependencies import CLASS_BODY, Dependencies
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Found, Type

Evaluate = Callable[[str, str, Dependencies], Found]
"""The types of a value path written in a module; the names looked at go into the set."""


class DeclaredModels:
    """Over the classes of a project that are no models."""

    def __init__(self, models: Models, registry: Registry, hierarchy: ClassHierarchy, evaluate: Evaluate) -> None:
        self._models = models
        self._registry = registry
        self._hierarchy = hierarchy
        self._evaluate = evaluate

    def model(self, target: Target, dependencies: Dependencies) -> Target | None:
        """The model a class is declared for; that of the view a serializer is for, if it names none itself."""
        if self._models.model_kind(target, dependencies):
            return None
        return self._own(target, dependencies) or self._of_views(target, dependencies)

    def row(self, target: Target, method: str, number: str, name: str, dependencies: Dependencies) -> Target | None:
        """The model of which a method of such a class is handed a row as a parameter."""
        is_field = target.name.endswith(SERIALIZER) and method.startswith(SERIALIZED_FIELD) and number == "0"
        return self.model(target, dependencies) if is_field or name in conventions.PARAMETERS else None

    def _of_views(self, target: Target, dependencies: Dependencies) -> Target | None:
        found = {self._own(view, dependencies) for view in self._hierarchy.views(target, dependencies)}
        return found.pop() if len(found) == 1 else None

    def _own(self, target: Target, dependencies: Dependencies) -> Target | None:
        names = self._models.names
        for owner in names.mro(target, dependencies):
            it = names.find_class(owner.module, owner.name, dependencies)
            dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            for name, path in it.attributes if it is not None else ():
                if name in conventions.DECLARED_BY:
                    for found in self._evaluate(path, owner.module, dependencies):
                        if found.shape in ("class", "query") and self._models.model_kind(found.target, dependencies):
                            return found.target
            written = it.option("Meta.model") if it is not None else ""
            if written:
                label = self._models.apps.owner(owner.module)
                meant = self._models.references.target(written, owner.module, label, self._registry, dependencies)
                if meant.in_project and self._models.model_kind(meant, dependencies):
                    return meant
        return None

    def member(self, target: Target, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """What an attribute of an instance is that Django sets or has."""
        one, many = name in conventions.INSTANCES, name in conventions.QUERIES
        if not (one or many or name in conventions.METHODS or name == conventions.DECLARING_MODEL):
            return []
        declared = self.model(target, dependencies)
        if declared is None:
            return []
        query = Type("query", declared, DEFAULT_MANAGER)
        if name in conventions.METHODS:
            return [Type("method", declared, conventions.METHODS[name], inner=query)]
        return [Type("instance", declared) if one else query if many else Type("class", declared)]
