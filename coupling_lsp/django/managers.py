"""Managers: the ones every model has, how classes get others, and what they tell of themselves.

https://docs.djangoproject.com/en/stable/topics/db/managers/
"""

from typing import Literal, NamedTuple

from coupling_lsp.django.queryset_api import DISTINCTIVE_METHODS


class Name(NamedTuple):
    """A name of Django that has to do with managers.

    `role` tells what has it: `manager` a model that declares none, `attribute` any manager, `annotation` a class that
    annotations give the model of its rows, `factory` what makes a manager of a queryset, `rows` a method of a
    manager that gives the query all others begin with, `option` a manager that `_meta` has.
    """

    name: str
    role: Literal["manager", "attribute", "annotation", "factory", "rows", "option"]


_NAMES = (
    Name("objects", "manager"),
    Name("_default_manager", "manager"),
    Name("_base_manager", "manager"),
    Name("default_manager", "option"),  # https://docs.djangoproject.com/en/stable/topics/db/managers/#default-managers
    Name("base_manager", "option"),
    Name("__class__", "attribute"),
    Name("model", "attribute"),
    Name("_meta", "attribute"),
    Name("through", "attribute"),
    Name("field", "attribute"),
    Name("db", "attribute"),
    Name("query", "attribute"),
    Name("rel", "attribute"),
    Name("QuerySet", "annotation"),
    Name("Manager", "annotation"),
    Name("BaseManager", "annotation"),
    Name("RelatedManager", "annotation"),  # https://github.com/typeddjango/django-stubs
    Name("ManyRelatedManager", "annotation"),
    Name("ValuesQuerySet", "annotation"),
    Name("as_manager", "factory"),
    Name("from_queryset", "factory"),
    Name("get_queryset", "rows"),
    Name("get_query_set", "rows"),  # Its name before Django 1.6.
    Name("all", "rows"),
)


def _named(role: str) -> tuple[str, ...]:
    return tuple(it.name for it in _NAMES if it.role == role)


MANAGERS = _named("manager")
"""The managers that models have without declaring one."""

DEFAULT_MANAGER = MANAGERS[0]
DEFAULT_QUERY = f".{DEFAULT_MANAGER}"
"""What follows a model in the value path of a query of it (see `model.value_path`)."""

OPTIONS = "_meta"
"""What a model says of itself: https://docs.djangoproject.com/en/stable/ref/models/meta/"""

OPTION_MANAGERS = {name: f"_{name}" for name in _named("option")}
"""The managers of a model by their name in `_meta`: `Order._meta.default_manager` is `Order._default_manager`."""

MANAGER_ATTRIBUTES = frozenset(_named("attribute"))
"""What a manager says of itself, without a query."""

MANAGER = "Manager"
"""What the name of a class of managers says."""

ANNOTATIONS = _named("annotation")
"""The classes whose annotations name the model of their rows: `QuerySet[Order]`."""

QUERYSET, VALUES_QUERYSET = ANNOTATIONS[0], ANNOTATIONS[-1]

_NO_MANAGER_ENDING = "ContextManager"
"""https://docs.python.org/3/library/contextlib.html#contextlib.AbstractContextManager"""

AS_MANAGER, FROM_QUERYSET = _named("factory")
ROWS_METHODS = _named("rows")
"""The methods of a manager that give all its rows."""

ALL = ROWS_METHODS[-1]

REVERSE_ENDING = "_set"
"""https://docs.djangoproject.com/en/stable/topics/db/queries/#backwards-related-objects"""


def is_querying(accessor: str, method: str) -> bool:
    """Tell whether hardly anything but a related manager has such a name or such a method."""
    return method in DISTINCTIVE_METHODS or accessor.endswith(REVERSE_ENDING)


def is_named_query(name: str) -> bool:
    """Tell whether a class is called like a queryset or manager: `InvoiceQuerySet`."""
    return name.endswith((QUERYSET, MANAGER)) and not name.endswith(_NO_MANAGER_ENDING)
