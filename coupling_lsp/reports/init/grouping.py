"""Edges grouped as a person would write rules for them, so that each edge is matched by exactly one group.

Groups begin readable. Where two match one edge, they become one if the same is to be said of both, else they are
narrowed, and become one only when nothing narrower can be written. Each step narrows or joins, so it ends.
"""

from collections.abc import Iterable, Iterator, Mapping

from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.init import rule_groups, selectors
from coupling_lsp.reports.init.rule_groups import IntentStatement, RuleGroup
from coupling_lsp.reports.init.selectors import Width
from coupling_lsp.snapshot.state import Snapshot


def group_edges(
    snapshot: Snapshot,
    edges: Iterable[Edge],
    default: IntentStatement,
    known: Mapping[Edge, IntentStatement],
    width: Width = "readable",
) -> list[RuleGroup]:
    """The groups of some edges, in the order of the file. `known` says what else than `default` is said of an edge."""
    found: dict[tuple[str, ...], list[Edge]] = {}
    for edge in filter(selectors.is_writable, edges):
        said = known.get(edge, default)
        finer = "" if width == "apps" else edge.to_symbol if edge.kind == "schema" else edge.module
        key = (edge.kind, edge.app, edge.to_app, said.intent, said.why, said.advice, str(said.line), finer)
        found.setdefault(key, []).append(edge)
    begun = []
    for mine in _join_service_imports(found.values(), known):
        said = known.get(mine[0], default)
        begun.append(
            rule_groups.make_group(snapshot, mine, said, "listed" if said.line and width == "readable" else width)
        )
    return sorted(_disjoint_groups(snapshot, begun), key=lambda it: it.order)


def lost_lines(groups: Iterable[RuleGroup], known: Mapping[Edge, IntentStatement]) -> Iterator[str]:
    """The lines whose words gave way, because no selectors tell their edges from those of another line."""
    pairs = {(known[edge].line, it.said.line) for it in groups for edge in it.edges if edge in known}
    for line, kept in sorted(pairs):
        if line != kept:
            yield f"line {line}: no rule can tell its edges from those of line {kept}, whose words they have"


def _join_service_imports(found: Iterable[list[Edge]], known: Mapping[Edge, IntentStatement]) -> list[list[Edge]]:
    """One group where all that the modules of an app import from another are its services, and nothing is said yet."""
    by_pair: dict[tuple[str, str], list[list[Edge]]] = {}
    others: list[list[Edge]] = []
    for edges in found:
        first = edges[0]
        is_open = first.kind == "import" and first not in known
        (by_pair.setdefault((first.app, first.to_app), []) if is_open else others).append(edges)
    for mine in by_pair.values():
        every = [edge for edges in mine for edge in edges]
        others.extend([every] if all(edge.symbol_kind == "service" for edge in every) else mine)
    return others


def _disjoint_groups(snapshot: Snapshot, begun: list[RuleGroup]) -> list[RuleGroup]:
    while True:
        matches = rule_groups.group_matcher(snapshot, begun)
        joins: dict[int, int] = {}
        widths: dict[int, Width] = {}
        for number, mine in enumerate(begun):
            for edge in mine.edges:
                matched = matches(edge)
                if number not in matched:
                    widths[number] = "apps"
                for other in matched:
                    if other == number:
                        continue
                    if mine.said == begun[other].said or {mine.width, begun[other].width} <= {"exact", "apps"}:
                        first, second = sorted((_joined_group(joins, number), _joined_group(joins, other)))
                        joins[second] = first
                    else:
                        widths.update({it: "exact" for it in (number, other) if begun[it].width != "apps"})
        if not joins and not widths:
            return begun
        begun = _join_and_narrow(snapshot, begun, joins, widths)


def _joined_group(joins: Mapping[int, int], number: int) -> int:
    while joins.get(number, number) != number:
        number = joins[number]
    return number


def _join_and_narrow(
    snapshot: Snapshot, begun: list[RuleGroup], joins: Mapping[int, int], widths: Mapping[int, Width]
) -> list[RuleGroup]:
    members: dict[int, list[int]] = {}
    for number in range(len(begun)):
        members.setdefault(_joined_group(joins, number), []).append(number)
    after = []
    for numbers in members.values():
        width = max((widths.get(it, begun[it].width) for it in numbers), key=_NARROWING_ORDER.index)
        said = next((begun[it].said for it in numbers if begun[it].said.line), begun[numbers[0]].said)
        after.append(
            rule_groups.make_group(snapshot, [edge for it in numbers for edge in begun[it].edges], said, width)
        )
    return after


_NARROWING_ORDER: tuple[Width, ...] = ("readable", "listed", "exact", "apps")
