"""Which classes are Django models, which are abstract or proxies, and what their relation fields lead to.

Inheritance: https://docs.djangoproject.com/en/stable/topics/db/models/#model-inheritance
Relation fields: https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from coupling_lsp.index.apps import Apps
from coupling_lsp.index.names import NOWHERE, Names, Target
from coupling_lsp.model.facts import Class, Field

_DEEPEST = 24
_EXTERNAL_MODELS = ("Model", "AbstractUser", "AbstractBaseUser", "PermissionsMixin")
_SWAPPED = ("get_model_name", "load_model")
"""Functions of django-swappable-models, which ask a setting first: `BILLING_INVOICE_MODEL`."""

_RELATIONS = (
    ("GenericForeignKey", ""),
    ("GenericRelation", "generic"),
    ("ManyToManyField", "many-to-many"),
    ("OneToOneField", "one-to-one"),
    ("ForeignKey", "fk"),
    ("ParentalKey", "fk"),
)

Sort = Literal["", "concrete", "abstract", "proxy"]

Registry = Mapping[str, Target]
"""Models by `label.name` in lower case, as Django's own registry has them."""


class Relation(NamedTuple):
    """A relation field: its mechanism, and the target that its class fixes or has as a default, with their module."""

    mechanism: str
    target: str = ""
    default: str = ""
    module: str = ""

    def leads_to(self, written: str, module: str) -> tuple[str, str]:
        """The expression of the target of a field that is given one in a module, and the module to read it in."""
        if self.target or not written:
            return self.target or self.default, self.module or module
        return written, module


