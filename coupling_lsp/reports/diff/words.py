"""How a difference is told, in a terminal and in a pull request."""

from collections.abc import Iterator

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS, KINDS
from coupling_lsp.reports import cells
from coupling_lsp.reports.diff.difference import Change, Difference, Found, State
from coupling_lsp.reports.edges.table import ends
from coupling_lsp.reports.rows import JUDGED, unresolved

_SHORT = 10


def state(it: State) -> str:
    """A state by its name, with its commit unless that is the name."""
    if not it.commit or it.commit.startswith(it.name):
        return cells.clean(it.name)
    return f"{cells.clean(it.name)} ({it.commit[:_SHORT]})"


def step(before: int, after: int) -> str:
    """How a number changed: `7 → 9 (+2)`."""
    if before == after:
        return str(after)
    return f"{before} → {after} ({'+' if after > before else '−'}{abs(after - before)})"


def steps(difference: Difference, pair: tuple[str, str]) -> Iterator[tuple[str, int, int]]:
    """The numbers of a pair of apps by kind, then its debt: what is counted, before and after."""
    tallies = difference.before, difference.after
    found = {kind for tally in tallies for (_, kind), number in tally.items() if number}
    for kind in KINDS:
        if kind in CHANNELS and kind not in found:
            continue
        yield EDGE_KINDS[kind].plural, difference.before[pair, kind], difference.after[pair, kind]
    yield "debt", difference.before[pair, "debt"], difference.after[pair, "debt"]


def sums(difference: Difference) -> str:
    """`2 edges added, 1 removed, 1 moved`, and how many edges the rules judge anew."""
    added = wording.count(len(difference.added), "edge")
    told = f"{added} added, {len(difference.removed)} removed, {len(difference.moved)} moved"
    return f"{told}, {len(difference.judged)} judged anew" if difference.judged else told


def rest(difference: Difference) -> str:
    """The debt of all pairs, and how many places could not be resolved."""
    debts = [sum(tally[key] for key in tally if key[1] == "debt") for tally in (difference.before, difference.after)]
    places = [
        sum(1 for it in one.projects for _ in unresolved(it.snapshot, JUDGED))
        for one in (difference.base, difference.head)
    ]
    return f"tech debt {step(*debts)}; places not resolved {step(*places)}"


def verdict(it: Found) -> str:
    """What the rules say of an edge, in words; nothing without rules."""
    return wording.verdict(it.row.decision) if it.verdict is not None else ""


def verdicts(it: Change) -> str:
    """What the rules say of an edge, and what they said before if that differs."""
    if not it.is_judged_anew:
        return verdict(it.after)
    return f"{verdict(it.before) or 'not judged'} → {verdict(it.after) or 'not judged'}"


def rule(it: Found) -> str:
    """The rule that decides, or nothing."""
    return cells.clean(it.row.decision.rule.id) if it.row.decision.rule is not None else ""


def kind(it: Found) -> str:
    """What sort of edge it is, and whether it stands in a test."""
    edge = it.row.edge
    return f"{wording.kind(edge)} (test)" if edge.test else wording.kind(edge)


def target(it: Found) -> str:
    """What an edge leads to."""
    return cells.clean(ends(it.row.edge))


def place(it: Found) -> str:
    """Where an edge is written, to click on."""
    return cells.clean(it.project.place(it.row.edge.path, *it.row.span[:2]))
