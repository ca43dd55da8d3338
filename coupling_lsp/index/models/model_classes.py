"""Which classes are Django models, which are abstract or proxies, and which model an expression names.

Inheritance: https://docs.djangoproject.com/en/stable/topics/db/models/#model-inheritance
"""

from collections.abc import Mapping
from typing import Literal

from coupling_lsp.index.apps.discovery import Apps
from coupling_lsp.index.apps.settings import Settings
from coupling_lsp.index.incremental.dependencies import (
    ATTRIBUTE,
    CLASS_BODY,
    REGISTERED_MODEL,
    WRITING_METHOD,
    Dependencies,
    Dependency,
)
from coupling_lsp.index.models import relation_fields, third_party_bases
from coupling_lsp.index.models.relation_fields import Relation
from coupling_lsp.index.symbols.exports import callee
from coupling_lsp.index.symbols.name_resolution import NOWHERE, Names, Target
from coupling_lsp.model.facts import Class, Field

_DEEPEST = 24
_SWAPPED = ("get_model_name", "load_model")
"""Functions of django-swappable-models, which ask a setting first: `BILLING_INVOICE_MODEL`."""
_GIVES_MODEL = ("get_user_model", "get_model", "load_model")

ModelKind = Literal["", "concrete", "abstract", "proxy"]

Registry = Mapping[str, Target]
"""Models by `label.name` in lower case, as Django's own registry has them."""


