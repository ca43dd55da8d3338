"""Let a contract be: name the edge that breaks it in its `ignore`, or all edges between the two apps."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from coupling_lsp.fixes.coverage import edges_between, number_of_edges, objection_to_silenced
from coupling_lsp.fixes.new_rules import source_selector, target_selector
from coupling_lsp.fixes.rules_file import entries, meaning
from coupling_lsp.fixes.rules_file.list_edits import additions
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix, Refusal
from coupling_lsp.model.rules import Contract, IgnoredEdge
from coupling_lsp.rules.contracts import is_excepted
from coupling_lsp.rules.matching.specificity import names_edge
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE, Text


class _Exception(NamedTuple):
    """An entry of `ignore`: a selector at each end."""

    id: str
    source: str
    target: str

    @property
    def edge(self) -> IgnoredEdge:
        """The entry as it is loaded, without its place."""
        return IgnoredEdge(meaning.selector(self.source), meaning.selector(self.target), WHOLE_FIRST_LINE)


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield an exception for the edge and one for the two apps, in every contract that the edge breaks."""
    edge, ruleset = diagnostic.edge, snapshot.ruleset
    text = read_text(ruleset.path) if ruleset.path else None
    if diagnostic.code != "contract-broken" or edge is None or text is None:
        return
    broken_contracts = [it.contract for it in snapshot.broken.get((edge.app, edge.to_app), ())]
    contracts = [it for it in broken_contracts if not is_excepted(it, edge, snapshot.apps)]
    n_previous = 0
    for exception in (
        _Exception("except-edge", source_selector(snapshot, edge), target_selector(snapshot, edge)),
        _Exception("except-pair", edge.app, edge.to_app),
    ):
        excepted_edges = _excepted_edges(snapshot, exception, edge, contracts)
        if len(excepted_edges) <= n_previous:
            continue
        n_previous = len(excepted_edges)
        objection = objection_to_silenced(snapshot, excepted_edges, ("contract-broken",))
        objection = objection or _objection(snapshot, exception, contracts)
        file = _edit(text, snapshot, exception, contracts) if not objection else None
        if file is None:
            yield Refusal(exception.id, objection or "`ignore` of the contract cannot be added to by itself")
            continue
        names = " and ".join(f"`{it.id}`" for it in contracts)
        subject = f"the contract{'s' if len(contracts) > 1 else ''} {names}"
        title = f"Except {exception.source} -> {exception.target} from {subject} ({number_of_edges(excepted_edges)})"
        yield QuickFix(exception.id, title, (file,), diagnostic)


def _excepted_edges(
    snapshot: Snapshot, exception: _Exception, edge: Edge, contracts: Sequence[Contract]
) -> tuple[Edge, ...]:
    """Return the edges that break one of the contracts today and that an exception names."""
    ends = exception.edge.source, exception.edge.target
    return tuple(
        it
        for it, _ in edges_between(snapshot, edge.app, edge.to_app)
        if names_edge(*ends, it, snapshot.apps) and (breach := snapshot.breaks(it)) and breach.contract in contracts
    )


def _objection(snapshot: Snapshot, exception: _Exception, contracts: Sequence[Contract]) -> str:
    """Return why an exception would only move the fault: a circle may be told at other edges then."""
    changed_contracts = [
        it._replace(ignore=(*it.ignore, exception.edge)) if it in contracts else it for it in snapshot.ruleset.contracts
    ]
    for source, target in snapshot.breaches_of(changed_contracts):
        if (source, target) not in snapshot.broken:
            return f"the edges from {source} to {target} would break a contract then"
    return ""


def _edit(text: Text, snapshot: Snapshot, exception: _Exception, contracts: Sequence[Contract]) -> FileEdit | None:
    ruleset = snapshot.ruleset
    words = f"{exception.source} -> {exception.target}"
    numbers = [ruleset.contracts.index(it) for it in contracts]
    blocks = [entries.block_at(text, "contracts", it.span) for it in contracts]
    ways = product(*(additions(text, it, "ignore", [words]) if it is not None else () for it in blocks))
    change = meaning.edge_excepted(numbers, exception.edge)
    return first_proved(text, ruleset.path, (tuple(chain.from_iterable(it)) for it in ways), change)
