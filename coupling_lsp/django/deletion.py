"""What Django does with a row when the row that its key leads to is deleted: the values of `on_delete`.

https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey.on_delete
Those that begin with `DB_` leave it to the database: https://docs.djangoproject.com/en/dev/ref/models/fields/
"""

from typing import Literal, NamedTuple

ON_DELETE = "on_delete"
"""The argument that says it."""

Effect = Literal["delete", "protect", "restrict", "update", "nothing", "unknown"]
"""`protect` and `restrict` stop the deletion; under `restrict` it goes on if the row is deleted by another key, too."""


class OnDelete(NamedTuple):
    """A value of `on_delete`, and what it does to the row with the key."""

    name: str
    effect: Effect


_VALUES = (
    OnDelete("CASCADE", "delete"),
    OnDelete("PROTECT", "protect"),
    OnDelete("RESTRICT", "restrict"),
    OnDelete("SET_NULL", "update"),
    OnDelete("SET_DEFAULT", "update"),
    OnDelete("SET", "update"),
    OnDelete("DO_NOTHING", "nothing"),
    OnDelete("DB_CASCADE", "delete"),
    OnDelete("DB_SET_NULL", "update"),
    OnDelete("DB_SET_DEFAULT", "update"),
)

CASCADE = _VALUES[0].name
"""What Django gives the link of a child to the row it extends, and the keys of a table that it makes itself."""

ON_DELETE_NAMES = frozenset(it.name for it in _VALUES)

_EFFECTS = {it.name: it.effect for it in _VALUES}


def effect_of(on_delete: str) -> Effect:
    """Return what a value does; unknown for a function of the project, and where no value is known."""
    return _EFFECTS.get(on_delete, "unknown")
