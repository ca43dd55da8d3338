"""Which classes are Django models, and which of these are abstract or proxies.

Inheritance: https://docs.djangoproject.com/en/stable/topics/db/models/#model-inheritance
"""

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
from coupling_lsp.index.models.relation_fields import Relation
from coupling_lsp.index.symbols.mro import mro, reachable
from coupling_lsp.index.symbols.name_resolution import Names, base_names
from coupling_lsp.index.symbols.target import Target
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
        target = Target(*target[:3])
        known = self._kinds.get(target)
        if known is None:
            own = Dependencies()
            known = self._kinds[target] = self._model_kind(target, own), own.frozen()
        dependencies.update(known[1])
        return known[0]

    def _model_kind(self, target: Target, dependencies: Dependencies) -> ModelKind:
        declared = self.names.find_class(target.module, target.name, dependencies)
        if declared is None:
            return ""
        owners = self.names.mro(target, dependencies)
        if not any(self._names_model(owner, dependencies) for owner in owners):
            return ""
        if declared.option("Meta.abstract") == "True":
            return "abstract"
        return "proxy" if declared.option("Meta.proxy") == "True" else "concrete"

    def label(self, module: str, declared: Class, dependencies: Dependencies) -> str:
        """Return the app a model belongs to: `Meta.app_label` if it is of the project, else the app around its module.

        An abstract one has no table that could belong to another app.
        """
        is_abstract = declared.option("Meta.abstract") == "True"
        label = "" if is_abstract else self._app_label(Target(module, declared.name, True), declared, dependencies)
        return label if label in self.apps.by_label else self.apps.owner(module)

    def mro(self, target: Target, registry: Registry, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the method resolution order of a class, with the bases that `get_user_model()` gives among them."""
        return mro(Target(*target[:3]), lambda current: self.references.bases(current, registry, dependencies))

    def tables(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """Return the nearest models with a table of their own, from one upwards, through abstract ones and proxies."""
        kind = cache(lambda current: self.model_kind(current, dependencies))
        bases = cache(lambda current: self.references.bases(current, registry, dependencies))
        if not kind(target):
            return []
        if kind(target) == "concrete":
            return [Target(*target[:3])]
        order = mro(Target(*target[:3]), bases)
        classes = reachable(order, bases, lambda current: kind(current) not in ("", "concrete"))
        return [current for current in classes if kind(current) == "concrete"]

    def relation(self, field: Field, module: str, dependencies: Dependencies) -> Relation | None:
        """Return what kind of relation a field makes; None for a field that makes none."""
        return relation_fields.relation(self.names, field.callee, module, dependencies)

    def _names_model(self, owner: Target, dependencies: Dependencies) -> bool:
        """Return whether a class names a model as a base that is no class of the project, as far as can be told."""
        declared = self.names.find_class(owner.module, owner.name, dependencies)
        if declared is None:
            return False
        written = (name for base in declared.bases for name in (base_names(base) if "with_meta" in base else [base]))
        return any(self._is_foreign_model(base, declared, owner, dependencies) for base in written)

    def _is_foreign_model(self, base: str, declared: Class, owner: Target, dependencies: Dependencies) -> bool:
        target = self.names.expression(base, owner.module, dependencies)
        if "(" in (expression := target.assigned or base) or not base:
            callee = expression.partition("(")[0].rpartition(".")[2].rpartition(":")[2]
            is_given = callee in MODEL_GETTERS and bool(self.references.text_of_call(expression))
            return is_given or self._has_fields(declared, owner.module, dependencies)
        if target.in_project:
            return False
        name = target.name if target else base
        if target.module.partition(".")[0] == "django":
            return third_party_bases.is_djangos(name)
        has_fields = self._has_fields(declared, owner.module, dependencies)
        return third_party_bases.is_model(
            target.module, name, declared, owner.module, self._installed, has_fields=has_fields
        )

    def _has_fields(self, declared: Class, module: str, dependencies: Dependencies) -> bool:
        """Return whether a class has fields or managers of Django; without a model as a base they had no effect."""
        if declared.option("fields"):
            return True
        of_all = Dependencies((CLASS_BODY.of(module, declared.name),))
        for field in declared.fields:
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

    def _app_label(self, owner: Target, declared: Class, dependencies: Dependencies, depth: int = 0) -> str:
        """Return `Meta.app_label`, as a model inherits it from an abstract one whose `Meta` it does not replace."""
        label = declared.option("Meta.app_label").removeprefix('"')
        if label or depth > _MAX_METAS:
            return label
        if declared.option("Meta"):
            metas = [value for key, value in declared.options if key == "Meta.base" and value.endswith(".Meta")]
            classes = [self.names.expression(meta.removesuffix(".Meta"), owner.module, dependencies) for meta in metas]
        else:
            classes = list(self.names.mro(owner, dependencies)[1:])
        for target in classes:
            ancestor = self.names.find_class(target.module, target.name, dependencies) if target.in_project else None
            if ancestor is not None and ancestor.option("Meta.abstract") == "True":
                return self._app_label(target, ancestor, dependencies, depth + 1)
        return ""
