"""Whether a snapshot is as the markers of its files say."""

from collections.abc import Iterable, Iterator, Mapping

from coupling_lsp.features import diagnostics as diagnosing
from coupling_lsp.features import hover as hovering
from coupling_lsp.features.rules_file import hover as rules_hover
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span
from mdtest.markers import Marker

Faults = Iterator[tuple[int, str]]
Numbers = Mapping[int, int]
"""The lines of the Markdown file by those of a block."""

_SEVERITIES = {"error": "error", "warning": "warning", "info": "information", "hint": "hint"}
_TIMINGS = ("lazy", "type-checking", "lazy-import")
_SYMBOL_KINDS = ("model", "service", "utility")
_VERDICTS = ("approved", "tech-debt", "undeclared", "forbidden")


def edges(snapshot: Snapshot, path: str, markers: list[Marker], numbers: Numbers) -> Faults:
    """Edges against `edge:` markers, one to one."""
    left = [(edge, decision, snapshot.span(path, edge.site)) for edge, decision in snapshot.edges_of(path)]
    for marker in (it for it in markers if it.kind == "edge"):
        found = next((it for it in left if marker.covers(it[2]) and _is_edge(marker, it[0], it[1])), None)
        if found is None:
            near = [f"{_shown(e, d)}, {_difference(marker, e, d)}" for e, d, span in left if marker.covers(span)]
            yield marker.number, f"no such edge: {marker.payload}{_instead(near)}"
        else:
            left.remove(found)
    for edge, decision, span in left:
        where = f"{path}:{span.line}:{span.column}"
        yield numbers.get(span.line, 0), f"{where}: not expected: edge {_shown(edge, decision)}"


def diagnostics(snapshot: Snapshot, path: str, markers: list[Marker], numbers: Numbers) -> Faults:
    """Diagnostics against `error:`, `warning:`, `info:` and `hint:` markers, one to one."""
    left = list(diagnosing.diagnostics(snapshot, path))
    for marker in (it for it in markers if it.kind in _SEVERITIES):
        found = next((it for it in left if _is_diagnostic(marker, it)), None)
        if found is None:
            near = [_told(it) for it in left if it.span.line in marker.lines]
            yield marker.number, f"no such diagnostic: {marker.kind}: {marker.payload}{_instead(near)}"
        else:
            left.remove(found)
    for it in left:
        yield numbers.get(it.span.line, 0), f"{path}:{it.span.line}:{it.span.column}: not expected: {_told(it)}"


def unresolved(snapshot: Snapshot, path: str, markers: list[Marker], numbers: Numbers) -> Faults:
    """Unresolved places against `unresolved:` markers, one to one; those shown as diagnostics need none."""
    left = [(it, snapshot.span(path, it.site)) for it in snapshot.unresolved() if it.path == path and not it.topic]
    for marker in (it for it in markers if it.kind == "unresolved"):
        matching = (p for p in left if marker.covers(p[1]) and all(word in p[0].reason for word in marker.words))
        found = next(matching, None)
        if found is None:
            near = [f"{it.reason} at {span}" for it, span in left if span.line in marker.lines]
            yield marker.number, f"nothing unresolved here{_instead(near)}"
        else:
            left.remove(found)
    for it, span in left:
        yield numbers.get(span.line, 0), f"{path}:{span.line}:{span.column}: not expected: unresolved: {it.reason}"


def hovers(snapshot: Snapshot, path: str, markers: list[Marker]) -> Faults:
    """Hovers against `hover:` markers."""
    for marker in (it for it in markers if it.kind == "hover"):
        place = marker.span or Span(marker.lines[0], 1, marker.lines[0], 1)
        if path == snapshot.ruleset.path:
            found = rules_hover.hover(snapshot, snapshot.texts[path], place.line, place.column)
        else:
            found = hovering.hover(snapshot, path, place.line, place.column)
        if (found is None) != (marker.payload == "nothing"):
            yield marker.number, f"hover: {found.markdown if found is not None else 'nothing is shown'}"
        for word in marker.words if found is not None else ():
            if word not in found.markdown:
                yield marker.number, f"the hover does not say {word!r}: {found.markdown}"


