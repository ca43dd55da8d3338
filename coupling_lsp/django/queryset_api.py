"""The methods of querysets, managers, related managers and rows: what each returns, and whether it writes.

`_DECLARED` is the table; `METHODS` has the asynchronous twins too, and all sets below follow from it.
"""

from typing import Literal, NamedTuple

Result = Literal["query", "dictionaries", "row", "pair", "rows", "value"]
"""What a method returns: `query` a query of the same model, `dictionaries` a query of dictionaries or tuples, `row`
one row, `pair` a row and whether it is new, `rows` a list or dictionary of rows, `value` nothing that holds rows."""

Holder = Literal["queryset", "manager", "related manager", "row"]

Lookups = Literal["", "keywords", "dictionary", "names", "ordering", "loading", "prefetching", "expressions"]
"""Which arguments of a method are lookups: `keywords` the names of keywords, `dictionary` the keys of a dictionary,
`names` strings, `ordering` strings that put rows in order, `loading` and `prefetching` strings that name relations,
`expressions` only what stands inside of expressions such as `F("order__number")`."""


class Method(NamedTuple):
    """A method of Django that is called on rows, or on what gives rows.

    `documentation` is the address of what says so, up to the name of the method. A method with `has_twin` has an
    asynchronous twin: `get`, `aget`. `is_distinctive` tells that hardly anything but a query has a method of that name.
    """

    name: str
    result: Result
    holders: tuple[Holder, ...]
    documentation: str
    lookups: Lookups = ""
    writes: bool = False
    has_twin: bool = False
    is_distinctive: bool = False
    takes_sql: bool = False

    @property
    def source(self) -> str:
        """The address of what documents the method."""
        return f"{self.documentation}{self.name}"


_DOCS = "https://docs.djangoproject.com/en/stable/"
_CODE = "https://github.com/django/django/blob/main/django/"
_QUERYSET = f"{_DOCS}ref/models/querysets/#django.db.models.query.QuerySet."
_QUERYSET_CODE = f"{_CODE}db/models/query.py#:~:text=def%20"
_MANAGER_CODE = f"{_CODE}db/models/manager.py#:~:text=def%20"
_RELATED = f"{_DOCS}ref/models/relations/#django.db.models.fields.related.RelatedManager."
_ROW = f"{_DOCS}ref/models/instances/#django.db.models.Model."
_ROW_CODE = f"{_CODE}db/models/base.py#:~:text=def%20"
_USERS = f"{_DOCS}ref/contrib/auth/#django.contrib.auth.models.UserManager."
_BASE_USERS = f"{_DOCS}topics/auth/customizing/#django.contrib.auth.models.BaseUserManager."

_QUERIES: tuple[Holder, ...] = ("queryset", "manager", "related manager")
_MANAGERS: tuple[Holder, ...] = ("manager", "related manager")

_DECLARED = (
    # Queries of the same model
    Method("all", "query", _QUERIES, _QUERYSET, is_distinctive=True),
    Method("none", "query", _QUERIES, _QUERYSET),
    Method("filter", "query", _QUERIES, _QUERYSET, "keywords", is_distinctive=True),
    Method("exclude", "query", _QUERIES, _QUERYSET, "keywords", is_distinctive=True),
    Method("complex_filter", "query", _QUERIES, _QUERYSET_CODE, "dictionary"),
    Method("order_by", "query", _QUERIES, _QUERYSET, "ordering", is_distinctive=True),
    Method("reverse", "query", _QUERIES, _QUERYSET),
    Method("distinct", "query", _QUERIES, _QUERYSET, "names"),
    Method("annotate", "query", _QUERIES, _QUERYSET, "expressions", is_distinctive=True),
    Method("alias", "query", _QUERIES, _QUERYSET, "expressions"),
    Method("select_related", "query", _QUERIES, _QUERYSET, "loading", is_distinctive=True),
    Method("prefetch_related", "query", _QUERIES, _QUERYSET, "prefetching", is_distinctive=True),
    Method("select_for_update", "query", _QUERIES, _QUERYSET),
    Method("defer", "query", _QUERIES, _QUERYSET),
    Method("only", "query", _QUERIES, _QUERYSET),
    Method("using", "query", _QUERIES, _QUERYSET),
    Method("union", "query", _QUERIES, _QUERYSET),
    Method("intersection", "query", _QUERIES, _QUERYSET),
    Method("difference", "query", _QUERIES, _QUERYSET),
    Method("extra", "query", _QUERIES, _QUERYSET, takes_sql=True),
    Method("raw", "query", _QUERIES, _QUERYSET, takes_sql=True),
    Method("iterator", "query", _QUERIES, _QUERYSET, has_twin=True),
    Method("db_manager", "query", _MANAGERS, _MANAGER_CODE),
    Method("with_perm", "query", _MANAGERS, _USERS),
    # Queries of something else
    Method("values", "dictionaries", _QUERIES, _QUERYSET, "names"),
    Method("values_list", "dictionaries", _QUERIES, _QUERYSET, "names", is_distinctive=True),
    Method("dates", "value", _QUERIES, _QUERYSET, "names"),
    Method("datetimes", "value", _QUERIES, _QUERYSET, "names"),
    # Rows
    Method("get", "row", _QUERIES, _QUERYSET, "keywords", has_twin=True),
    Method("first", "row", _QUERIES, _QUERYSET, has_twin=True, is_distinctive=True),
    Method("last", "row", _QUERIES, _QUERYSET, has_twin=True, is_distinctive=True),
    Method("latest", "row", _QUERIES, _QUERYSET, "ordering", has_twin=True),
    Method("earliest", "row", _QUERIES, _QUERYSET, "ordering", has_twin=True),
    Method("in_bulk", "rows", _QUERIES, _QUERYSET, has_twin=True, is_distinctive=True),
    Method("get_by_natural_key", "row", _MANAGERS, _BASE_USERS, has_twin=True),
    # Values
    Method("aggregate", "value", _QUERIES, _QUERYSET, "expressions", has_twin=True),
    Method("count", "value", _QUERIES, _QUERYSET, has_twin=True),
    Method("exists", "value", _QUERIES, _QUERYSET, has_twin=True, is_distinctive=True),
    Method("contains", "value", _QUERIES, _QUERYSET, has_twin=True),
    Method("explain", "value", _QUERIES, _QUERYSET, has_twin=True),
    # Writes of queries
    Method("create", "row", _QUERIES, _QUERYSET, writes=True, has_twin=True),
    Method("get_or_create", "pair", _QUERIES, _QUERYSET, "keywords", writes=True, has_twin=True, is_distinctive=True),
    Method(
        "update_or_create", "pair", _QUERIES, _QUERYSET, "keywords", writes=True, has_twin=True, is_distinctive=True
    ),
    Method("bulk_create", "rows", _QUERIES, _QUERYSET, writes=True, has_twin=True, is_distinctive=True),
    Method("bulk_update", "value", _QUERIES, _QUERYSET, writes=True, has_twin=True, is_distinctive=True),
    Method("update", "value", _QUERIES, _QUERYSET, writes=True, has_twin=True),
    Method("delete", "value", ("queryset", "row"), _QUERYSET, writes=True, has_twin=True),
    Method("_raw_delete", "value", ("queryset",), _QUERYSET_CODE, writes=True),
    Method("create_user", "row", _MANAGERS, _USERS, writes=True, has_twin=True),
    Method("create_superuser", "row", _MANAGERS, _USERS, writes=True, has_twin=True),
    # Writes of related managers
    Method("add", "value", ("related manager",), _RELATED, writes=True, has_twin=True),
    Method("remove", "value", ("related manager",), _RELATED, writes=True, has_twin=True),
    Method("clear", "value", ("related manager",), _RELATED, writes=True, has_twin=True),
    Method("set", "value", ("related manager",), _RELATED, writes=True, has_twin=True),
    # Rows themselves
    Method("save", "value", ("row",), _ROW, writes=True, has_twin=True),
    Method("save_base", "value", ("row",), _ROW_CODE, writes=True),
    Method("refresh_from_db", "value", ("row",), _ROW, has_twin=True),
)


