"""Names of the options of classes, which `Class.options` holds with their expressions.

    label               a constant in the body of the class
    fields              the first call that makes a plain field
    attribute.target    the model that an attribute of a field class may name
    field.to            the model that the `__init__` of a field class leads to
    field.on_delete     the `on_delete` that this `__init__` gives
    Meta                there is a class `Meta`
    Meta.base           one of the bases of `Meta`
    Meta.app_label      a constant in the body of `Meta`

Detection writes these options, and the index reads them.
"""

import re

APP_LABEL = "Meta.app_label"
ABSTRACT = "Meta.abstract"
PROXY = "Meta.proxy"
DB_TABLE = "Meta.db_table"
DEFAULT_RELATED_NAME = "Meta.default_related_name"
MODEL = "Meta.model"

META = "Meta"
META_BASE = "Meta.base"

PLAIN_FIELDS = "fields"
"""Tells that a class has plain fields: one of the calls that make them."""

FIELD_TARGET, FIELD_DEFAULT_TARGET = "field.to", "field.default"
"""The target that the `__init__` of a field class gives, and the one it has when none is given.

`self.NAME` stands for what the class of the field has under that name.
"""

FIELD_ON_DELETE = "field.on_delete"
"""The `on_delete` that the `__init__` of a field class gives where the field is given none."""

_SELF = "self."
_EMPTY = re.compile(r"[\[(]\s*[\])]$|None$")


def meta(name: str) -> str:
    """Return the name of an option that `Meta` holds: `Meta.ordering`."""
    return f"{META}.{name}"


def class_attribute(name: str) -> str:
    """Return the name of the option that tells which model an attribute may name: `attribute.target`."""
    return f"attribute.{name}"


def is_true(option: str) -> bool:
    """Return whether the expression of an option is true."""
    return option == "True"


def is_empty(option: str) -> bool:
    """Return whether the expression of an option is an empty list, an empty tuple or None."""
    return _EMPTY.match(option) is not None


def own_attribute(target: str) -> str:
    """Return the attribute of its own class that a field takes its target from: `target` for `self.target`."""
    return target.removeprefix(_SELF) if target.startswith(_SELF) else ""