def changes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """The files whose diagnostics changed are among those said to; places of related information aside."""
    told = diagnosing.changed_paths(before, after)
    for path in sorted({*diagnosing.paths(before), *diagnosing.paths(after)} - told):
        shown = [[it._replace(related=()) for it in diagnosing.diagnostics(snap, path)] for snap in (before, after)]
        if shown[0] != shown[1]:
            yield f"the diagnostics of {path} changed, and `changed` does not tell it"


def spans(snapshot: Snapshot) -> Faults:
    """Every place of every edge and diagnostic lies in its text."""
    for path, text in snapshot.texts.items():
        found: Iterable[Span] = [snapshot.span(path, edge.site) for edge, _ in snapshot.edges_of(path)]
        for span in [*found, *(it.span for it in diagnosing.diagnostics(snapshot, path))]:
            start, end = text.byte(*span[:2]), text.byte(*span[2:])
            if text.span(start, end) != span or start > end:
                yield 0, f"{path}: {span} is no place of the text"


def _is_edge(marker: Marker, edge: Edge, decision: Decision) -> bool:
    return not _difference(marker, edge, decision)


def _difference(marker: Marker, edge: Edge, decision: Decision) -> str:
    """The first thing in which an edge is not what a marker says; empty when there is none."""
    ends, _, inside = marker.payload.removesuffix(")").partition(" (")
    if ends != f"{edge.app} -> {edge.to_app}":
        return "other apps"
    kind, *more = inside.split(", ")
    kind, _, mechanism = kind.partition(" ")
    if kind != edge.kind or mechanism not in ("", edge.mechanism):
        return "another kind"
    expected = {"timing": "eager", "test": False, "certainty": "exact"}
    for word in more:
        expected |= _attribute(word)
    actual = {
        "timing": edge.timing,
        "test": edge.test,
        "certainty": edge.certainty,
        "symbol_kind": edge.symbol_kind,
        "verdict": decision.verdict,
        "to": ".".join(filter(None, (edge.to_module, edge.to_symbol))),
        "from": edge.symbol,
        "through": edge.through,
        "rule": decision.rule.id if decision.rule is not None else "",
    }
    return next((f"{name} is {actual[name]!r}" for name, value in expected.items() if actual[name] != value), "")


def _attribute(word: str) -> dict[str, object]:
    name, _, value = word.partition(" ")
    if name in _TIMINGS:
        return {"timing": name}
    if name in _SYMBOL_KINDS:
        return {"symbol_kind": name}
    if name in _VERDICTS:
        return {"verdict": name}
    if name in ("test", "inferred"):
        return {"test": True} if name == "test" else {"certainty": "inferred"}
    if name in ("to", "from", "through", "rule"):
        return {name: "" if value == "nothing" else value}
    raise ValueError(f"{word!r} says nothing of an edge")


def _is_diagnostic(marker: Marker, it: Diagnostic) -> bool:
    return (
        it.severity == _SEVERITIES[marker.kind]
        and f"[{it.code}]" == marker.payload
        and marker.covers(it.span)
        and all(word in it.message for word in marker.words)
    )


def _shown(edge: Edge, decision: Decision) -> str:
    more = [edge.timing, edge.symbol_kind, decision.verdict, f"to {edge.to_module}.{edge.to_symbol}"]
    more += [f"from {edge.symbol}"] if edge.symbol else []
    more += [f"through {edge.through}"] if edge.through else []
    more += ["test"] if edge.test else []
    more += [f"rule {decision.rule.id}"] if decision.rule is not None else []
    return f"{edge.app} -> {edge.to_app} ({edge.kind} {edge.mechanism}, {', '.join(more)})"


def _told(it: Diagnostic) -> str:
    line, column, end_line, end_column = it.span
    return f"{it.severity}: [{it.code}] {it.message!r} at {line}:{column}-{end_line}:{end_column}"


def _instead(near: list[str]) -> str:
    return "; there is " + "; ".join(near) if near else ""
