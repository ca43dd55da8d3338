"""Results of type inference, each computed once, with what they depend on.

Cyclic evaluation yields no type: a result that is asked for while it is being computed is empty there. Results computed
inside of a cycle are provisional. They are kept until the cycle is left, and computed anew when they are asked for from
elsewhere, so that it does not matter where a cycle is entered first.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.types.type_kinds import Type, TypeSet

_MAX_DEPTH = 60
"""How many results may be computed inside of one another; one that is deeper is empty, as if it closed a cycle."""


class _Result(NamedTuple):
    """Types, and what they depend on.

    `cycle_depth` is the depth of the outermost result that the computation led back to; `_MAX_DEPTH` for none.
    """

    types: TypeSet
    dependencies: tuple[Dependency, ...]
    cycle_depth: int


class Memo:
    """Keeps results by a key."""

    def __init__(self, results: dict[Hashable, _Result] | None = None) -> None:
        self._results = results or {}
        self._provisional: dict[Hashable, _Result] = {}
        self._depths: dict[Hashable, int] = {}
        self._cycle_depth = _MAX_DEPTH

    def without(self, changes: set[Dependency]) -> "Memo":
        """Return a memo without the results that depend on something that changed."""
        return Memo({key: it for key, it in self._results.items() if changes.isdisjoint(it.dependencies)})

    def once(
        self, key: Hashable, compute: Callable[[Dependencies], Iterable[Type]], dependencies: Dependencies
    ) -> TypeSet:
        """Return the result of a key, computed if there is none; `compute` adds what it depends on to its argument."""
        result = self._results.get(key) or self._provisional.get(key)
        if result is None:
            if key in self._depths or len(self._depths) >= _MAX_DEPTH:
                self._cycle_depth = min(self._cycle_depth, self._depths.get(key, 0))
                return ()
            result = self._computed(key, compute)
        self._cycle_depth = min(self._cycle_depth, result.cycle_depth)
        dependencies.update(result.dependencies)
        return result.types

    def _computed(self, key: Hashable, compute: Callable[[Dependencies], Iterable[Type]]) -> _Result:
        depth, outer_cycle_depth, self._cycle_depth = len(self._depths), self._cycle_depth, _MAX_DEPTH
        self._depths[key] = depth
        dependencies = Dependencies()
        types = tuple(compute(dependencies))
        del self._depths[key]
        cycle_depth, self._cycle_depth = self._cycle_depth, outer_cycle_depth
        if cycle_depth < depth:
            provisional = self._provisional[key] = _Result(types, dependencies.frozen(), cycle_depth)
            return provisional
        if self._provisional:
            self._provisional = {other_key: it for other_key, it in self._provisional.items() if it.cycle_depth < depth}
        result = self._results[key] = _Result(types, dependencies.frozen(), _MAX_DEPTH)
        return result
