"""Words for differences, as a terminal and a pull request show them."""

from collections.abc import Iterator

from coupling_lsp.features import words
from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS, KINDS
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, EdgeChange, RevisionState
from coupling_lsp.reports.edges.edges_table import edge_ends
from coupling_lsp.reports.terminal import cells

_SHORT_COMMIT_CHARS = 10
"""Characters of a commit's hash that are shown."""


def state_name(revision: RevisionState) -> str:
    """Return a revision's name, with its commit unless that is the name."""
    if not revision.commit or revision.commit.startswith(revision.name):
        return cells.clean(revision.name)
    return f"{cells.clean(revision.name)} ({revision.commit[:_SHORT_COMMIT_CHARS]})"


def number_change(base: int, head: int) -> str:
    """Return how a number changed: `7 → 9 (+2)`, or `7` where it did not."""
    if base == head:
        return str(head)
    return f"{base} → {head} ({'+' if head > base else '−'}{abs(head - base)})"


def number_changes(difference: Difference, pair: tuple[str, str]) -> Iterator[tuple[str, int, int]]:
    """Yield what is counted for a pair of apps, with its number at base and head: each kind of edge, then debt."""
    tallies = difference.base_tally, difference.head_tally
    kinds = {kind for tally in tallies for (_, kind), number in tally.items() if number}
    for kind in KINDS:
        if kind in CHANNELS and kind not in kinds:
            continue
        yield EDGE_KINDS[kind].plural, difference.base_tally[pair, kind], difference.head_tally[pair, kind]
    yield "debt", difference.base_tally[pair, "debt"], difference.head_tally[pair, "debt"]


def sums(difference: Difference) -> str:
    """Return `2 edges added, 1 removed, 1 moved`, and how many edges are judged anew if there are any."""
    added_edges = words.count(len(difference.added), "edge")
    summary = f"{added_edges} added, {len(difference.removed)} removed, {len(difference.moved)} moved"
    return f"{summary}, {len(difference.judged_anew)} judged anew" if difference.judged_anew else summary


def debt_and_unresolved(difference: Difference) -> str:
    """Return how the debt of all pairs and the number of unresolved places changed."""
    debts = [
        sum(tally[key] for key in tally if key[1] == "debt") for tally in (difference.base_tally, difference.head_tally)
    ]
    places = [
        sum(1 for it in state.projects for _ in unresolved_places(it.snapshot, JUDGED_EDGES))
        for state in (difference.base, difference.head)
    ]
    return f"tech debt {number_change(*debts)}; places not resolved {number_change(*places)}"


def verdict(diff_edge: DiffEdge) -> str:
    """Return what the rules say of an edge, in words; empty without rules."""
    return words.verdict(diff_edge.row.decision) if diff_edge.verdict is not None else ""


def verdict_change(change: EdgeChange) -> str:
    """Return what the rules say of an edge, and what they said before where that differs."""
    if not change.is_judged_anew:
        return verdict(change.head)
    return f"{verdict(change.base) or 'not judged'} → {verdict(change.head) or 'not judged'}"


def rule(diff_edge: DiffEdge) -> str:
    """Return the id of the rule that decides, or nothing."""
    return cells.clean(diff_edge.row.decision.rule.id) if diff_edge.row.decision.rule is not None else ""


def kind(diff_edge: DiffEdge) -> str:
    """Return what sort of edge it is, and whether it is in a test."""
    edge = diff_edge.row.edge
    return f"{words.kind(edge)} (test)" if edge.test else words.kind(edge)


def target(diff_edge: DiffEdge) -> str:
    """Return what an edge leads to."""
    return cells.clean(edge_ends(diff_edge.row.edge))


def place(diff_edge: DiffEdge) -> str:
    """Return `path:line:column` of an edge."""
    return cells.clean(diff_edge.project.place(diff_edge.row.edge.path, *diff_edge.row.span[:2]))