def _twin(method: Method) -> Method:
    return method._replace(name=f"a{method.name}", has_twin=False)


METHODS = (*_DECLARED, *(_twin(it) for it in _DECLARED if it.has_twin))

VALUES = "values"
"""The method that makes a query of dictionaries."""

RESULTS: dict[str, Result] = {it.name: it.result for it in METHODS}

ASYNCHRONOUS_METHODS = frozenset(f"a{it.name}" for it in _DECLARED if it.has_twin)
"""https://docs.djangoproject.com/en/stable/topics/async/#queries-the-orm"""

QUERY_METHODS = frozenset(it.name for it in METHODS if it.holders != ("row",))
"""The methods of querysets, managers and related managers."""

ROW_METHODS = frozenset(it.name for it in METHODS if "row" in it.holders)
"""The methods of rows."""

ROW_WRITES = frozenset(it.name for it in METHODS if it.writes and "row" in it.holders)
"""The methods of rows that write."""

QUERY_WRITES = frozenset(it.name for it in METHODS if it.writes and {"queryset", "manager"} & {*it.holders})
"""The methods that write rows by a queryset or any manager."""

RELATION_WRITES = frozenset(it.name for it in METHODS if it.writes and it.holders == ("related manager",))
"""The methods only of related managers, which change what is related."""

CREATING_BEGINNINGS = ("create_", "acreate_")
"""How the names of methods begin by which managers, also those of libraries, create rows: `create_user`."""

DELETING_METHODS = frozenset(("delete", "adelete"))
"""The methods that delete rows."""

DISTINCTIVE_METHODS = frozenset(it.name for it in METHODS if it.is_distinctive)
"""The methods that hardly anything but a query has."""

SQL_METHODS = tuple(it.name for it in METHODS if it.takes_sql)
"""The methods that take SQL."""


def _taking(*lookups: Lookups) -> frozenset[str]:
    return frozenset(it.name for it in METHODS if it.lookups in lookups)


TAKE_DICTIONARIES = _taking("dictionary")
TAKE_KEYWORDS = _taking("keywords", "dictionary")
TAKE_NAMES = _taking("names", "ordering", "loading", "prefetching")
TAKE_LOOKUPS = frozenset(it.name for it in METHODS if it.lookups)
ORDERING_METHODS = _taking("ordering")
LOADING_METHODS = _taking("loading")
PREFETCHING_METHODS = _taking("prefetching")
PREFETCHING_FUNCTIONS = ("prefetch_related_objects", "aprefetch_related_objects")
"""The functions that load relations of rows which are there already.

https://docs.djangoproject.com/en/stable/ref/models/querysets/#prefetch-related-objects
"""

LOADING_ENDING = "_related"
"""How the names of the methods end that load relations."""

SET_OPERATORS = frozenset("|&^")
"""The operators between two queries of one model that give a third.

https://docs.djangoproject.com/en/stable/ref/models/querysets/#operators-that-return-new-querysets
"""
