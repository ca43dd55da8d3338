"""The names a second pass searches all files of a project for, because of what its first pass told."""

from typing import NamedTuple


class SearchedParameter(NamedTuple):
    """A parameter whose arguments matter. `callee` is what calls of it look like: `close`, `Report`, `.total`.

    A class stands for its `__init__`, a name with a dot is called on something. The number is empty when the
    parameter can be given by name only.
    """

    callee: str
    number: str
    name: str


class SearchTerms(NamedTuple):
    """What the second pass searches for.

    `attributes` lead from one model to rows of another, and `lookups` do so in queries: `order__invoice`.
    `parameters` are those whose arguments have to be known. `bare_lookups` read another table with nothing behind
    them, and `ordering` those that do so only where rows are put in order. `managers` are what models call theirs, and
    `writing_methods` the methods of managers and querysets of the project that write.
    """

    attributes: frozenset[str] = frozenset()
    parameters: frozenset[SearchedParameter] = frozenset()
    lookups: frozenset[str] = frozenset()
    bare_lookups: frozenset[str] = frozenset()
    ordering: frozenset[str] = frozenset()
    managers: frozenset[str] = frozenset()
    writing_methods: frozenset[str] = frozenset()

    def union(self, other: "SearchTerms") -> "SearchTerms":
        """Return the terms of both."""
        return SearchTerms(
            self.attributes | other.attributes,
            self.parameters | other.parameters,
            self.lookups | other.lookups,
            self.bare_lookups | other.bare_lookups,
            self.ordering | other.ordering,
            self.managers | other.managers,
            self.writing_methods | other.writing_methods,
        )

    def without(self, other: "SearchTerms") -> "SearchTerms":
        """Return the terms that the other does not have."""
        return SearchTerms(
            self.attributes - other.attributes,
            self.parameters - other.parameters,
            self.lookups - other.lookups,
            self.bare_lookups - other.bare_lookups,
            self.ordering - other.ordering,
            self.managers - other.managers,
            self.writing_methods - other.writing_methods,
        )

    def __bool__(self) -> bool:
        return any(self)


NO_SEARCH_TERMS = SearchTerms()
