"""Made-up edges that prove a rule: built from its selectors and from the modules and names the apps have."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from coupling_lsp.globs.dialects import selector_covers
from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.reports.contents.hypothetical_edge import hypothetical_edge
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.matching.matcher import Matcher

ANY_NAME = "anything"
"""Name that fills in for a wildcard; no rule should name it."""

_WORD = re.compile(r"\w+")
_MAX_MODULES = 50
"""Modules tried for one selector; an edge that only a later one would prove is not made up."""


class EdgeEnd(NamedTuple):
    """One end of a made-up edge: an app, and the parts of a module and of a symbol in it."""

    app: str
    module: tuple[str, ...]
    symbol: tuple[str, ...]

    def __str__(self) -> str:
        parts = [*self.module, *self.symbol]
        return ".".join((self.app, *(parts[:-1] if parts[-2:] == [ANY_NAME, ANY_NAME] else parts)))


class WitnessFinder:
    """Search for made-up edges in one project. It reads the files of an app once."""

    def __init__(self, project: ProjectView) -> None:
        self._project = project
        self._snapshot = project.snapshot
        self._matcher = Matcher(self._snapshot.ruleset, self._snapshot.apps)
        self._modules = cache(self._modules_of)
        self._words = cache(self._words_of)

    def find(self, rule: Rule) -> tuple[Kind, EdgeEnd, EdgeEnd] | None:
        """Return a made-up edge that the rule decides, or None when other rules decide all of them or none exists."""
        for kind, source, target in self._edges(rule):
            if self._matcher.decide(self._edge(kind, source, target)).rule is rule:
                return kind, source, target
        return None

    def unmatched_selectors(self, rule: Rule) -> tuple[Selector, ...]:
        """Return the selectors of an end at which the rule names nothing that is there; empty if both ends fit."""
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
        """Return the ends that a selector can have on an edge of a kind; a target is never in a shared app."""
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
        """Yield the modules and symbols that a selector's parts name; each part must exist, unless it is a wildcard.

        In a source, only the first part of a symbol must exist: the member of `Invoice.order` may be yet to be written.
        """
        if not parts:
            yield from (((ANY_NAME,), ()), ((ANY_NAME,), (ANY_NAME,)))
        literal_parts = tuple(part.replace("**", ANY_NAME).replace("*", ANY_NAME) for part in parts)
        for length in range(len(parts) + 1):
            modules = (
                [it for it in self._modules(label) if selector_covers(parts[:length], it)] if length else [(ANY_NAME,)]
            )
            symbol = literal_parts[length:]
            names = parts[length : length + 1] if is_source else parts[length:]
            if parts and modules and all("*" in part or part in self._words(label) for part in names):
                for module in (literal_parts[:length] or (ANY_NAME,), *modules[:_MAX_MODULES]):
                    yield module, symbol
                    if not symbol:
                        yield module, (ANY_NAME,)

    def _edge(self, kind: Kind, source: EdgeEnd, target: EdgeEnd) -> Edge:
        return hypothetical_edge(
            kind,
            app=source.app,
            module=self._module(source),
            symbol=".".join(source.symbol),
            to_app=target.app,
            to_module=self._module(target),
            to_symbol=".".join(target.symbol),
        )

    def _module(self, end: EdgeEnd) -> str:
        return ".".join((self._snapshot.apps[end.app].package, *end.module))

    def _modules_of(self, label: str) -> list[tuple[str, ...]]:
        index = self._snapshot.index
        prefix = f"{self._snapshot.apps[label].package}."
        names = (name for name in index.names.modules.paths if index.apps.owner(name) == label)
        return [tuple(name.removeprefix(prefix).split(".")) for name in names if name.startswith(prefix)]

    def _words_of(self, label: str) -> frozenset[str]:
        """Return every word in the files of an app: a name that is not among them is defined nowhere."""
        index = self._snapshot.index
        paths = [path for name, path in index.names.modules.paths.items() if index.apps.owner(name) == label]
        texts = (self._project.read(path) for path in paths)
        return frozenset(word for text in texts if text is not None for word in _WORD.findall(str(text)))


def _can_have_symbol(kind: Kind, symbol: tuple[str, ...], is_source: bool) -> bool:
    """Return whether an edge of a kind can have this symbol at this end.

    Imports start in modules, relations in models; relations and queries lead to models.
    """
    if kind == "import":
        return not (is_source and symbol)
    return bool(symbol) or (is_source and kind != "schema")
