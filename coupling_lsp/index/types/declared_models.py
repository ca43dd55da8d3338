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
from coupling_lsp.index.types.type_kinds import Type, TypeSet
from coupling_lsp.model import class_options

Evaluate = Callable[[str, str, Dependencies], TypeSet]
"""The types of a value path written in a module; the last argument takes what they depend on."""


class DeclaredModels:
    """Tells the models for which classes are declared that are no models themselves."""

    def __init__(self, models: Models, registry: Registry, hierarchy: ClassHierarchy, evaluate: Evaluate) -> None:
        self._models = models
        self._registry = registry
        self._hierarchy = hierarchy
        self._evaluate = evaluate

    def model(self, target: Target, dependencies: Dependencies) -> Target | None:
        """Return the model a class is declared for; a serializer that names none has that of its view."""
        if self._models.model_kind(target, dependencies):
            return None
        return self._own(target, dependencies) or self._of_views(target, dependencies)

    def row(self, target: Target, method: str, number: str, name: str, dependencies: Dependencies) -> Target | None:
        """Return the model of which a method of a class gets a row as a parameter; None if it gets none."""
        is_field = target.name.endswith(SERIALIZER) and method.startswith(SERIALIZED_FIELD) and number == "0"
        return self.model(target, dependencies) if is_field or name in conventions.PARAMETERS else None

    def _of_views(self, target: Target, dependencies: Dependencies) -> Target | None:
        models = {self._own(view, dependencies) for view in self._hierarchy.views(target, dependencies)}
        return models.pop() if len(models) == 1 else None

    def _own(self, target: Target, dependencies: Dependencies) -> Target | None:
        names = self._models.names
        for owner in names.mro(target, dependencies):
            class_ = names.find_class(owner.module, owner.name, dependencies)
            dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            for name, path in class_.attributes if class_ is not None else ():
                if name in conventions.DECLARED_BY:
                    for type_ in self._evaluate(path, owner.module, dependencies):
                        if type_.kind in ("class", "query") and self._models.model_kind(type_.target, dependencies):
                            return type_.target
            expression = class_.option(class_options.MODEL) if class_ is not None else ""
            if expression:
                label = self._models.apps.owner(owner.module)
                model = self._models.references.target(expression, owner.module, label, self._registry, dependencies)
                if model.in_project and self._models.model_kind(model, dependencies):
                    return model
        return None

    def member(self, target: Target, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of an attribute of an instance that Django or a library sets."""
        is_instance, is_query = name in conventions.INSTANCES, name in conventions.QUERIES
        if not (is_instance or is_query or name in conventions.METHODS or name == conventions.DECLARING_MODEL):
            return []
        model = self.model(target, dependencies)
        if model is None:
            return []
        query = Type("query", model, DEFAULT_MANAGER)
        if name in conventions.METHODS:
            return [Type("method", model, conventions.METHODS[name], inner=query)]
        return [Type("instance", model) if is_instance else query if is_query else Type("class", model)]
