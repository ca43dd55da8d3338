"""What was worked out already, with the names looked at for it, also where things lead back to themselves."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.types.type_kinds import Type, TypeSet

_DEEPEST = 60


class _Known(NamedTuple):
    """What was found, and the keys looked at. `since` is the depth of the circle it was found in."""

    found: TypeSet
    dependencies: tuple[Dependency, ...]
    since: int


class Memo:
    """Each thing is worked out once.

    What leads back to itself is nothing there. What is found inside of such a circle is not whole: it is kept only
    until the circle is left, so that it does not matter where a circle is entered first.
    """

    def __init__(self, results: dict[Hashable, _Known] | None = None) -> None:
        self._known = results or {}
        self._inside: dict[Hashable, _Known] = {}
        self._busy: dict[Hashable, int] = {}
        self._since = _DEEPEST

    def without(self, changes: set[Dependency]) -> "Memo":
        """The memory without what looked at any of some keys."""
        return Memo({key: result for key, result in self._known.items() if changes.isdisjoint(result.dependencies)})

    def once(
        self, key: Hashable, compute: Callable[[Dependencies], Iterable[Type]], dependencies: Dependencies
    ) -> TypeSet:
        """What is found under a key; `compute` notes the names it looks at in the set it is given."""
        result = self._known.get(key) or self._inside.get(key)
        if result is None:
            if key in self._busy or len(self._busy) >= _DEEPEST:
                self._since = min(self._since, self._busy.get(key, 0))
                return ()
            result = self._computed(key, compute)
        self._since = min(self._since, result.since)
        dependencies.update(result.dependencies)
        return result.found

    def _computed(self, key: Hashable, compute: Callable[[Dependencies], Iterable[Type]]) -> _Known:
        depth, outer_depth, self._since = len(self._busy), self._since, _DEEPEST
        self._busy[key] = depth
        dependencies = Dependencies()
        types = tuple(compute(dependencies))
        del self._busy[key]
        cycle_depth, self._since = self._since, outer_depth
        if cycle_depth < depth:
            result = self._inside[key] = _Known(types, dependencies.frozen(), cycle_depth)
            return result
        if self._inside:
            self._inside = {other: it for other, it in self._inside.items() if it.since < depth}
        result = self._known[key] = _Known(types, dependencies.frozen(), _DEEPEST)
        return result
