"""What functions return and what instances keep, as value paths: looked up by the name that defines them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import INSTANCE_ATTRIBUTE, RESULT, Dependencies, Dependency
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.facts import NO_FACTS, Facts
from coupling_lsp.model.value_path import either

_MOST = 6

Held = Mapping[str, str]
"""Value paths by dotted name in their module; the first of two with one name stands."""


class _Of(NamedTuple):
    """Those of one module."""

    results: Held
    holds: Held


class Members:
    """Over the facts of all modules. What is looked for is noted, found or not: `result:module.name`."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts]) -> None:
        self._modules = modules
        self._facts = facts
        self._known: dict[str, _Of] = {}

    def result(self, module: str, name: str, dependencies: Dependencies) -> str | None:
        """What the function or method of that name returns."""
        dependencies.add(RESULT.of(module, name))
        return self._in(module).results.get(name)

    def held(self, module: str, name: str, dependencies: Dependencies) -> str | None:
        """What instances keep under a name: `Order.invoice`."""
        dependencies.add(INSTANCE_ATTRIBUTE.of(module, name))
        return self._in(module).holds.get(name)

    def _in(self, module: str) -> "_Of":
        module_members = self._known.get(module)
        if module_members is None:
            facts = self._facts.get(self._modules.paths.get(module, ""), NO_FACTS)
            module_members = self._known[module] = _Of(dict(reversed(facts.returns)), _united(facts.holds))
        return module_members


def _united(holds: Iterable[tuple[str, str]]) -> Held:
    """An attribute is what any of its assignments makes it."""
    paths_by_name: dict[str, list[str]] = {}
    for name, path in holds:
        paths_by_name.setdefault(name, []).append(path)
    return {name: either(paths[:_MOST]) for name, paths in paths_by_name.items()}


def changed(module: str, previous: Facts, current: Facts) -> set[Dependency]:
    """The keys under which something else is found after an edit."""
    results, holds = set(previous.returns) ^ set(current.returns), set(previous.holds) ^ set(current.holds)
    return {RESULT.of(module, name) for name, _ in results} | {INSTANCE_ATTRIBUTE.of(module, name) for name, _ in holds}
