"""What functions return and what instances keep, as value paths: looked up by the name that defines them."""

from collections.abc import Mapping

from coupling_lsp.index.modules import Modules
from coupling_lsp.model.facts import Facts

Held = Mapping[str, str]
"""Value paths by dotted name in their module; the first of two with one name stands."""


class Members:
    """Over the facts of all modules. What is looked for is noted, found or not: `result:module.name`."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts]) -> None:
        self._modules = modules
        self._facts = facts
        self._results: dict[str, Held] = {}
        self._holds: dict[str, Held] = {}

    def result(self, module: str, name: str, seen: set[str]) -> str | None:
        """What the function or method of that name returns."""
        seen.add(f"result:{module}.{name}")
        known = self._results.get(module)
        if known is None:
            facts = self._of(module)
            known = self._results[module] = dict(reversed(facts.returns)) if facts is not None else {}
        return known.get(name)

    def held(self, module: str, name: str, seen: set[str]) -> str | None:
        """What instances keep under a name: `Order.invoice`."""
        seen.add(f"held:{module}.{name}")
        known = self._holds.get(module)
        if known is None:
            facts = self._of(module)
            known = self._holds[module] = dict(reversed(facts.holds)) if facts is not None else {}
        return known.get(name)

    def _of(self, module: str) -> Facts | None:
        path = self._modules.paths.get(module)
        return self._facts.get(path) if path is not None else None


def changed(module: str, before: Facts, after: Facts) -> set[str]:
    """The keys under which something else is found after an edit."""
    results, holds = set(before.returns) ^ set(after.returns), set(before.holds) ^ set(after.holds)
    return {f"result:{module}.{name}" for name, _ in results} | {f"held:{module}.{name}" for name, _ in holds}
