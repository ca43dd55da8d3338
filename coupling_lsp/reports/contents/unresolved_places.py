"""The places that may hold an edge and could not be resolved, with what sort of fact each holds."""

from collections.abc import Iterator

from coupling_lsp.index.patterns import matcher
from coupling_lsp.model.edges import CHANNELS, Kind, Unresolved
from coupling_lsp.model.facts import Sites
from coupling_lsp.reports.contents.edge_rows import ALL_EDGES, EdgeFilter
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

SECTIONS = ("import", "schema", "orm", "dynamic import", "settings", "channel", "declaration", "attribute", "answer")
"""What the sites of a file hold, in their order."""


def unresolved_places(snapshot: Snapshot, wanted: EdgeFilter = ALL_EDGES) -> Iterator[tuple[Span, Unresolved]]:
    """The places that could hold a wanted edge but could not be resolved, by path, line and column."""
    is_test = matcher(snapshot.ruleset.config.tests)
    found = []
    for it in dict.fromkeys(snapshot.unresolved()):
        if not wanted.tests and is_test(it.path):
            continue
        if wanted.sources and snapshot.index.apps.owner(_module_of(snapshot, it.path)) not in wanted.sources:
            continue
        if wanted.judged and (kind := _channel_kind(snapshot, it)) and not snapshot.ruleset.judges_kind(kind):
            continue
        if wanted.kinds and not any(_is_of_kind(snapshot, it, kind) for kind in wanted.kinds):
            continue
        found.append((snapshot.span(it.path, it.site), it))
    return iter(sorted(found, key=lambda pair: (pair[1].path, pair[0], pair[1].site)))


def site_section(snapshot: Snapshot, it: Unresolved) -> str:
    """What sort of fact an unresolved place holds."""
    if it.code:
        return "settings"
    starts = Sites.of(snapshot.extractions[it.path].facts)
    found = next(name for name, start in reversed([*zip(SECTIONS, starts, strict=True)]) if it.site >= start)
    if found != "declaration":
        return found
    form = snapshot.extractions[it.path].facts.declarations[it.site - starts.declarations].form
    return "schema" if form in ("relation", "type") else "orm"


def _is_of_kind(snapshot: Snapshot, it: Unresolved, kind: str) -> bool:
    channel = _channel_kind(snapshot, it)
    return channel == kind if channel else site_section(snapshot, it).endswith(kind.partition("-")[0])


def _channel_kind(snapshot: Snapshot, it: Unresolved) -> Kind | None:
    """The kind of a place that holds a name that is looked up; None for any other."""
    facts = snapshot.extractions[it.path].facts
    number = it.site - Sites.of(facts).channels
    if not 0 <= number < len(facts.channels):
        return None
    return next((kind for kind in CHANNELS if kind == facts.channels[number].kind), None)


def _module_of(snapshot: Snapshot, path: str) -> str:
    return snapshot.index.names.modules.names.get(path, "")
