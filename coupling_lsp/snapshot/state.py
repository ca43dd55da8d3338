"""The immutable state of one Django project, and how the next one follows from it.

`with_texts`, `with_rules` and `with_files` give the next snapshot. It equals one built from nothing on the same texts,
and shares everything an edit did not touch: when no fact changed, `index` is the same object.
"""

from collections.abc import Mapping
from copy import copy
from types import MappingProxyType

from coupling_lsp import detect
from coupling_lsp.index import project, update
from coupling_lsp.index.project import Index
from coupling_lsp.model.config import Config
from coupling_lsp.model.facts import Extraction, Facts
from coupling_lsp.model.linter import NO_LINTER, LinterConfig
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.decided import Decided, decide
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.linted import NOT_LINTED, Linted
from coupling_lsp.snapshot.project_state import ProjectState
from coupling_lsp.text import Text

_EMPTY: Mapping[str, Text] = MappingProxyType({})


class Snapshot(ProjectState):
    """One project at one revision, from which the next one is made."""

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
        """`memories` are what was kept of open files, for their next texts."""
        super().__init__(layout, extractions, index, ruleset, decisions, texts, search_terms, linter_contracts)
        self._memories = memories
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
        sources = {path: text for path, text in files.items() if detect.is_read(path)}
        extractions = {path: detect.extract_file(path, text, None, loaders)[0] for path, text in sources.items()}
        linter = config_file.read_first({path: str(text) for path, text in files.items()})
        snapshot = cls.build(extractions, layout or Layout(), ruleset, files, linter=linter)
        return settled([snapshot], detect.second_pass_over(files.get))[0]

    def with_texts(self, changes: Mapping[str, Text]) -> "Snapshot":
        """The snapshot after files were edited in place of what was known of them."""
        extractions = dict(self.extractions)
        memories = dict(self._memories)
        for path, text in changes.items():
            extractions[path], memories[path] = detect.extract_file(
                path, text, memories.get(path), self.ruleset.config.loaders, self.search_terms
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


def _build(facts: Mapping[str, Facts], layout: Layout, config: Config) -> Index:
    settings = layout.settings_given or config.settings or layout.settings
    return project.build(facts, config, layout.roots, settings, layout.surroundings)
