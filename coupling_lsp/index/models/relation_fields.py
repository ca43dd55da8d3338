"""What kind of relation a field class makes, and what it leads to and does on deletion where the class itself says so.

RelationField fields: https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
"""

import builtins
from typing import NamedTuple

from coupling_lsp.django import fields, third_party
from coupling_lsp.django.deletion import ON_DELETE_NAMES
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.exports import attribute
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.class_options import (
    FIELD_DEFAULT_TARGET,
    FIELD_ON_DELETE,
    FIELD_TARGET,
    class_attribute,
    own_attribute,
)
from coupling_lsp.model.expression import call_of, callee_of, is_call, is_single_name, last_name
from coupling_lsp.model.facts import Class, Field

_MAX_ALIASES = 24
"""How many names in a row may stand for a field class; what is behind more makes no relation."""

_RELATIONS = (*fields.RELATION_MECHANISMS, *third_party.RELATION_MECHANISMS)


class RelationField(NamedTuple):
    """A kind of relation field: its mechanism, and the target that its class fixes or has as a default.

    `attribute` is the name of the class attribute that one of them is taken from. `on_delete` is the expression that
    the class gives for it, with the module to read it in.
    """

    mechanism: str
    target: str = ""
    default: str = ""
    module: str = ""
    attribute: str = ""
    on_delete: tuple[str, str] = ("", "")

    @property
    def is_key(self) -> bool:
        """Whether it is a column with the key of another row, so that it has an `on_delete`."""
        return self.mechanism in fields.KEY_MECHANISMS

    def leads_to(self, target: str, module: str) -> tuple[str, str]:
        """Return the expression of the target of a field written in a module, and the module to read it in."""
        if self.target or not target:
            return self.target or self.default, self.module or module
        return target, module

    def with_target(self, class_: Class, module: str) -> "RelationField":
        """Return the relation with the target, or its default, that the `__init__` of a field class gives."""
        target, default = class_.option(FIELD_TARGET), class_.option(FIELD_DEFAULT_TARGET)
        if self.target or not (expression := target or default):
            return self
        field = self._replace(target=expression) if target else self._replace(default=expression)
        return field._replace(module=module, attribute=own_attribute(expression))

    def with_on_delete(self, class_: Class, module: str) -> "RelationField":
        """Return the relation with the `on_delete` that the `__init__` of a field class gives."""
        expression = class_.option(FIELD_ON_DELETE)
        return self._replace(on_delete=(expression, module)) if expression else self

    def with_class_attribute(self, class_: Class, module: str, dependencies: Dependencies) -> "RelationField":
        """Return the relation with the target that a class attribute of a field class names."""
        if not self.attribute:
            return self
        target = class_.option(class_attribute(self.attribute)) or attribute(
            class_, self.attribute, module, dependencies
        )
        if not target:
            return self
        return (
            self._replace(target=target, module=module) if self.target else self._replace(default=target, module=module)
        )


def relation(
    names: Names, callee: str, module: str, dependencies: Dependencies, depth: int = 0
) -> RelationField | None:
    """Return what kind of relation a call makes in a module; None for one that makes none."""
    if depth > _MAX_ALIASES:
        return None
    if is_call(callee):
        return _of_partial(names, callee, module, dependencies, depth)
    target = names.expression(callee, module, dependencies)
    if target.assigned:
        is_partial = is_call(target.assigned)
        return relation(names, target.assigned, target.module, dependencies, depth + 1) if is_partial else None
    if not target.in_project:
        last = (target.name or callee).rpartition(".")[2]
        mechanism = next((mechanism for name, mechanism in _RELATIONS if last.endswith(name)), None)
        return RelationField(mechanism) if mechanism else None
    return _of_class(names, target, dependencies, depth)


def _of_class(names: Names, target: Target, dependencies: Dependencies, depth: int) -> RelationField | None:
    """Return the relation that a field class of the project makes, by the classes it inherits from."""
    owners = [
        (owner, names.find_class(owner.module, owner.name, dependencies)) for owner in names.mro(target, dependencies)
    ]
    candidates = (
        relation(names, base, owner.module, dependencies, depth + 1)
        for owner, class_ in owners
        if class_ is not None
        for base in class_.bases
        if not names.expression(base, owner.module, dependencies).in_project
    )
    field = next((field for field in candidates if field is not None), None)
    for owner, class_ in reversed(owners):
        if field is not None and class_ is not None:
            field = field.with_target(class_, owner.module).with_class_attribute(class_, owner.module, dependencies)
            field = field.with_on_delete(class_, owner.module)
    return field


def _of_partial(names: Names, callee: str, module: str, dependencies: Dependencies, depth: int) -> RelationField | None:
    """Return the relation of `partial(models.ForeignKey, Invoice)`: its class, and the target it is given."""
    call = call_of(callee)
    if call is None or call.name != "partial" or not call.arguments or any(map(is_call, call.arguments)):
        return None
    field = relation(names, call.arguments[0], module, dependencies, depth + 1)
    target = call.arguments[1] if len(call.arguments) > 1 else ""
    return field._replace(target=target, module=module) if field is not None and target else field


def on_delete(names: Names, relation: RelationField, field: Field, module: str, dependencies: Dependencies) -> str:
    """Return the `on_delete` of a field written in a module.

    It is a name of `django.deletion`, or a function with its module; empty for a relation that has none, and where it
    is not known. What is written at the field stands before what its class gives.
    """
    expression, home = (field.on_delete, module) if field.on_delete else relation.on_delete
    if not relation.is_key or not expression:
        return ""
    callee = callee_of(expression)
    target = names.expression(callee, home, dependencies)
    name = last_name(target.name or callee)
    if not target.in_project and name in ON_DELETE_NAMES:
        return name
    if not target and is_single_name(callee) and not hasattr(builtins, callee):
        return f"{home}.{callee}"  # A function of this module.
    return f"{target.module}.{target.name}" if target.name else ""
