"""Words that one project makes interesting in all its files."""

from typing import NamedTuple


class Words(NamedTuple):
    """`attributes` lead from one model to rows of another, `lookups` do so in queries: `order__invoice`.

    `parameters` are asked for their type.

    A parameter is written `function#number:name`, the number missing when it can be given by name only. A class
    stands for its `__init__`.
    """

    attributes: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    lookups: frozenset[str] = frozenset()

    def union(self, other: "Words") -> "Words":
        """All words of both."""
        return Words(
            self.attributes | other.attributes, self.parameters | other.parameters, self.lookups | other.lookups
        )

    def without(self, other: "Words") -> "Words":
        """The words that the other does not have."""
        return Words(
            self.attributes - other.attributes, self.parameters - other.parameters, self.lookups - other.lookups
        )

    def __bool__(self) -> bool:
        return bool(self.attributes or self.parameters or self.lookups)


NO_WORDS = Words()