class Models:
    """What classes are, over the resolved names of a project."""

    def __init__(self, names: Names, apps: Apps, settings: Settings) -> None:
        self.names = names
        self.apps = apps
        self._strings = settings.strings
        self._installed = frozenset(it.value.partition(".")[0] for it in settings.installed)
        self._model_kinds: dict[tuple[str, str], tuple[ModelKind, tuple[Dependency, ...]]] = {}

    def label(self, module: str, it: Class, dependencies: Dependencies) -> str:
        """The app a model belongs to: `Meta.app_label` if it is of the project, else the app around its module.

        An abstract one has no table that could belong to another app.
        """
        label = "" if it.option("Meta.abstract") == "True" else self._app_label(module, it, dependencies, 0)
        return label if label in self.apps.by_label else self.apps.owner(module)

    def model_kind(self, target: Target, dependencies: Dependencies) -> ModelKind:
        """Whether a class is a model and of which kind; empty for anything else."""
        if not target.in_project or not target.name:
            return ""
        key = target.module, target.name
        known = self._model_kinds.get(key)
        if known is None:
            own = Dependencies()
            known = self._model_kinds[key] = self._model_kind(target, own, 0), tuple(own)
        dependencies.update(known[1])
        return known[0]

    def reference(
        self, written: str, module: str, label: str, registry: Registry, dependencies: Dependencies
    ) -> Target:
        """The class an expression names as a model: a name, a string, a setting, `get_user_model()`."""
        for _ in range(_DEEPEST):
            if written.startswith('"'):
                return self._by_string(written[1:], label, registry, dependencies)
            if "(" in written:
                written = self._called(written) or self._asked(written, module, dependencies)
            else:
                target = self.names.expression(written, module, dependencies)
                if target.assigned:
                    written, module = target.assigned, target.module
                elif (setting := self._setting(target, written)) is not None:
                    written = f'"{setting}' if setting else ""
                else:
                    return target
            if not written:
                return NOWHERE
        return NOWHERE

    def _asked(self, written: str, module: str, dependencies: Dependencies) -> str:
        """`getattr(settings, "NAME", default)` as a simpler expression: the value of the setting, or the default."""
        callee, _, given = written.partition("(")
        arguments = given.removesuffix(")").split(",")
        if callee != "getattr" or len(arguments) < 2 or not arguments[1].startswith('"'):
            return ""
        asked = f"{arguments[0]}.{arguments[1][1:]}"
        value = self._setting(self.names.expression(asked, module, dependencies), asked)
        return f'"{value}' if value else arguments[2] if value is not None and len(arguments) > 2 else ""

    def _setting(self, target: Target, written: str) -> str | None:
        """The value of a setting that an expression leads to, also by way of a name another module gives to it."""
        if target.module == "django.conf" and not target.in_project:
            return self.setting(target.name)
        return None if self.names.find_class(target.module, target.name, Dependencies()) else self.setting(written)

    def tables(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """The nearest models with a table of their own, from one upwards, through abstract ones and proxies."""
        found: list[Target] = []
        waiting = [Target(*target[:3])]
        for current in waiting:
            kind = self.model_kind(current, dependencies)
            if kind == "concrete":
                found.append(current)
            elif kind and len(waiting) < _DEEPEST:
                waiting += [it for it in self.bases(current, registry, dependencies) if it not in waiting]
        return found

    def bases(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """The bases of a class that are classes of the project, those that `get_user_model()` gives among them."""
        it = self.names.find_class(target.module, target.name, dependencies)
        found = (
            self.base(written, target.module, registry, dependencies)
            for written in (it.bases if it is not None else ())
        )
        return [Target(*base[:3]) for base in found if base.in_project and base.name]

    def base(self, written: str, module: str, registry: Registry, dependencies: Dependencies) -> Target:
        """The class that a class statement names as a base."""
        found = self.names.expression(written, module, dependencies)
        made = found.assigned or ("" if found else written)
        return self.reference(made, found.module or module, "", registry, dependencies) if "(" in made else found

    def relation(self, it: Field, module: str, dependencies: Dependencies) -> Relation | None:
        """What kind of relation a field makes; None for a field that makes none."""
        return relation_fields.relation(self.names, it.callee, module, dependencies)

    def manager(self, target: Target, name: str, dependencies: Dependencies, depth: int = 0) -> bool:
        """Whether a model has a manager of that name."""
        it = self.names.find_class(target.module, target.name, dependencies)
        if it is None or depth > _DEEPEST:
            return False
        made = callee(it, name, target.module, dependencies)
        if made is not None:
            return self._makes_manager(made, target.module, dependencies, depth)
        bases = (self.names.expression(base, target.module, dependencies) for base in it.bases)
        return any(self.manager(base, name, dependencies, depth + 1) for base in bases if base.in_project)

    def writes(self, target: Target, manager: str, method: str, dependencies: Dependencies) -> bool:
        """Whether a method that the project gave to a model's manager or its queryset calls one that writes."""
        return any(
            self._writes(it, method, dependencies, 0) for it in self.manager_classes(target, manager, dependencies, 0)
        )

    def _writes(self, target: Target, method: str, dependencies: Dependencies, depth: int) -> bool:
        it = self.names.find_class(target.module, target.name, dependencies)
        facts = self.names.facts(target.module)
        dependencies.add(WRITING_METHOD.of(target.module, f"{target.name}.{method}"))
        if it is None or facts is None or depth > _DEEPEST:
            return False
        if f"{it.name}.{method}" in facts.writers:
            return True
        bases = (self.names.expression(base.partition("(")[0], target.module, dependencies) for base in it.bases)
        return any(
            self._writes(base, method, dependencies, depth + 1) for base in bases if base.in_project and base.name
        )

    def manager_classes(self, target: Target, manager: str, dependencies: Dependencies, depth: int = 0) -> list[Target]:
        """The classes behind a model's manager: its own, and the queryset it was made from."""
        it = self.names.find_class(target.module, target.name, dependencies)
        if it is None or depth > _DEEPEST:
            return []
        made = callee(it, manager, target.module, dependencies)
        if made is None:
            bases = (self.names.expression(base, target.module, dependencies) for base in it.bases)
            return [c for b in bases if b.in_project for c in self.manager_classes(b, manager, dependencies, depth + 1)]
        return self._made_of(made, target.module, dependencies, depth)

    def _made_of(self, callee: str, module: str, dependencies: Dependencies, depth: int) -> list[Target]:
        """The classes that a call of a manager's class names: `Manager.from_queryset(Rows)`, or a name for that."""
        found: list[Target] = []
        for part in callee.replace(".from_queryset(", "|").replace(".as_manager", "").rstrip("()").split("|"):
            it = self.names.expression(part, module, dependencies)
            if ".from_queryset(" in it.assigned and depth <= _DEEPEST:
                found += self._made_of(it.assigned, it.module, dependencies, depth + 1)
            elif it.in_project and it.name:
                found.append(it)
        return found

    def _makes_manager(self, callee: str, module: str, dependencies: Dependencies, depth: int) -> bool:
        """Whether a call gives a manager: its class is named so, or inherits from one, or comes from a queryset."""
        last = callee.rpartition(".")[2]
        if "Manager" in last or last == "as_manager" or "from_queryset(" in callee:
            return True
        target = self.names.expression(callee, module, dependencies)
        it = self.names.find_class(target.module, target.name, dependencies) if target.in_project else None
        if it is None or depth > _DEEPEST:
            return False
        return any(self._makes_manager(base, target.module, dependencies, depth + 1) for base in it.bases)

    def _model_kind(self, target: Target, dependencies: Dependencies, depth: int) -> ModelKind:
        it = self.names.find_class(target.module, target.name, dependencies)
        if (
            it is None
            or depth > _DEEPEST
            or not any(self._is_model_base(b, it, target, dependencies, depth) for b in it.bases)
        ):
            return ""
        if it.option("Meta.abstract") == "True":
            return "abstract"
        return "proxy" if it.option("Meta.proxy") == "True" else "concrete"

    def _is_model_base(self, base: str, it: Class, target: Target, dependencies: Dependencies, depth: int) -> bool:
        if "with_metaclass(" in base:  # https://six.readthedocs.io/#six.with_metaclass
            given = base.partition("(")[2].rstrip(")").split(",")[1:]
            return any(self._is_model_base(one, it, target, dependencies, depth) for one in given if one)
        found = self.names.expression(base, target.module, dependencies)
        if "(" in (made := found.assigned or base) or not base:
            callee = made.partition("(")[0].rpartition(".")[2].rpartition(":")[2]
            return (callee in _GIVES_MODEL and bool(self._called(made))) or self._has_fields(
                it, target.module, dependencies
            )
        if found.in_project:
            return (found.module, found.name) != target[:2] and bool(self._model_kind(found, dependencies, depth + 1))
        name = found.name if found else base
        if found.module.partition(".")[0] == "django":
            return third_party_bases.is_djangos(name)
        has_fields = self._has_fields(it, target.module, dependencies)
        return third_party_bases.is_model(found.module, name, it, target.module, self._installed, has_fields=has_fields)

    def _has_fields(self, it: Class, module: str, dependencies: Dependencies) -> bool:
        """Whether a class has fields or managers of Django; without a model among its bases they had no effect."""
        if it.option("fields"):
            return True
        of_all = Dependencies((CLASS_BODY.of(module, it.name),))
        for field in it.fields:
            of_field = Dependencies((ATTRIBUTE.of(module, field.name),))
            if self._is_field(field, module, of_field):
                dependencies.update(of_field)  # As long as this one stays, no other matters.
                return True
            of_all.update(of_field)
        dependencies.update(of_all)
        return False

    def _is_field(self, it: Field, module: str, dependencies: Dependencies) -> bool:
        found = self.names.expression(it.callee, module, dependencies)
        if f"{found.module}.{found.name}".startswith(("django.db.models.", "django.contrib.gis.db.models.")):
            return True
        relation = self.relation(it, module, dependencies)
        return relation is not None and bool(relation.mechanism)

    def _app_label(self, module: str, it: Class, dependencies: Dependencies, depth: int) -> str:
        """`Meta.app_label`, as a model inherits it from an abstract one whose `Meta` it does not replace."""
        own = it.option("Meta.app_label").removeprefix('"')
        if own or depth > _DEEPEST:
            return own
        metas = [value for key, value in it.options if key == "Meta.base"]
        above = [meta.removesuffix(".Meta") for meta in metas if meta.endswith(".Meta")]
        for base in above if it.option("Meta") else it.bases:
            found = self.names.expression(base, module, dependencies)
            declared = self.names.find_class(found.module, found.name, dependencies) if found.in_project else None
            if declared is not None and declared.option("Meta.abstract") == "True":
                return self._app_label(found.module, declared, dependencies, depth + 1)
        return ""

    def _by_string(self, written: str, label: str, registry: Registry, dependencies: Dependencies) -> Target:
        app, dot, name = written.rpartition(".")
        if dot and app not in self.apps.by_label:
            return Target(app, name, False)  # A model of an installed app that is not part of the project.
        key = (written if dot else f"{label}.{written}").lower()
        dependencies.add(REGISTERED_MODEL.of(key))
        return registry.get(key, NOWHERE)

    def _called(self, written: str) -> str:
        """A call as a simpler expression: the string or the setting it returns."""
        callee, _, given = written.rstrip(")").partition("(")
        last = callee.rpartition(".")[2].rpartition(":")[2]
        arguments = [part.partition("=")[2] if "=" in part else part for part in given.split(",")]
        values = [part.removeprefix('"') for part in arguments if part.startswith('"')]
        swapped = "_".join([*values, "MODEL"]).upper() if last in _SWAPPED else ""
        if swapped in self._strings:
            return '"' + self._strings[swapped]
        if last == "get_user_model" and not given:
            return '"' + self._strings.get("AUTH_USER_MODEL", "auth.User")
        if "model" in last.lower() and values and len(values) == len(arguments) <= 2:
            return '"' + ".".join(values[:2])
        return ""

    def setting(self, written: str) -> str | None:
        """The value of `settings.NAME`, empty when it is not known; None for an expression of another kind."""
        before, dot, name = written.rpartition(".")
        if not dot or not name.isupper() or before.rpartition(".")[2].rpartition(":")[2] not in ("settings", "conf"):
            return None
        if name == "AUTH_USER_MODEL":
            return self._strings.get(name, "auth.User")
        return self._strings.get(name, "")
