"""Which rules may speak of an edge, found by where their sources begin, without looking at the others."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from coupling_lsp.model.rules import Rule


class RuleIndex:
    """The rules of a file by the app and the parts without wildcards that a source begins with."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._for_any_app: list[int] = []
        self._by_start: dict[tuple[str, ...], list[int]] = {}
        self._apps: set[str] = set()
        for number, rule in enumerate(self._rules):
            if any("*" in selector.app for selector in rule.sources):
                self._for_any_app.append(number)
            else:
                self._apps.update(it.app for it in rule.sources)
                for start in {(it.app, *takewhile(_is_plain, it.parts)) for it in rule.sources}:
                    self._by_start.setdefault(start, []).append(number)

    def concerns(self, app: str) -> bool:
        """Return whether a rule may name a source in an app."""
        return bool(self._for_any_app) or app in self._apps

    def candidates(self, app: str, module: tuple[str, ...], symbol: tuple[str, ...]) -> Iterator[tuple[int, Rule]]:
        """Return the rules that may name an end of an edge, with their numbers in the file.

        A selector begins at the module or at the symbol: `orders.views.Order` or `orders.Order`.
        """
        starts = {(app, *path[:n]) for path in (module + symbol, symbol) for n in range(len(path) + 1)}
        numbers = {number for start in starts for number in self._by_start.get(start, ())}
        return ((number, self._rules[number]) for number in (*sorted(numbers), *self._for_any_app))


def _is_plain(part: str) -> bool:
    return "*" not in part
