"""What `coupling/overview`, `coupling/edges`, `coupling/graph` and `coupling/unresolved` are asked and answer, in JSON.

Names are in camel case there, as the protocol has them. A verdict is null where nothing was judged.
"""

from collections.abc import Mapping
from typing import Any

from lsprotocol import types as t
from msgspec import Struct, field

from coupling_lsp.features import wording
from coupling_lsp.features.overview import Count, EdgeFilter, Overview, Pair
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.model.findings import Place
from coupling_lsp.model.rules import Contract, Rule
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.graph.drawing import Drawing


class ProjectQuery(Struct):
    """A question about a project, which is named by the URI of its folder."""

    project: str


class PairQuery(ProjectQuery):
    """A question about the edges from one app to another."""

    source: str = field(name="from")
    target: str = field(name="to")


class GraphQuery(ProjectQuery):
    """A question about the graph of some edges: all, or those of some verdicts and kinds, and those of one app."""

    app: str = ""
    verdicts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tests: bool = True

    @property
    def selection(self) -> EdgeFilter:
        """Edges that are asked for."""
        return EdgeFilter(self.verdicts, self.kinds, self.app, self.tests)


def project(
    uri: str, name: str, rules_uri: str | None, overview: Overview, unresolved: tuple[int, int]
) -> dict[str, Any]:
    """Return a project; `unresolved` are the numbers of places outside and inside of tests."""
    apps = [
        {"label": app.label, "role": note.role if note else "", "owners": note.owners if note else ()}
        for app, note in overview.apps
    ]
    n_outside_tests, n_in_tests = unresolved
    return {
        "uri": uri,
        "name": name,
        "rules": rules_uri,
        "apps": apps,
        "pairs": [_pair(it) for it in overview.pairs],
        "unresolved": {"count": n_outside_tests, "inTests": n_in_tests},
    }


def _pair(pair: Pair) -> dict[str, Any]:
    contract_id = pair.contract.id if pair.contract is not None else None
    counts = [_count(count) for count in pair.counts]
    return {"from": pair.source, "to": pair.target, "counts": counts, "contract": contract_id}


def _count(count: Count) -> dict[str, Any]:
    return {"kind": count.kind, "verdict": count.verdict, "test": count.is_test, "count": count.number}


def edge(row: EdgeRow, verdict: str | None, rules_path: str, locations: Locations) -> dict[str, Any]:
    """Return one edge: where it stands, what it is, and the rule that decided on it."""
    span, edge, decision = row
    rule = decision.rule
    rule_form = _rule(rule, locations.location(Place(rules_path, rule.span))) if rule is not None else None
    return {
        **_location(locations.location(Place(edge.path, span))),
        "path": edge.path,
        "line": span.line,
        "kind": edge.kind,
        "mechanism": edge.mechanism,
        "words": wording.kind(edge),
        "sentence": wording.sentence(edge),
        "symbol": edge.symbol,
        "target": edge.target,
        "test": edge.test,
        "verdict": verdict,
        "rule": rule_form,
    }


def _rule(rule: Rule, location: t.Location) -> dict[str, Any]:
    remedy = rule.fix.advice or wording.calls(rule.fix.replacements)
    form = {"id": rule.id, "why": rule.why, "instead": remedy, "owner": rule.owner, "reviewBy": rule.review_by}
    return {**form, **_location(location)}


def contract(contract: Contract, location: t.Location) -> dict[str, Any]:
    """Return a contract that a pair breaks."""
    return {"id": contract.id, "why": contract.why, **_location(location)}


def unresolved(place: Place, reason: str, is_test: bool, locations: Locations) -> dict[str, Any]:
    """Return a place that could not be resolved."""
    form = {"path": place.path, "line": place.span.line, "reason": reason, "test": is_test}
    return {**form, **_location(locations.location(place))}


def graph(drawing: Drawing, pairs: Mapping[tuple[str, str], Pair], whole_graph: Graph) -> dict[str, Any]:
    """Return a drawing, with the counts of its arrows' pairs, and the cycles of the whole project, chosen or not."""
    boxes = [
        {
            "app": box.node.app.label,
            "role": box.node.role,
            "caption": box.node.caption,
            "x": box.x,
            "y": box.y,
            "width": box.width,
            "height": box.height,
            "inCycle": box.node.app.label in whole_graph.cycle_of,
        }
        for box in drawing.boxes
    ]
    arrows = [
        {
            **_pair(pairs[curve.arrow.pair]),
            "verdict": pairs[curve.arrow.pair].worst,
            "label": curve.arrow.label,
            "line": curve.arrow.line,
            "test": curve.arrow.is_test,
            "inCycle": whole_graph.is_in_cycle(curve.arrow),
            "path": curve.path,
        }
        for curve in drawing.curves
    ]
    size = {"width": drawing.width, "height": drawing.height}
    return {**size, "boxes": boxes, "arrows": arrows, "cycles": whole_graph.cycles}


def _location(location: t.Location) -> dict[str, Any]:
    start, end = location.range.start, location.range.end
    positions = {"start": start, "end": end}
    range_form = {name: {"line": it.line, "character": it.character} for name, it in positions.items()}
    return {"uri": location.uri, "range": range_form}
