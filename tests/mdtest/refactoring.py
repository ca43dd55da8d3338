"""Whether refactorings are offered at the places of edges, do what a diff says, and leave nothing to do again."""

from collections.abc import Iterator

from coupling_lsp.fixes.refactorings import refactorings
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span
from mdtest import fixing
from mdtest.markers import Marker
from mdtest.suite import Diff

Faults = Iterator[tuple[int, str]]
Outcomes = list[tuple[str, Span, QuickFix | Refusal]]


def outcomes(snapshot: Snapshot) -> Outcomes:
    """Every refactoring at every edge, and every one that is refused, with its place."""
    found: Outcomes = []
    for path in snapshot.extractions:
        for span in dict.fromkeys(snapshot.span(path, edge.site) for edge, _ in snapshot.edges_of(path)):
            found += [(path, span, it) for it in refactorings(snapshot, path, span, snapshot.texts.get)]
    return found


def check(snapshot: Snapshot, markers: list[Marker], diffs: list[Diff], build: fixing.Build) -> Faults:
    """The `refactoring:` markers and diffs of a test, and the promise of every refactoring that is offered."""
    found = outcomes(snapshot)
    first: dict[str, QuickFix] = {}
    for marker in (it for it in markers if it.kind == "refactoring"):
        here = [it for path, span, it in found if path == marker.path and marker.covers(span)]
        offered = {it.id: it for it in reversed(here) if isinstance(it, QuickFix)}
        refused = {it.id: it.reason for it in here if isinstance(it, Refusal)}
        unwanted = marker.payload.removeprefix("not ")
        if marker.payload == "none":
            if offered:
                yield marker.number, f"offered: {', '.join(sorted(offered))}"
        elif marker.payload == unwanted:
            if unwanted not in offered:
                there = ", ".join(sorted(offered)) or "none"
                yield marker.number, f"`{unwanted}` is not offered; there is {there}; refused: {refused}"
            else:
                first.setdefault(unwanted, offered[unwanted])
        elif unwanted in offered:
            yield marker.number, f"`{unwanted}` is offered"
        else:
            for words in marker.words:
                if words not in refused.get(unwanted, ""):
                    yield marker.number, f"`{unwanted}` is not refused by {words!r}: {refused.get(unwanted)}"
    yield from fixing.diffs(snapshot, first, [it for it in diffs if it.fix in first])
    for path, span, it in found:
        if isinstance(it, QuickFix):
            for fault in _promise(snapshot, path, it, build):
                yield 0, f"the refactoring `{it.id}` at {path}:{span.line} {fault}"


def _promise(snapshot: Snapshot, path: str, fix: QuickFix, build: fixing.Build) -> Iterator[str]:
    texts = fixing.apply(snapshot, fix)
    yield from fixing.damage(snapshot, texts)
    after = build(texts)
    if _count(after, path, fix.title) >= _count(snapshot, path, fix.title):
        yield "is offered again"
    before_keys, after_keys = _keys(snapshot), _keys(after)
    if before_keys != after_keys:
        yield f"changes relations: {before_keys ^ after_keys}"


def _count(snapshot: Snapshot, path: str, title: str) -> int:
    """How often a refactoring of that title is offered in a file."""
    found = [it for place, _, it in outcomes(snapshot) if place == path]
    return sum(isinstance(it, QuickFix) and it.title == title for it in found)


def _keys(snapshot: Snapshot) -> set[tuple[str, str, str, str]]:
    edges = (edge for edge, _ in snapshot.edges() if edge.kind == "schema")
    return {(it.mechanism, f"{it.app}.{it.symbol}", it.target, it.on_delete) for it in edges}
