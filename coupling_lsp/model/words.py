"""Words that one project makes interesting in all its files."""

from typing import NamedTuple


class SearchedParameter(NamedTuple):
    """A parameter whose arguments matter. `callee` is what calls of it look like: `close`, `Report`, `.total`.

    A class stands for its `__init__`, a name with a dot is called on something. The number is empty when the
    parameter can be given by name only.
    """

    callee: str
    number: str
    name: str


class Words(NamedTuple):
    """`attributes` lead from one model to rows of another, `lookups` do so in queries: `order__invoice`.

    `alone` are lookups that read another table with nothing behind them, `ordering` those that do so where rows are put
    in order. `parameters` are asked for their type.
    """

    attributes: frozenset[str] = frozenset()
    parameters: frozenset[SearchedParameter] = frozenset()
    lookups: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    ordering: frozenset[str] = frozenset()

    def union(self, other: "Words") -> "Words":
        """All words of both."""
        return Words(
            self.attributes | other.attributes,
            self.parameters | other.parameters,
            self.lookups | other.lookups,
            self.alone | other.alone,
            self.ordering | other.ordering,
        )

    def without(self, other: "Words") -> "Words":
        """The words that the other does not have."""
        return Words(
            self.attributes - other.attributes,
            self.parameters - other.parameters,
            self.lookups - other.lookups,
            self.alone - other.alone,
            self.ordering - other.ordering,
        )

    def __bool__(self) -> bool:
        return any(self)


NO_WORDS = Words()
