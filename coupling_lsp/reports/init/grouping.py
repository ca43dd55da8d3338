"""Edges grouped as people would write rules for them, so that each edge is matched by exactly one group.

Groups begin with readable selectors. Two groups that match the same edge are joined if they say the same of it; else
both are narrowed, and joined only when nothing narrower can be written. Each step narrows or joins, so it ends.
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
    statements: Mapping[Edge, IntentStatement],
    width: Width = "readable",
) -> list[RuleGroup]:
    """Return the groups of some edges, in the order of the file.

    `statements` has what is said of an edge; of all others, `default` is said.
    """
    edges_by_key: dict[tuple[str, str, str, IntentStatement, str], list[Edge]] = {}
    for edge in filter(selectors.is_writable, edges):
        statement = statements.get(edge, default)
        detail = "" if width == "apps" else edge.to_symbol if edge.kind == "schema" else edge.module
        key = (edge.kind, edge.app, edge.to_app, statement, detail)
        edges_by_key.setdefault(key, []).append(edge)
    groups = []
    for alike_edges in _join_service_imports(edges_by_key.values(), statements):
        statement = statements.get(alike_edges[0], default)
        first_width: Width = "listed" if statement.line and width == "readable" else width
        groups.append(rule_groups.make_group(snapshot, alike_edges, statement, first_width))
    return sorted(_disjoint_groups(snapshot, groups), key=lambda it: it.order)


def lost_lines(groups: Iterable[RuleGroup], statements: Mapping[Edge, IntentStatement]) -> Iterator[str]:
    """Yield a fault for each line whose words gave way, as no selector tells its edges from those of another line."""
    pairs = {(statements[edge].line, it.statement.line) for it in groups for edge in it.edges if edge in statements}
    for line, winning_line in sorted(pairs):
        if line != winning_line:
            yield f"line {line}: no rule can tell its edges from those of line {winning_line}, whose words they have"


def _join_service_imports(
    edge_lists: Iterable[list[Edge]], statements: Mapping[Edge, IntentStatement]
) -> list[list[Edge]]:
    """Return the edges of two apps as one group if they import services only and none has a statement."""
    by_pair: dict[tuple[str, str], list[list[Edge]]] = {}
    other_lists: list[list[Edge]] = []
    for edges in edge_lists:
        first = edges[0]
        is_open = first.kind == "import" and first not in statements
        (by_pair.setdefault((first.app, first.to_app), []) if is_open else other_lists).append(edges)
    for lists_of_pair in by_pair.values():
        edges_of_pair = [edge for edges in lists_of_pair for edge in edges]
        are_services = all(edge.symbol_kind == "service" for edge in edges_of_pair)
        other_lists.extend([edges_of_pair] if are_services else lists_of_pair)
    return other_lists


def _disjoint_groups(snapshot: Snapshot, groups: list[RuleGroup]) -> list[RuleGroup]:
    """Return the groups joined and narrowed until none matches an edge of another."""
    while True:
        matches = rule_groups.group_matcher(snapshot, groups)
        joins: dict[int, int] = {}
        widths: dict[int, Width] = {}
        for number, group in enumerate(groups):
            for edge in group.edges:
                matching_numbers = matches(edge)
                if number not in matching_numbers:
                    widths[number] = "apps"
                for other_number in matching_numbers:
                    if other_number == number:
                        continue
                    other_group = groups[other_number]
                    both_narrow = {group.width, other_group.width} <= {"exact", "apps"}
                    if group.statement == other_group.statement or both_narrow:
                        first, second = sorted((_joined_group(joins, number), _joined_group(joins, other_number)))
                        joins[second] = first
                    else:
                        widths.update({it: "exact" for it in (number, other_number) if groups[it].width != "apps"})
        if not joins and not widths:
            return groups
        groups = _join_and_narrow(snapshot, groups, joins, widths)


def _joined_group(joins: Mapping[int, int], number: int) -> int:
    """Return the number of the group that a group was joined to."""
    while joins.get(number, number) != number:
        number = joins[number]
    return number


def _join_and_narrow(
    snapshot: Snapshot, groups: list[RuleGroup], joins: Mapping[int, int], widths: Mapping[int, Width]
) -> list[RuleGroup]:
    members: dict[int, list[int]] = {}
    for number in range(len(groups)):
        members.setdefault(_joined_group(joins, number), []).append(number)
    joined_groups = []
    for numbers in members.values():
        width = max((widths.get(it, groups[it].width) for it in numbers), key=_NARROWING_ORDER.index)
        statements = [groups[it].statement for it in numbers]
        statement = next((it for it in statements if it.line), statements[0])
        edges = [edge for it in numbers for edge in groups[it].edges]
        joined_groups.append(rule_groups.make_group(snapshot, edges, statement, width))
    return joined_groups


_NARROWING_ORDER: tuple[Width, ...] = ("readable", "listed", "exact", "apps")
"""The widths, each tried after the one before it fails."""
