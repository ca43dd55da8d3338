"""Which rules may speak of an edge, found by where their sources begin, without looking at the others."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from coupling_lsp.model.rules import Rule


class Candidates:
    """The rules of a file by the app and the plain parts that a source begins with."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._anywhere: list[int] = []
        self._by_start: dict[tuple[str, ...], list[int]] = {}
        for number, rule in enumerate(self._rules):
            if any("*" in selector.app for selector in rule.sources):
                self._anywhere.append(number)
            else:
                for start in {(it.app, *takewhile(_is_plain, it.parts)) for it in rule.sources}:
                    self._by_start.setdefault(start, []).append(number)

    def of(self, app: str, module: tuple[str, ...], symbol: tuple[str, ...]) -> Iterator[tuple[int, Rule]]:
        """The rules that may name this end of an edge, with their numbers; selectors begin at its module or symbol."""
        starts = {(app, *path[:n]) for path in (module + symbol, symbol) for n in range(len(path) + 1)}
        found = {number for start in starts for number in self._by_start.get(start, ())}
        return ((number, self._rules[number]) for number in (*sorted(found), *self._anywhere))


def _is_plain(part: str) -> bool:
    return "*" not in part
