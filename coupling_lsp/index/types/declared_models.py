"""The models that views, forms, serializers and admin classes are declared for, and what their members are then."""

from collections.abc import Callable, Iterable

from coupling_lsp.django import conventions, saving
from coupling_lsp.django.managers import DEFAULT_MANAGER, ROWS_METHODS
from coupling_lsp.django.third_party import FILTER_SET, FILTERED_ROWS, SERIALIZED_FIELD, SERIALIZER
from coupling_lsp.index.incremental.dependencies import CLASS_BODY, Dependencies
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.library_bases import has_library_base
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.index.types.type_kinds import Type, TypeSet
from coupling_lsp.model import class_options, value_path
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.model.value_path_parts import Parameter

Evaluate = Callable[[str, str, Dependencies], TypeSet]
"""The types of a value path written in a module; the last argument takes what they depend on."""


class DeclaredModels:
    """Tells the models for which classes are declared that are no models themselves."""

    def __init__(
        self, models: Models, registry: Registry, hierarchy: ClassHierarchy, members: Members, evaluate: Evaluate
    ) -> None:
        self._models = models
        self._registry = registry
        self._hierarchy = hierarchy
        self._members = members
        self._evaluate = evaluate

    def models(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the models a class is declared for: those it names, those the admin registers it for.

        A serializer that names none has that of its view, a view those whose rows its `get_queryset` gives.
        """
        return self._named_models(target, dependencies) or self._of_rows(target, dependencies)

    def _named_models(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        if self._models.model_kind(target, dependencies):
            return ()
        return (
            self._own(target, dependencies)
            or self._registered(target, dependencies)
            or self._of_views(target, dependencies)
        )

    def argument(self, target: Target, method: str, parameter: Parameter, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of what Django or a library passes to a method of a class; none where that is not known."""
        number, name = parameter.number, parameter.name
        getter = saving.PASSED_ARGUMENTS.get((method, number))
        if getter is not None and name not in conventions.PARAMETERS:
            return self._evaluate(_member_path(target, getter), target.module, dependencies)
        is_field = target.name.endswith(SERIALIZER) and method.startswith(SERIALIZED_FIELD) and number == "0"
        if is_field or (name in conventions.PARAMETERS and not self._is_parent(target, number, name, dependencies)):
            return [Type("instance", model) for model in self.models(target, dependencies)]
        if number == "0" and name in FILTERED_ROWS and self._is_filter_set(target, dependencies):
            return self._evaluate(_attribute_path(target, conventions.DECLARING_QUERY), target.module, dependencies)
        if name not in conventions.ADMIN_PARAMETERS or not number or not self._is_admin(target, dependencies):
            return []
        kind = conventions.ADMIN_PARAMETERS[name]
        if kind == "form" and (types := self._evaluate(_attribute_path(target, name), target.module, dependencies)):
            return [Type("instance", type_.target) for type_ in types if type_.kind == "class"]
        return [_declared_type(kind, model) for model in self.models(target, dependencies)]

    def action_argument(self, function: Target, number: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of what the admin passes to a function that classes of it list as an action."""
        if number not in conventions.ACTION_ARGUMENTS:
            return []
        admins = [
            it
            for it in self._hierarchy.action_admins(function, dependencies)
            if self._counts(it.module, function.module)
        ]
        if number == conventions.ACTION_ADMIN:
            return [Type("instance", admin) for admin in admins]
        models = (model for admin in admins for model in self.models(admin, dependencies))
        return [_declared_type("rows", model) for model in models]

    def _counts(self, user: str, module: str) -> bool:
        """Return whether what one module says of another counts; what tests say counts for tests only."""
        is_test = self._models.names.modules.is_test
        return is_test(module) or not is_test(user)

    def _is_admin(self, target: Target, dependencies: Dependencies) -> bool:
        return has_library_base(target, (saving.ADMIN,), self._models.names, dependencies)

    def _is_filter_set(self, target: Target, dependencies: Dependencies) -> bool:
        return has_library_base(target, (FILTER_SET,), self._models.names, dependencies)

    def _is_parent(self, target: Target, number: str, name: str, dependencies: Dependencies) -> bool:
        """Return whether an inline is handed a row of the model around it, as with the request."""
        is_second = name == conventions.ADMIN_OBJECT and number != "0"
        return is_second and has_library_base(target, (saving.INLINE,), self._models.names, dependencies)

    def is_registered(self, target: Target, dependencies: Dependencies) -> bool:
        """Return whether only the registration with the admin tells the models of a class."""
        return not self._own(target, dependencies) and bool(self._registered(target, dependencies))

    def _registered(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the models for which the admin has a class or the nearest of its bases."""
        for owner in self._models.names.mro(target, dependencies):
            registrations = [
                it for it in self._hierarchy.registrations(owner, dependencies) if self._counts(it.module, owner.module)
            ]
            if registrations and self._is_admin(owner, dependencies):
                models = (self._named(*registration, dependencies) for registration in registrations)
                return tuple(dict.fromkeys(model for model in models if model))
        return ()

    def _of_views(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        views = self._hierarchy.views(target, dependencies)
        models = {self._own(view, dependencies) or self._of_rows(view, dependencies) for view in views}
        return models.pop() if len(models) == 1 else ()

    def _of_rows(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the models of the rows that a view gets: what it shows and looks an object up in.

        https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/#django.views.generic.detail.SingleObjectMixin.get_queryset
        """
        names, getter = self._models.names, ROWS_METHODS[0]
        owners = names.mro(target, dependencies)
        if not any(self._members.result(owner.module, f"{owner.name}.{getter}", dependencies) for owner in owners):
            return ()
        types = self._evaluate(_member_path(target, getter), target.module, dependencies)
        return self._models_of((it for it in types if it.kind == "query"), dependencies)

    def _models_of(self, types: Iterable[Type], dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the models of the project that types are of, each once."""
        targets = dict.fromkeys(it.target for it in types)
        return tuple(it for it in targets if self._models.model_kind(it, dependencies))

    def _own(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        names = self._models.names
        for owner in names.mro(target, dependencies):
            class_ = names.find_class(owner.module, owner.name, dependencies)
            dependencies.add(CLASS_BODY.of(owner.module, owner.name))
            for name, path in class_.attributes if class_ is not None else ():
                if name in conventions.DECLARED_BY:
                    types = self._evaluate(path, owner.module, dependencies)
                    models = self._models_of((it for it in types if it.kind in ("class", "query")), dependencies)
                    if models:
                        return models
            expression = class_.option(class_options.MODEL) if class_ is not None else ""
            if expression and (model := self._named(expression, owner.module, dependencies)):
                return (model,)
        return ()

    def _named(self, expression: str, module: str, dependencies: Dependencies) -> Target:
        """Return the model that an expression names; nowhere where that is no model of the project."""
        label = self._models.apps.owner(module)
        model = self._models.references.target(expression, module, label, self._registry, dependencies)
        return model if model.in_project and self._models.model_kind(model, dependencies) else NOWHERE

    def member(self, target: Target, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return the types of an attribute of an instance that Django or a library sets."""
        if name in saving.VIEW_MEMBERS:
            return self._view_member(target, name, dependencies)
        kind = conventions.MEMBERS.get(name)
        if kind is None:
            return []
        like = conventions.METHODS.get(name)
        # A view that has no `model` and no `queryset` may do without by its `get_queryset`.
        is_named = name in conventions.DECLARED_BY
        models = (self._named_models if is_named else self.models)(target, dependencies)
        if like is None:
            return [_declared_type(kind, model) for model in models]
        return [Type("method", model, like, inner=_declared_type("rows", model)) for model in models]

    def of_form(self, model: Target, name: str) -> Iterable[Type]:
        """Return the types of an attribute of a form or formset that Django made for a model."""
        kind = conventions.FORM_MEMBERS.get(name)
        if kind is None:
            return []
        type_ = _declared_type(kind, model)
        return [Type("getter", model, inner=type_) if name == saving.SAVE else type_]

    def _view_member(self, target: Target, name: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return what a view gives of its forms or serializers: an instance, the class, or how to get either."""
        if name in saving.GETTERS:
            path = value_path.called(_member_path(target, saving.GETTERS[name]))
        elif name in saving.CLASS_GETTERS:
            path = _attribute_path(target, saving.CLASS_GETTERS[name])
        else:
            is_form = name == saving.FORM_CLASS and has_library_base(
                target, saving.MODEL_FORM_VIEWS, self._models.names, dependencies
            )
            return [Type("form class", model) for model in self.models(target, dependencies)] if is_form else []
        types = self.without_choice(self._evaluate(path, target.module, dependencies), dependencies)
        return [Type("getter", type_.target, inner=type_) for type_ in types]

    def without_choice(self, types: TypeSet, dependencies: Dependencies) -> TypeSet:
        """Return the forms or serializers of one model; none of several, as the request tells which it is."""
        models = {it.target if it.kind == "form" else self.models(it.target, dependencies) for it in types}
        return types if len(models) < 2 else ()


def _member_path(target: Target, method: str) -> ValuePath:
    """Return the value path of what a method gives of an instance of a class."""
    return value_path.called(_attribute_path(target, method))


def _attribute_path(target: Target, name: str) -> ValuePath:
    """Return the value path of an attribute of an instance of a class."""
    return value_path.attribute(value_path.instance(target.name), name)


def _declared_type(kind: conventions.Kind, model: Target) -> Type:
    match kind:
        case "rows":
            return Type("query", model, DEFAULT_MANAGER)
        case "row":
            return Type("instance", model)
        case "form":
            return Type("form", model)
        case "model":
            return Type("class", model)