class Models:
    """What classes are, over the resolved names of a project."""

    def __init__(self, names: Names, apps: Apps, strings: Mapping[str, str]) -> None:
        self.names = names
        self.apps = apps
        self._strings = strings
        self._sorts: dict[tuple[str, str], tuple[Sort, tuple[str, ...]]] = {}

    def label(self, module: str, it: Class) -> str:
        """The app a model belongs to: `Meta.app_label` if it is of the project, else the app around its module.

        An abstract class has no table for a label to speak of, only code, so that the app around it owns it.
        """
        label = it.option("Meta.app_label").removeprefix('"')
        named = label in self.apps.by_label and it.option("Meta.abstract") != "True"
        return label if named else self.apps.owner(module)

    def sort(self, target: Target, seen: set[str]) -> Sort:
        """Whether a class is a model and of which sort; empty for anything else."""
        if not target.in_project or not target.name:
            return ""
        key = target.module, target.name
        known = self._sorts.get(key)
        if known is None:
            looked: set[str] = set()
            known = self._sorts[key] = self._sort(target, looked, 0), tuple(looked)
        seen.update(known[1])
        return known[0]

    def reference(self, written: str, module: str, label: str, registry: Registry, seen: set[str]) -> Target:
        """The class an expression names as a model: a name, a string, a setting, `get_user_model()`."""
        for _ in range(_DEEPEST):
            if written.startswith('"'):
                return self._by_string(written[1:], label, registry, seen)
            if "(" in written:
                written = self._called(written)
            elif (setting := self.setting(written)) is not None:
                written = f'"{setting}' if setting else ""
            else:
                target = self.names.expression(written, module, seen)
                if not target.assigned:
                    return target
                written, module = target.assigned, target.module
            if not written:
                return NOWHERE
        return NOWHERE

    def relation(self, it: Field, module: str, seen: set[str]) -> Relation | None:
        """What kind of relation a field makes; None for a field that makes none."""
        return self._relation(it.callee, module, seen, 0)

    def manager(self, target: Target, name: str, seen: set[str], depth: int = 0) -> bool:
        """Whether a model has a manager of that name."""
        it = self.names.find_class(target.module, target.name)
        if it is None or depth > _DEEPEST:
            return False
        callee = next((field.callee for field in it.fields if field.name == name), None)
        if callee is not None:
            return self._makes_manager(callee, target.module, seen, depth)
        bases = (self.names.expression(base, target.module, seen) for base in it.bases)
        return any(self.manager(base, name, seen, depth + 1) for base in bases if base.in_project)

    def writes(self, target: Target, manager: str, method: str, seen: set[str]) -> bool:
        """Whether a method that the project gave to a model's manager or its queryset calls one that writes."""
        return any(self._writes(it, method, seen, 0) for it in self.manager_classes(target, manager, seen, 0))

    def _writes(self, target: Target, method: str, seen: set[str], depth: int) -> bool:
        it = self.names.find_class(target.module, target.name)
        facts = self.names.facts(target.module)
        seen.add(target.module)
        if it is None or facts is None or depth > _DEEPEST:
            return False
        if f"{it.name}.{method}" in facts.writers:
            return True
        bases = (self.names.expression(base.partition("(")[0], target.module, seen) for base in it.bases)
        return any(self._writes(base, method, seen, depth + 1) for base in bases if base.in_project and base.name)

    def manager_classes(self, target: Target, manager: str, seen: set[str], depth: int = 0) -> list[Target]:
        """The classes behind a model's manager: its own, and the queryset it was made from."""
        it = self.names.find_class(target.module, target.name)
        if it is None or depth > _DEEPEST:
            return []
        callee = next((field.callee for field in it.fields if field.name == manager), None)
        if callee is None:
            bases = (self.names.expression(base, target.module, seen) for base in it.bases)
            return [c for b in bases if b.in_project for c in self.manager_classes(b, manager, seen, depth + 1)]
        parts = callee.replace(".from_queryset(", "|").replace(".as_manager", "").rstrip("()").split("|")
        found = (self.names.expression(part, target.module, seen) for part in parts)
        return [it for it in found if it.in_project and it.name]

    def _makes_manager(self, callee: str, module: str, seen: set[str], depth: int) -> bool:
        """Whether a call gives a manager: its class is named so, or inherits from one, or comes from a queryset."""
        last = callee.rpartition(".")[2]
        if "Manager" in last or last == "as_manager" or "from_queryset(" in callee:
            return True
        target = self.names.expression(callee, module, seen)
        it = self.names.find_class(target.module, target.name) if target.in_project else None
        if it is None or depth > _DEEPEST:
            return False
        return any(self._makes_manager(base, target.module, seen, depth + 1) for base in it.bases)

    def _sort(self, target: Target, seen: set[str], depth: int) -> Sort:
        it = self.names.find_class(target.module, target.name)
        seen.add(target.module)
        if it is None or depth > _DEEPEST or not any(self._is_model_base(b, it, target, seen, depth) for b in it.bases):
            return ""
        if it.option("Meta.abstract") == "True":
            return "abstract"
        return "proxy" if it.option("Meta.proxy") == "True" else "concrete"

    def _is_model_base(self, base: str, it: Class, target: Target, seen: set[str], depth: int) -> bool:
        if "with_metaclass(" in base:  # https://six.readthedocs.io/#six.with_metaclass
            given = base.partition("(")[2].rstrip(")").split(",")[1:]
            return any(self._is_model_base(one, it, target, seen, depth) for one in given if one)
        found = self.names.expression(base, target.module, seen)
        if found.in_project:
            return (found.module, found.name) != target[:2] and bool(self._sort(found, seen, depth + 1))
        last = found.name.rpartition(".")[2] if found else base.partition("(")[0].rpartition(".")[2]
        if found.module.startswith("django."):
            return last in _EXTERNAL_MODELS or (".models" in found.module and not found.module.startswith("django.db"))
        if last.endswith("Model") or ".models" in found.module:
            return not last.endswith(("Mixin", "Manager", "QuerySet", "TextChoices")) or last.endswith("ModelMixin")
        return bool(it.option("fields")) and bool(found)

    def _by_string(self, written: str, label: str, registry: Registry, seen: set[str]) -> Target:
        app, dot, name = written.rpartition(".")
        if dot and app not in self.apps.by_label:
            return Target(app, name, False)  # A model of an installed app that is not part of the project.
        key = (written if dot else f"{label}.{written}").lower()
        seen.add(f"model:{key}")
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
        if last == "getattr" and len(arguments) >= 2 and values:
            return '"' + self._strings[values[0]] if values[0] in self._strings else ""
        return ""

    def setting(self, written: str) -> str | None:
        """The value of `settings.NAME`, empty when it is not known; None for an expression of another kind."""
        before, dot, name = written.rpartition(".")
        if not dot or not name.isupper() or before.rpartition(".")[2].rpartition(":")[2] not in ("settings", "conf"):
            return None
        if name == "AUTH_USER_MODEL":
            return self._strings.get(name, "auth.User")
        return self._strings.get(name, "")

    def _relation(self, callee: str, module: str, seen: set[str], depth: int) -> Relation | None:
        if "(" in callee:
            return self._partial(callee, module, seen, depth)
        target = self.names.expression(callee.partition("[")[0], module, seen)
        if target.assigned and depth <= _DEEPEST:
            return self._relation(target.assigned, target.module, seen, depth + 1) if "(" in target.assigned else None
        if not target.in_project:
            last = (target.name or callee).rpartition(".")[2]
            mechanism = next((kind for name, kind in _RELATIONS if last.endswith(name)), None)
            return Relation(mechanism) if mechanism else None
        it = self.names.find_class(target.module, target.name)
        if it is None or depth > _DEEPEST:
            return None
        found = (self._relation(base, target.module, seen, depth + 1) for base in it.bases)
        relation = next((relation for relation in found if relation is not None), None)
        if relation is None or relation.target or not (fixed := it.option("field.to") or it.option("field.default")):
            return relation
        if it.option("field.to"):
            return relation._replace(target=fixed, module=target.module)
        return relation._replace(default=fixed, module=target.module)

    def _partial(self, callee: str, module: str, seen: set[str], depth: int) -> Relation | None:
        """The relation of `partial(models.ForeignKey, Invoice)`: its class, and the target it is given."""
        called, _, given = callee.partition("(")
        parts = given.rstrip(")").split(",")
        if called.rpartition(".")[2] != "partial" or "(" in given or not parts[0]:
            return None
        relation = self._relation(parts[0], module, seen, depth + 1)
        fixed = parts[1].removeprefix("to=") if len(parts) > 1 else ""
        return relation._replace(target=fixed, module=module) if relation is not None and fixed else relation
