"""What `coupling/overview`, `coupling/edges`, `coupling/graph` and `coupling/unresolved` are asked and answer, in JSON.

Names are in camel case there, as the protocol has them. A verdict is null where nothing was judged.
"""

from collections.abc import Mapping
from typing import Any

from lsprotocol import types as t
from msgspec import Struct, field

from coupling_lsp.features import words
from coupling_lsp.features.overview import Chosen, Count, Overview, Pair
from coupling_lsp.lsp.places import Places
from coupling_lsp.model.findings import Place
from coupling_lsp.model.rules import Contract, Rule
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.graph.drawing import Drawing


class OfProject(Struct):
    """A question about a project, which is named by the URI of its folder."""

    project: str


class OfPair(OfProject):
    """A question about the edges from one app to another."""

    source: str = field(name="from")
    target: str = field(name="to")


class OfGraph(OfProject):
    """A question about the graph of some edges: all, or those of some verdicts and kinds, and those of one app."""

    app: str = ""
    verdicts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tests: bool = True

    @property
    def chosen(self) -> Chosen:
        """The edges that are asked for."""
        return Chosen(self.verdicts, self.kinds, self.app, self.tests)


def project(uri: str, name: str, rules: str | None, found: Overview, unresolved: tuple[int, int]) -> dict[str, Any]:
    """A project; `unresolved` are the numbers of places outside and inside of tests."""
    apps = [
        {"label": app.label, "role": note.role if note else "", "owners": note.owners if note else ()}
        for app, note in found.apps
    ]
    outside, inside = unresolved
    return {
        "uri": uri,
        "name": name,
        "rules": rules,
        "apps": apps,
        "pairs": [_pair(it) for it in found.pairs],
        "unresolved": {"count": outside, "inTests": inside},
    }


def _pair(it: Pair) -> dict[str, Any]:
    contract = it.contract.id if it.contract is not None else None
    return {"from": it.source, "to": it.target, "counts": [_count(count) for count in it.counts], "contract": contract}


def _count(it: Count) -> dict[str, Any]:
    return {"kind": it.kind, "verdict": it.verdict, "test": it.is_test, "count": it.number}


def edge(row: EdgeRow, verdict: str | None, rules_path: str, places: Places) -> dict[str, Any]:
    """One edge: where it stands, what it is, and the rule that decided on it."""
    span, it, decision = row
    rule = decision.rule
    return {
        **_place(places.location(Place(it.path, span))),
        "path": it.path,
        "line": span.line,
        "kind": it.kind,
        "mechanism": it.mechanism,
        "words": words.kind(it),
        "sentence": words.sentence(it),
        "symbol": it.symbol,
        "target": it.target,
        "test": it.test,
        "verdict": verdict,
        "rule": _rule(rule, places.location(Place(rules_path, rule.span))) if rule is not None else None,
    }


def _rule(it: Rule, location: t.Location) -> dict[str, Any]:
    instead = it.fix.advice or it.fix.replacement
    told = {"id": it.id, "why": it.why, "instead": instead, "owner": it.owner, "reviewBy": it.review_by}
    return {**told, **_place(location)}


def contract(it: Contract, location: t.Location) -> dict[str, Any]:
    """A contract that a pair breaks."""
    return {"id": it.id, "why": it.why, **_place(location)}


def unresolved(place: Place, reason: str, is_test: bool, places: Places) -> dict[str, Any]:
    """A place that could not be resolved."""
    told = {"path": place.path, "line": place.span.line, "reason": reason, "test": is_test}
    return {**told, **_place(places.location(place))}


def graph(drawn: Drawing, pairs: Mapping[tuple[str, str], Pair], whole: Graph) -> dict[str, Any]:
    """A drawing, with what the pairs of its arrows count, and the cycles of the whole project, chosen or not."""
    boxes = [
        {
            "app": box.node.app.label,
            "role": box.node.role,
            "caption": box.node.caption,
            "x": box.x,
            "y": box.y,
            "width": box.width,
            "height": box.height,
            "inCycle": box.node.app.label in whole.cycle_of,
        }
        for box in drawn.boxes
    ]
    arrows = [
        {
            **_pair(pairs[curve.arrow.pair]),
            "verdict": pairs[curve.arrow.pair].worst,
            "label": curve.arrow.label,
            "line": curve.arrow.line,
            "test": curve.arrow.is_test,
            "inCycle": whole.is_in_cycle(curve.arrow),
            "path": curve.path,
        }
        for curve in drawn.curves
    ]
    return {"width": drawn.width, "height": drawn.height, "boxes": boxes, "arrows": arrows, "cycles": whole.cycles}


def _place(location: t.Location) -> dict[str, Any]:
    start, end = location.range.start, location.range.end
    places = {"start": start, "end": end}
    told = {name: {"line": at.line, "character": at.character} for name, at in places.items()}
    return {"uri": location.uri, "range": told}
