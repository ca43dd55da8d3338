"""What one Django project is at one revision: what its files say, the edges that follow, and the verdict on each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from coupling_lsp.index.models.deletions import Deletions, deletions
from coupling_lsp.index.project import Index
from coupling_lsp.model.edges import App, Edge, Unresolved
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.rules import Contract, Decision, IgnoredEdge, RuleSet
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.rules import contracts
from coupling_lsp.rules.matching.rule_usage import RuleUsage, rule_usage
from coupling_lsp.snapshot.decided import Decided
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.linted import Linted
from coupling_lsp.text import Span, Text


class ProjectState:
    """One project, to be read."""

    def __init__(
        self,
        layout: Layout,
        extractions: Mapping[str, Extraction],
        index: Index,
        ruleset: RuleSet,
        decisions: Decided,
        texts: Mapping[str, Text],
        search_terms: SearchTerms,
        linter_contracts: Linted,
    ) -> None:
        """`texts` are those of open files, `search_terms` those that the second pass over all files searched for."""
        self.layout = layout
        self.extractions = extractions
        self.index = index
        self.ruleset = ruleset
        self.decisions = decisions
        self.texts = texts
        self.search_terms = search_terms
        self.linted = linter_contracts

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
        return self.breaches_of(self.ruleset.contracts)

    def breaches_of(
        self, stated_contracts: Sequence[Contract]
    ) -> Mapping[tuple[str, str], tuple[contracts.BrokenContract, ...]]:
        """The app pairs that break some contracts, each with those it breaks."""
        if not stated_contracts:
            return {}
        edges = filter(self.ruleset.judges, self._certain())
        return contracts.broken_by_pair(stated_contracts, edges, self.apps)

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
