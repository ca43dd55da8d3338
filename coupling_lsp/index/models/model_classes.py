"""Which classes are Django models, and which of these are abstract or proxies.

Inheritance: https://docs.djangoproject.com/en/stable/topics/db/models/#model-inheritance
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Literal

from coupling_lsp.django.fields import FIELD_MODULES
from coupling_lsp.django.model_getters import MODEL_GETTERS
from coupling_lsp.index.apps.discovery import Apps
from coupling_lsp.index.apps.settings import Settings
from coupling_lsp.index.incremental.dependencies import ATTRIBUTE, CLASS_BODY, Dependencies, Dependency
from coupling_lsp.index.models import relation_fields, third_party_bases
from coupling_lsp.index.models.managers import Managers
from coupling_lsp.index.models.references import References, Registry
from coupling_lsp.index.models.relation_fields import RelationField
from coupling_lsp.index.symbols.mro import mro, reachable
from coupling_lsp.index.symbols.name_resolution import Names, base_expressions
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model import class_options
from coupling_lsp.model.expression import callee_of, is_call, last_name, split_attribute, text_of
from coupling_lsp.model.facts import Class, Field

_MAX_METAS = 24
"""How many classes `Meta` may inherit from each other; what is behind more is not known."""

ModelKind = Literal["", "concrete", "abstract", "proxy"]


class Models:
    """Tells what the classes of a project are to Django."""

    def __init__(self, names: Names, apps: Apps, settings: Settings) -> None:
        self.names = names
        self.apps = apps
        self.managers = Managers(names)
        self.references = References(names, apps, settings)
        self._installed = frozenset(app.value.partition(".")[0] for app in settings.installed)
        self._kinds: dict[Target, tuple[ModelKind, tuple[Dependency, ...]]] = {}

    def model_kind(self, target: Target, dependencies: Dependencies) -> ModelKind:
        """Return whether a class is a model and of which kind; empty for anything else."""
        if not target.in_project or not target.name:
            return ""
        if target.assigned:
            target = Target(*target[:3])
        memo = self._kinds.get(target)
        if memo is None:
            own = Dependencies()
            memo = self._kinds[target] = self._model_kind(target, own), own.frozen()
        dependencies.update(memo[1])
        return memo[0]

    def _model_kind(self, target: Target, dependencies: Dependencies) -> ModelKind:
        class_ = self.names.find_class(target.module, target.name, dependencies)
        if class_ is None:
            return ""
        owners = self.names.mro(target, dependencies)
        if not any(self._names_model(owner, dependencies) for owner in owners):
            return ""
        if class_options.is_true(class_.option(class_options.ABSTRACT)):
            return "abstract"
        meta_owner = class_ if class_.option(class_options.META) else self._mixin_with_meta(owners[1:], dependencies)
        is_proxy = meta_owner is not None and class_options.is_true(meta_owner.option(class_options.PROXY))
        return "proxy" if is_proxy else "concrete"

    def _mixin_with_meta(self, owners: Iterable[Target], dependencies: Dependencies) -> Class | None:
        """Return the class whose `Meta` a model without one has, as an attribute: models themselves keep none.

        https://github.com/django/django/blob/main/django/db/models/base.py
        """
        for owner in owners:
            class_ = self.names.find_class(owner.module, owner.name, dependencies)
            if class_ is not None and class_.option(class_options.META) and not self.model_kind(owner, dependencies):
                return class_
        return None

    def is_unknown(self, target: Target, dependencies: Dependencies) -> bool:
        """Return whether nothing that can be read binds a name of the project, as one that `__getattr__` gives."""
        if not target.in_project or not target.name or third_party_bases.is_builtin(target.assigned):
            return False
        return self.names.find_class(target.module, target.name, dependencies) is None

    def label(self, module: str, class_: Class, dependencies: Dependencies) -> str:
        """Return the app a model belongs to: `Meta.app_label` if it is of the project, else the app around its module.

        An abstract one has no table that could belong to another app.
        """
        return self.stated_label(module, class_, dependencies) or self.apps.owner(module)

    def stated_label(self, module: str, class_: Class, dependencies: Dependencies) -> str:
        """Return the app of the project that `Meta.app_label` of a model names; empty without one."""
        is_abstract = class_options.is_true(class_.option(class_options.ABSTRACT))
        label = "" if is_abstract else self._app_label(Target(module, class_.name, True), class_, dependencies)
        return label if label in self.apps.by_label else ""

    def reachable(
        self, target: Target, kinds: Collection[ModelKind], registry: Registry, dependencies: Dependencies
    ) -> list[Target]:
        """Return a class and those it inherits from by a way through classes of some kinds, in the order of its `mro`.

        The bases that `get_user_model()` gives are among them.
        """
        bases = cache(lambda current: self.references.bases(current, registry, dependencies))
        kind = cache(lambda current: self.model_kind(current, dependencies))
        return reachable(mro(target, bases), bases, lambda current: kind(current) in kinds)

    def tables(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """Return the nearest models with a table of their own, from one upwards, through abstract ones and proxies."""
        kind = self.model_kind(target, dependencies)
        if not kind:
            return []
        if kind == "concrete":
            return [Target(*target[:3])]
        classes = self.reachable(Target(*target[:3]), ("abstract", "proxy"), registry, dependencies)
        return [current for current in classes if self.model_kind(current, dependencies) == "concrete"]

    def relation(self, field: Field, module: str, dependencies: Dependencies) -> RelationField | None:
        """Return what kind of relation a field makes; None for a field that makes none."""
        return relation_fields.relation(self.names, field.callee, module, dependencies)

    def on_delete(self, relation: RelationField, field: Field, module: str, dependencies: Dependencies) -> str:
        """Return what `relation_fields.on_delete` does."""
        return relation_fields.on_delete(self.names, relation, field, module, dependencies)

    def _names_model(self, owner: Target, dependencies: Dependencies) -> bool:
        """Return whether a class names a model as a base that is no class of the project, as far as can be told."""
        class_ = self.names.find_class(owner.module, owner.name, dependencies)
        if class_ is None:
            return False
        bases = (expression for base in class_.bases for expression in base_expressions(base))
        return any(self._is_foreign_model(base, class_, owner, dependencies) for base in bases)

    def _is_foreign_model(self, base: str, class_: Class, owner: Target, dependencies: Dependencies) -> bool:
        target = self.names.expression(base, owner.module, dependencies)
        if is_call(expression := target.assigned or base) or not base:
            is_given = last_name(callee_of(expression)) in MODEL_GETTERS and bool(
                self.references.simplified(expression)
            )
            return is_given or self._has_fields(class_, owner.module, dependencies)
        if target.in_project:
            return self.is_unknown(target, dependencies) and self._has_fields(class_, owner.module, dependencies)
        name = target.name if target else base
        if target.module.partition(".")[0] == "django":
            return third_party_bases.is_djangos(name)
        has_fields = self._has_fields(class_, owner.module, dependencies)
        return third_party_bases.is_model(
            target.module, name, class_, owner.module, self._installed, has_fields=has_fields
        )

    def _has_fields(self, class_: Class, module: str, dependencies: Dependencies) -> bool:
        """Return whether a class has fields or managers of Django; without a model as a base they had no effect."""
        if class_.option(class_options.PLAIN_FIELDS):
            return True
        of_all = Dependencies((CLASS_BODY.of(module, class_.name),))
        for field in class_.fields:
            of_field = Dependencies((ATTRIBUTE.of(module, field.name),))
            if self._is_field(field, module, of_field):
                dependencies.update(of_field)  # As long as this one stays, no other matters.
                return True
            of_all.update(of_field)
        dependencies.update(of_all)
        return False

    def _is_field(self, field: Field, module: str, dependencies: Dependencies) -> bool:
        target = self.names.expression(field.callee, module, dependencies)
        if f"{target.module}.{target.name}".startswith(FIELD_MODULES):
            return True
        relation = self.relation(field, module, dependencies)
        return relation is not None and bool(relation.mechanism)

    def _app_label(self, owner: Target, class_: Class, dependencies: Dependencies, depth: int = 0) -> str:
        """Return `Meta.app_label`, as a model inherits it from an abstract one whose `Meta` it does not replace."""
        label = text_of(class_.option(class_options.APP_LABEL))
        if label or depth > _MAX_METAS:
            return label
        if class_.option(class_options.META):
            metas = [split_attribute(value) for key, value in class_.options if key == class_options.META_BASE]
            owners = [expression for expression, name in metas if name == class_options.META]
            classes = [self.names.expression(expression, owner.module, dependencies) for expression in owners]
        else:
            classes = list(self.names.mro(owner, dependencies)[1:])
        for target in classes:
            ancestor = self.names.find_class(target.module, target.name, dependencies) if target.in_project else None
            if ancestor is not None and class_options.is_true(ancestor.option(class_options.ABSTRACT)):
                return self._app_label(target, ancestor, dependencies, depth + 1)
        return ""
