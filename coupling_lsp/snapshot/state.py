"""The immutable state of one Django project: what its files say, the edges that follow, and the verdict on each.

`with_texts`, `with_rules` and `with_files` give the next snapshot. It equals one built from nothing on the same texts,
and shares everything an edit did not touch: when no fact changed, `index` is the same object.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from types import MappingProxyType

from coupling_lsp import detect
from coupling_lsp.index import project, update
from coupling_lsp.index.models.deletions import Deletions, deletions
from coupling_lsp.index.project import Index
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import App, Edge, Unresolved
from coupling_lsp.model.facts import Extraction, Facts
from coupling_lsp.model.linter import NO_LINTER, LinterConfig
from coupling_lsp.model.rules import Decision, IgnoredEdge, RuleSet
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms
from coupling_lsp.rules import contracts
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.matching.rule_usage import RuleUsage, rule_usage
from coupling_lsp.snapshot.decided import Decided, decide
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.linted import NOT_LINTED, Linted
from coupling_lsp.text import Span, Text

_EMPTY: Mapping[str, Text] = MappingProxyType({})


class Snapshot:
    """One project at one revision."""

    def __init__(
        self,
        layout: Layout,
        extractions: Mapping[str, Extraction],
        index: Index,
        ruleset: RuleSet,
        decisions: Decided,
        texts: Mapping[str, Text],
        memories: Mapping[str, detect.Memory],
        search_terms: SearchTerms = NO_SEARCH_TERMS,
        linter_contracts: Linted = NOT_LINTED,
    ) -> None:
        """`search_terms` are those that the second pass over all files searched for."""
        self.layout = layout
        self.extractions = extractions
        self.index = index
        self.ruleset = ruleset
        self.decisions = decisions
        self.texts = texts
        self._memories = memories
        self.search_terms = search_terms
        self.linted = linter_contracts
        self.identity = object()
        self.made_from: tuple[object, frozenset[str], frozenset[str] | None] | None = None

    @classmethod
    def build(
        cls,
        extractions: Mapping[str, Extraction],
        layout: Layout,
        ruleset: RuleSet | None = None,
        texts: Mapping[str, Text] = _EMPTY,
        search_terms: SearchTerms = NO_SEARCH_TERMS,
        linter: LinterConfig = NO_LINTER,
    ) -> "Snapshot":
        """A snapshot from nothing. `texts` are those of open files; they must be what the extractions say.

        The extractions must have been made with the `search_terms`; `settled` makes it whole.
        """
        ruleset = ruleset or RuleSet()
        facts = {path: it.facts for path, it in extractions.items()}
        index = _build(facts, layout, ruleset.config)
        linter_contracts = Linted.build(linter, layout.root, index.names.modules, facts)
        return cls(
            layout,
            extractions,
            index,
            ruleset,
            decide(index, ruleset, {}, None),
            texts,
            {},
            search_terms,
            linter_contracts,
        )

    @classmethod
    def of_texts(
        cls, texts: Mapping[str, str], layout: Layout | None = None, rules_path: str = "rules.yaml"
    ) -> "Snapshot":
        """A snapshot of files given as strings, all open; rules and contracts of import-linter among them are used."""
        files = {path: Text.of(text) for path, text in texts.items()}
        ruleset = loader.load(files[rules_path], rules_path) if rules_path in files else RuleSet()
        loaders = ruleset.config.loaders
        sources = {path: text for path, text in files.items() if path.endswith(".py")}
        extractions = {path: detect.extract(text, None, loaders)[0] for path, text in sources.items()}
        linter = config_file.read_first({path: str(text) for path, text in files.items()})
        snapshot = cls.build(extractions, layout or Layout(), ruleset, files, linter=linter)
        return settled([snapshot], detect.second_pass_over(files.get))[0]

    def with_texts(self, changes: Mapping[str, Text]) -> "Snapshot":
        """The snapshot after files were edited in place of what was known of them."""
        extractions = dict(self.extractions)
        memories = dict(self._memories)
        for path, text in changes.items():
            extractions[path], memories[path] = detect.extract(
                text, memories.get(path), self.ruleset.config.loaders, self.search_terms
            )
        return self._next(extractions, {**self.texts, **changes}, memories, set(changes))

    def with_files(self, changes: Mapping[str, Extraction | None]) -> "Snapshot":
        """The snapshot after files came, changed on disk, or went (None); they are open no longer."""
        extractions = {path: it for path, it in self.extractions.items() if changes.get(path, it) is not None}
        extractions.update({path: it for path, it in changes.items() if it is not None})
        texts = {path: text for path, text in self.texts.items() if path not in changes}
        memories = {path: it for path, it in self._memories.items() if path not in changes}
        return self._next(extractions, texts, memories, set(changes))

    def with_search_terms(self, search_terms: SearchTerms, changes: Mapping[str, Extraction]) -> "Snapshot":
        """Return the snapshot after a second pass for more terms; `changes` are the files that have one of them."""
        snapshot = self.with_extractions(changes)
        snapshot.search_terms = search_terms
        snapshot.__dict__.pop("missing_terms", None)
        return snapshot

    def with_extractions(self, changes: Mapping[str, Extraction]) -> "Snapshot":
        """The snapshot when more is said of the same texts: see `snapshot.answered`."""
        return self._next({**self.extractions, **changes}, self.texts, self._memories, set(changes))

    def with_rules(self, ruleset: RuleSet) -> "Snapshot":
        """The snapshot under other rules. If these name other loaders, closed files have to be extracted anew."""
        index = self.index
        if ruleset.config != self.ruleset.config:
            index = _build(index.facts, self.layout, ruleset.config)
        decisions = decide(index, ruleset, {}, None)
        linter_contracts = self.linted.after(index.names.modules, index.facts, ())
        return Snapshot(
            self.layout,
            self.extractions,
            index,
            ruleset,
            decisions,
            self.texts,
            self._memories,
            self.search_terms,
            linter_contracts,
        )

    def with_linter(self, linter: LinterConfig) -> "Snapshot":
        """The snapshot under other contracts of import-linter."""
        if linter == self.linted.stated:
            return self
        snapshot = copy(self)
        snapshot.linted = Linted.build(linter, self.layout.root, self.index.names.modules, self.index.facts)
        snapshot.identity, snapshot.made_from = object(), None
        return snapshot

    def _next(
        self,
        extractions: Mapping[str, Extraction],
        texts: Mapping[str, Text],
        memories: Mapping[str, detect.Memory],
        changed_paths: set[str],
    ) -> "Snapshot":
        facts = {path: it.facts if (it := extractions.get(path)) is not None else None for path in changed_paths}
        index = update.replace(self.index, facts)
        decisions = self.decisions
        reresolved: frozenset[str] | None = frozenset()
        if index is not self.index:
            reresolved = index.reresolved if index.apps is self.index.apps else None
            decisions = decide(index, self.ruleset, decisions, reresolved)
        linter_contracts = self.linted
        if index is not self.index:
            linter_contracts = linter_contracts.after(index.names.modules, index.facts, changed_paths)
        snapshot = Snapshot(
            self.layout,
            extractions,
            index,
            self.ruleset,
            decisions,
            texts,
            memories,
            self.search_terms,
            linter_contracts,
        )
        snapshot.made_from = self.identity, frozenset(changed_paths), reresolved
        if index is self.index:
            snapshot._share(self)
        elif reresolved is not None and "broken" in self.__dict__ and index.has_edges_of(self.index, reresolved):
            snapshot.__dict__["broken"] = self.broken
        return snapshot

    def differing(self, previous: "Snapshot") -> frozenset[str] | None:
        """The files that may mean something else than in the snapshot this one was made from; None if any may."""
        if self.made_from is None or self.made_from[0] is not previous.identity or self.made_from[2] is None:
            return None
        return self.made_from[1] | self.made_from[2]

    def _share(self, previous: "Snapshot") -> None:
        for name in ("broken", "used_rules", "idle_exceptions", "uses", "missing_terms", "deletions"):
            if name in previous.__dict__:
                self.__dict__[name] = previous.__dict__[name]

    @property
    def apps(self) -> Mapping[str, App]:
        """The apps by label."""
        return self.index.apps.by_label

    def is_in_app(self, path: str) -> bool:
        """Return whether a file belongs to an app."""
        return bool(self.index.apps.owner(self.index.names.modules.names.get(path, "")))

    def edges(self) -> Iterator[tuple[Edge, Decision]]:
        """Every edge with its verdict, by path and place."""
        for path in sorted(self.index.resolved):
            yield from self.edges_of(path)

    def judged(self) -> Iterator[tuple[Edge, Decision]]:
        """The edges that count, with their verdicts: policy has their kind on, or the rule that decides names it."""
        judges = self.ruleset.judges
        return ((edge, it) for edge, it in self.edges() if judges(edge, it.rule))

    def edges_of(self, path: str) -> Iterable[tuple[Edge, Decision]]:
        """The edges of one file with their verdicts."""
        resolved = self.index.resolved.get(path)
        return zip(resolved.edges, self.decisions.get(path, ()), strict=True) if resolved is not None else ()

    def unresolved(self) -> Iterator[Unresolved]:
        """Every place that could not be resolved, those of the settings first."""
        yield from self.unresolved_in_settings()
        for path in sorted(self.index.resolved):
            yield from self.index.resolved[path].unresolved

    def unresolved_in_settings(self) -> Iterator[Unresolved]:
        """The places of the settings that leave open which apps there are, or how these are called."""
        yield from self.index.settings.unresolved
        yield from self.index.apps.unresolved

    def owners(self, label: str) -> tuple[str, ...]:
        """Who answers for an app: as the rules say, else those of its package in `CODEOWNERS`."""
        note = self.ruleset.note(label)
        if note is not None and note.owners:
            return note.owners
        return self.layout.codeowners.owners(f"{self.apps[label].path}/__init__.py") if label in self.apps else ()

    def span(self, path: str, site: int) -> Span:
        """The place of a site of a file."""
        return self.extractions[path].span(site)

    @cached_property
    def missing_terms(self) -> SearchTerms:
        """What the files deserve a second pass for, and have had none for."""
        return self.index.wanted().without(self.search_terms)

    @cached_property
    def uses(self) -> Mapping[tuple[str, str], tuple[tuple[Edge, Decision], ...]]:
        """The edges to each module and symbol, with their verdicts, by path and place."""
        edges_by_target: dict[tuple[str, str], list[tuple[Edge, Decision]]] = {}
        for edge, decision in self.edges():
            edges_by_target.setdefault((edge.to_module, edge.to_symbol), []).append((edge, decision))
        return {key: tuple(edges) for key, edges in edges_by_target.items()}

    @cached_property
    def deletions(self) -> Deletions:
        """What deleting a row of each model does to rows of others."""
        return deletions(self.index.models, self.index.types.registry)

    @cached_property
    def used_rules(self) -> RuleUsage:
        """The numbers of the rules that decide on an edge, and of those that match one."""
        pairs = (pair for path in self.decisions for pair in self.edges_of(path) if not pair[0].probable)
        return rule_usage(self.ruleset, pairs)

    @cached_property
    def broken(self) -> Mapping[tuple[str, str], tuple[contracts.BrokenContract, ...]]:
        """The app pairs that break contracts of the rules, each with those it breaks, by their order in the file."""
        if not self.ruleset.contracts:
            return {}
        judges = self.ruleset.judges
        return contracts.broken_by_pair(self.ruleset.contracts, filter(judges, self._certain()), self.apps)

    def breaks(self, edge: Edge) -> contracts.BrokenContract | None:
        """The first contract of the rules that an edge breaks."""
        counts = not edge.test and not edge.probable and self.ruleset.judges(edge)
        broken_contracts = self.broken.get((edge.app, edge.to_app), ()) if counts else ()
        return next((it for it in broken_contracts if not contracts.is_excepted(it.contract, edge, self.apps)), None)

    @cached_property
    def idle_exceptions(self) -> tuple[IgnoredEdge, ...]:
        """The entries of `ignore` in contracts that name no edge of the project."""
        return contracts.idle_exceptions(self.ruleset.contracts, self._certain(), self.apps)

    def _certain(self) -> Iterator[Edge]:
        return (it for resolved in self.index.resolved.values() for it in resolved.edges if not it.probable)


def _build(facts: Mapping[str, Facts], layout: Layout, config: Config) -> Index:
    settings = layout.settings_given or config.settings or layout.settings
    return project.build(facts, config, layout.roots, settings, layout.surroundings)
