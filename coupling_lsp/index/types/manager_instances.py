"""What an instance of a class of managers or querysets is: a query of the model that has it.

https://docs.djangoproject.com/en/stable/topics/db/managers/
"""

from coupling_lsp.django.managers import DEFAULT_MANAGER, is_named_query
from coupling_lsp.index.incremental.dependencies import CLASS_BODY, Dependencies
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import base_names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.type_kinds import Type


class ManagerInstances:
    """Tells the model whose rows a manager or queryset is of, by its class alone."""

    def __init__(self, models: Models, relations: Relations, declared_models: DeclaredModels) -> None:
        self._models = models
        self._names = models.names
        self._relations = relations
        self._declared_models = declared_models

    def query(self, target: Target, dependencies: Dependencies) -> Type | None:
        """Return the query that an instance of a class is; None for any other class, and one of several models."""
        if not any(map(is_named_query, base_names(target, self._names, dependencies))):
            return None
        models = self._declared_models.models(target, dependencies)
        model = models[0] if len(models) == 1 else self._only_model(target, dependencies)
        return Type("query", model, self._accessor(model, target, dependencies)) if model is not None else None

    def _only_model(self, target: Target, dependencies: Dependencies) -> Target | None:
        """Return the model of the same app that has managers of a class, if all others inherit from it.

        That today one model of another app has a class meant for many says nothing of its rows.
        """
        managed = self._relations.tables.managed(Target(*target[:3]), dependencies)
        roots = (it for it in managed if all(it in self._names.mro(other, dependencies) for other in managed))
        owner = self._models.apps.owner
        return next((it for it in roots if owner(it.module) == owner(target.module)), None)

    def _accessor(self, model: Target, target: Target, dependencies: Dependencies) -> str:
        """Return the name under which a model has the manager."""
        for owner in self._names.mro(model, dependencies):
            dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            class_ = self._names.find_class(owner.module, owner.name, dependencies)
            for field in class_.fields if class_ is not None else ():
                classes = self._models.managers.classes(owner, field.name, dependencies)
                if any(target in self._names.mro(it, dependencies) for it in classes):
                    return field.name
        return DEFAULT_MANAGER
