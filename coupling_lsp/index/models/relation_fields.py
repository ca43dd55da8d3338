"""What kind of relation a field class makes, and what it leads to where the class itself says so.

Relation fields: https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
"""

from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.exports import attribute
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.facts import Class

_DEEPEST = 24

_RELATIONS = (
    ("GenericForeignKey", ""),
    ("GenericRelation", "generic"),
    ("ManyToManyField", "many-to-many"),
    ("OneToOneField", "one-to-one"),
    ("ForeignKey", "fk"),
    ("ParentalKey", "fk"),
)


class Relation(NamedTuple):
    """A relation field: its mechanism, and the target that its class fixes or has as a default, with their module.

    `attribute` is the name of the class attribute that one of them is taken from.
    """

    mechanism: str
    target: str = ""
    default: str = ""
    module: str = ""
    attribute: str = ""

    def leads_to(self, written: str, module: str) -> tuple[str, str]:
        """The expression of the target of a field that is given one in a module, and the module to read it in."""
        if self.target or not written:
            return self.target or self.default, self.module or module
        return written, module

    def given(self, it: Class, module: str) -> "Relation":
        """The relation as a field class has it whose `__init__` gives a target, or has a default."""
        target, default = it.option("field.to"), it.option("field.default")
        if self.target or not (taken := target or default):
            return self
        attribute = taken.removeprefix("self.") if taken.startswith("self.") else ""
        found = self._replace(target=taken) if target else self._replace(default=taken)
        return found._replace(module=module, attribute=attribute)

    def chosen(self, it: Class, module: str, dependencies: Dependencies) -> "Relation":
        """The relation as a field class has it that may choose the target by a class attribute."""
        if not self.attribute:
            return self
        held = it.option(f"attribute.{self.attribute}") or attribute(it, self.attribute, module, dependencies)
        if not held:
            return self
        return self._replace(target=held, module=module) if self.target else self._replace(default=held, module=module)


def relation(names: Names, callee: str, module: str, dependencies: Dependencies) -> Relation | None:
    """What kind of relation a call makes in a module; None for one that makes none."""
    return _relation(names, callee, module, dependencies, 0)


def _relation(names: Names, callee: str, module: str, dependencies: Dependencies, depth: int) -> Relation | None:
    if "(" in callee:
        return _partial(names, callee, module, dependencies, depth)
    target = names.expression(callee.partition("[")[0], module, dependencies)
    if target.assigned and depth <= _DEEPEST:
        return (
            _relation(names, target.assigned, target.module, dependencies, depth + 1)
            if "(" in target.assigned
            else None
        )
    if not target.in_project:
        last = (target.name or callee).rpartition(".")[2]
        mechanism = next((kind for name, kind in _RELATIONS if last.endswith(name)), None)
        return Relation(mechanism) if mechanism else None
    it = names.find_class(target.module, target.name, dependencies)
    if it is None or depth > _DEEPEST:
        return None
    found = (_relation(names, base, target.module, dependencies, depth + 1) for base in it.bases)
    relation = next((relation for relation in found if relation is not None), None)
    if relation is None:
        return None
    return relation.given(it, target.module).chosen(it, target.module, dependencies)


def _partial(names: Names, callee: str, module: str, dependencies: Dependencies, depth: int) -> Relation | None:
    """The relation of `partial(models.ForeignKey, Invoice)`: its class, and the target it is given."""
    called, _, given = callee.partition("(")
    parts = given.rstrip(")").split(",")
    if called.rpartition(".")[2] != "partial" or "(" in given or not parts[0]:
        return None
    relation = _relation(names, parts[0], module, dependencies, depth + 1)
    fixed = parts[1].removeprefix("to=") if len(parts) > 1 else ""
    return relation._replace(target=fixed, module=module) if relation is not None and fixed else relation
