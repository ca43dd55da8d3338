"""What kind of relation a field class makes, and what it leads to where the class itself says so.

Relation fields: https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
"""

from typing import NamedTuple

from coupling_lsp.django import fields, third_party
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.exports import attribute
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Class

_MAX_ALIASES = 24
"""How many names in a row may stand for a field class; what is behind more makes no relation."""

_RELATIONS = (*fields.RELATION_MECHANISMS, *third_party.RELATION_MECHANISMS)


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


def relation(names: Names, callee: str, module: str, dependencies: Dependencies, depth: int = 0) -> Relation | None:
    """Return what kind of relation a call makes in a module; None for one that makes none."""
    if depth > _MAX_ALIASES:
        return None
    if "(" in callee:
        return _of_partial(names, callee, module, dependencies, depth)
    target = names.expression(callee.partition("[")[0], module, dependencies)
    if target.assigned:
        is_call = "(" in target.assigned
        return relation(names, target.assigned, target.module, dependencies, depth + 1) if is_call else None
    if not target.in_project:
        last = (target.name or callee).rpartition(".")[2]
        mechanism = next((mechanism for name, mechanism in _RELATIONS if last.endswith(name)), None)
        return Relation(mechanism) if mechanism else None
    return _of_class(names, target, dependencies, depth)


def _of_class(names: Names, target: Target, dependencies: Dependencies, depth: int) -> Relation | None:
    """Return the relation that a field class of the project makes, by the classes it inherits from."""
    owners = [
        (owner, names.find_class(owner.module, owner.name, dependencies)) for owner in names.mro(target, dependencies)
    ]
    foreign = (
        relation(names, base, owner.module, dependencies, depth + 1)
        for owner, declared in owners
        if declared is not None
        for base in declared.bases
        if not names.expression(base, owner.module, dependencies).in_project
    )
    made = next((made for made in foreign if made is not None), None)
    for owner, declared in reversed(owners):
        if made is not None and declared is not None:
            made = made.given(declared, owner.module).chosen(declared, owner.module, dependencies)
    return made


def _of_partial(names: Names, callee: str, module: str, dependencies: Dependencies, depth: int) -> Relation | None:
    """Return the relation of `partial(models.ForeignKey, Invoice)`: its class, and the target it is given."""
    called, _, arguments = callee.partition("(")
    parts = arguments.rstrip(")").split(",")
    if called.rpartition(".")[2] != "partial" or "(" in arguments or not parts[0]:
        return None
    made = relation(names, parts[0], module, dependencies, depth + 1)
    target = parts[1].removeprefix(f"{fields.TARGET}=") if len(parts) > 1 else ""
    return made._replace(target=target, module=module) if made is not None and target else made
