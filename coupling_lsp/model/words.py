"""Words that one project makes interesting in all its files."""

from typing import NamedTuple


class Words(NamedTuple):
    """`attributes` lead from one model to rows of another, `lookups` do so in queries: `order__invoice`.

    `alone` are lookups that read another table with nothing behind them, `-order` one that does so where rows are
    put in order. `parameters` are asked for their type.

    A parameter is written `function#number:name`, the number missing when it can be given by name only. A class
    stands for its `__init__`; `.method` is called on something.
    """

    attributes: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    lookups: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()

    def union(self, other: "Words") -> "Words":
        """All words of both."""
        return Words(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))

    def without(self, other: "Words") -> "Words":
        """The words that the other does not have."""
        return Words(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))

    def __bool__(self) -> bool:
        return any(self)


NO_WORDS = Words()
