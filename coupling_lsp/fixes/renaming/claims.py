"""Entries of a rules file that name two ends of edges, and the edges of today that might be theirs."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Selector
from coupling_lsp.rules.matching.specificity import EdgeEnd, highest_rank, source_of, target_of
from coupling_lsp.snapshot.state import Snapshot


class Claim(NamedTuple):
    """A rule, or an entry of `ignore` in a contract: what it names at both ends, and of which kinds it speaks."""

    sources: tuple[Selector, ...]
    targets: tuple[Selector, ...]
    via: tuple[Kind, ...] = ()
    is_exception: bool = False

    def speaks_of(self, edge: Edge) -> bool:
        """Return whether an edge is of a kind of which the entry speaks."""
        return not self.via or edge.kind in self.via


class OpenEnd(NamedTuple):
    """An end of an edge that an entry names but for this end; `selectors` are what it names there."""

    selectors: tuple[Selector, ...]
    end: EdgeEnd


def claims(snapshot: Snapshot) -> Iterator[Claim]:
    """Yield the rules and the exceptions of contracts."""
    for rule in snapshot.ruleset.rules:
        yield Claim(rule.sources, rule.targets, rule.via)
    for contract in snapshot.ruleset.contracts:
        for exception in contract.ignore:
            yield Claim((exception.source,), (exception.target,), is_exception=True)


def unclaimed_edges(snapshot: Snapshot, claim: Claim) -> Iterator[Edge]:
    """Yield the certain edges that an entry may be about: no rule decides on them, or they break a contract."""
    for edge, decision in snapshot.edges():
        is_open = snapshot.breaks(edge) is not None if claim.is_exception else decision.rule is None
        if is_open and not edge.probable and claim.speaks_of(edge):
            yield edge


def open_ends(snapshot: Snapshot, claim: Claim) -> Iterator[OpenEnd]:
    """Yield the ends of edges that would be an entry's if it named this end, too."""
    apps = snapshot.apps
    for edge in unclaimed_edges(snapshot, claim):
        source, target = source_of(edge, apps), target_of(edge, apps)
        if highest_rank(claim.targets, target) is not None:
            yield OpenEnd(claim.sources, source)
        if highest_rank(claim.sources, source) is not None:
            yield OpenEnd(claim.targets, target)
