"""The functions of `django.shortcuts` that take a model, and those that take the name of a URL.

https://docs.djangoproject.com/en/stable/topics/http/shortcuts/
"""

from typing import NamedTuple

from coupling_lsp.django.queryset_api import Result


class Shortcut(NamedTuple):
    """A function. The `result` is that of the query it makes, None where it makes none: it takes a URL then."""

    name: str
    result: Result | None
    has_twin: bool = False

    @property
    def source(self) -> str:
        """The address of what documents the function."""
        return f"https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#{self.name.replace('_', '-')}"


_DECLARED = (
    Shortcut("get_object_or_404", "row", has_twin=True),
    Shortcut("get_list_or_404", "rows", has_twin=True),
    Shortcut("redirect", None),
    Shortcut("resolve_url", None),
)

SHORTCUTS = (*_DECLARED, *(it._replace(name=f"a{it.name}", has_twin=False) for it in _DECLARED if it.has_twin))

QUERY_SHORTCUTS = tuple(it.name for it in SHORTCUTS if it.result is not None)
"""The functions that take a model, a manager or a query first, and lookups as keywords."""

LIST_SHORTCUTS = tuple(it.name for it in SHORTCUTS if it.result == "rows")
"""Those of them that return a list."""

ROW_SHORTCUT_BEGINNINGS = tuple(it.name.removesuffix("404") for it in SHORTCUTS if it.result == "row")
"""How the names of functions begin that return one row, those of libraries included: `get_object_or_none`."""

URL_SHORTCUTS = tuple(it.name for it in SHORTCUTS if it.result is None)
"""The functions that take the name of a URL."""
