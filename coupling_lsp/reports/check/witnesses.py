"""Edges that a rule would decide if somebody wrote them: made up from its selectors, and from what the apps have."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from coupling_lsp.model.edges import KINDS, Edge, Kind
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.match import Matcher, covers

ANY_NAME = "anything"
"""Stands for a name of which a selector says nothing, and which no other rule should name either."""

_WORD = re.compile(r"\w+")
_MAX_MODULES = 50


class EdgeEnd(NamedTuple):
    """One end of a made-up edge: an app, and the parts of a module and of a symbol in it."""

    app: str
    module: tuple[str, ...]
    symbol: tuple[str, ...]

    def __str__(self) -> str:
        parts = [*self.module, *self.symbol]
        return ".".join((self.app, *(parts[:-1] if parts[-2:] == [ANY_NAME, ANY_NAME] else parts)))


class WitnessFinder:
    """Makes up edges in one project."""

    def __init__(self, project: ProjectView) -> None:
        self._project = project
        self._snapshot = project.snapshot
        self._matcher = Matcher(self._snapshot.ruleset, self._snapshot.apps)
        self._modules = cache(self._modules_of)
        self._words = cache(self._words_of)

    def find(self, rule: Rule) -> tuple[Kind, EdgeEnd, EdgeEnd] | None:
        """A made-up edge the rule decides; None when other rules decide all of them, or there are none."""
        for kind, source, target in self._edges(rule):
            if self._matcher.decide(self._edge(kind, source, target)).rule is rule:
                return kind, source, target
        return None

    def nothing(self, rule: Rule) -> tuple[Selector, ...]:
        """The selectors of the end at which the rule names nothing that is there and edges of its kinds have."""
        kinds = rule.via or KINDS
        for selectors, is_source in ((rule.sources, True), (rule.targets, False)):
            if not any(self._ends(selector, kind, is_source) for selector in selectors for kind in kinds):
                return selectors
        return ()

    def _edges(self, rule: Rule) -> Iterator[tuple[Kind, EdgeEnd, EdgeEnd]]:
        for kind in rule.via or KINDS:
            sources = [end for it in rule.sources for end in self._ends(it, kind, True)]
            targets = [end for it in rule.targets for end in self._ends(it, kind, False)]
            yield from ((kind, source, target) for source in sources for target in targets if source.app != target.app)

    def _ends(self, selector: Selector, kind: Kind, is_source: bool) -> list[EdgeEnd]:
        """The ends a selector may have on an edge of a kind. No edge that leads into a shared app is reported."""
        apps = [app for app in self._snapshot.apps.values() if selector.app in ("*", app.label)]
        labels = [app.label for app in apps if is_source or not app.shared]
        return [
            EdgeEnd(label, module, symbol)
            for label in labels
            for module, symbol in self._places(selector.parts, label, is_source)
            if _can_have_symbol(kind, symbol, is_source)
        ]

    def _places(
        self, parts: tuple[str, ...], label: str, is_source: bool
    ) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Modules and symbols that the parts of a selector name: each must be there, but for what is a wildcard.

        Of a source, what is inside a class or function may be yet to be written: `Invoice.order`.
        """
        if not parts:
            yield from (((ANY_NAME,), ()), ((ANY_NAME,), (ANY_NAME,)))
        named = tuple(part.replace("**", ANY_NAME).replace("*", ANY_NAME) for part in parts)
        for length in range(len(parts) + 1):
            there = [it for it in self._modules(label) if covers(parts[:length], it)] if length else [(ANY_NAME,)]
            symbol = named[length:]
            names = parts[length : length + 1] if is_source else parts[length:]
            if parts and there and all("*" in part or part in self._words(label) for part in names):
                for module in (named[:length] or (ANY_NAME,), *there[:_MAX_MODULES]):
                    yield module, symbol
                    if not symbol:
                        yield module, (ANY_NAME,)

    def _edge(self, kind: Kind, source: EdgeEnd, target: EdgeEnd) -> Edge:
        module, to_module = (self._module(end) for end in (source, target))
        symbol, to_symbol = ".".join(source.symbol), ".".join(target.symbol)
        return Edge(
            kind, "", source.app, module, symbol, "", 0, target.app, to_module, to_symbol, "", "utility", "eager", False
        )

    def _module(self, end: EdgeEnd) -> str:
        return ".".join((self._snapshot.apps[end.app].package, *end.module))

    def _modules_of(self, label: str) -> list[tuple[str, ...]]:
        index = self._snapshot.index
        inside = f"{self._snapshot.apps[label].package}."
        names = (name for name in index.names.modules.paths if index.apps.owner(name) == label)
        return [tuple(name.removeprefix(inside).split(".")) for name in names if name.startswith(inside)]

    def _words_of(self, label: str) -> frozenset[str]:
        """Every word in the files of an app: a name that is not among them is defined nowhere."""
        index = self._snapshot.index
        paths = [path for name, path in index.names.modules.paths.items() if index.apps.owner(name) == label]
        texts = (self._project.read(path) for path in paths)
        return frozenset(word for text in texts if text is not None for word in _WORD.findall(str(text)))


def _can_have_symbol(kind: Kind, symbol: tuple[str, ...], is_source: bool) -> bool:
    """Whether edges of a kind have such a symbol: imports stand in modules, relations and queries lead to models."""
    if kind == "import":
        return not (is_source and symbol)
    return bool(symbol) or (is_source and kind != "schema")
