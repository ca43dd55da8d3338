"""Places that may hold an edge and could not be resolved."""

from collections.abc import Iterator

from coupling_lsp.model.edge_kinds import CHANNELS, Kind
from coupling_lsp.model.edges import Unresolved
from coupling_lsp.model.facts import Sites
from coupling_lsp.reports.contents.edge_rows import ALL_EDGES, EdgeFilter
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

SECTIONS = (
    "import",
    "schema",
    "orm",
    "dynamic import",
    "settings",
    "channel",
    "transaction",
    "declaration",
    "attribute",
    "query",
    "answer",
)
"""The sorts of fact that the sites of a file hold, in their order."""

SAVED_ROW = "saved row orm"
"""The section of places that save or delete a row of which nothing is known."""


def unresolved_places(snapshot: Snapshot, edge_filter: EdgeFilter = ALL_EDGES) -> Iterator[tuple[Span, Unresolved]]:
    """Yield the places that could hold a chosen edge, with their spans, by path, line and column."""
    is_test = snapshot.ruleset.config.is_test
    places = []
    for place in dict.fromkeys(snapshot.unresolved()):
        if not edge_filter.tests and is_test(place.path):
            continue
        if (
            edge_filter.sources
            and snapshot.index.apps.owner(_module_of(snapshot, place.path)) not in edge_filter.sources
        ):
            continue
        if edge_filter.judged and (kind := _channel_kind(snapshot, place)) and not snapshot.ruleset.judges_kind(kind):
            continue
        if edge_filter.kinds and not any(_is_of_kind(snapshot, place, kind) for kind in edge_filter.kinds):
            continue
        places.append((snapshot.span(place.path, place.site), place))
    return iter(sorted(places, key=lambda pair: (pair[1].path, pair[0], pair[1].site)))


def site_section(snapshot: Snapshot, place: Unresolved) -> str:
    """Return which of `SECTIONS` an unresolved place belongs to, or `SAVED_ROW`.

    A declaration counts as `schema` or `orm`.
    """
    if place.topic:
        return "settings"
    starts = Sites.of(snapshot.extractions[place.path].facts)
    section = next(name for name, start in reversed([*zip(SECTIONS, starts, strict=True)]) if place.site >= start)
    facts = snapshot.extractions[place.path].facts
    accesses = facts.accesses[place.site - starts.accesses :][:1]
    if section == "orm" and accesses and not accesses[0].manager:
        return SAVED_ROW
    if section != "declaration":
        return section
    form = facts.declarations[place.site - starts.declarations].form
    return "schema" if form in ("relation", "type") else "orm"


def _is_of_kind(snapshot: Snapshot, place: Unresolved, kind: str) -> bool:
    channel = _channel_kind(snapshot, place)
    return channel == kind if channel else site_section(snapshot, place).endswith(kind.partition("-")[0])


def _channel_kind(snapshot: Snapshot, place: Unresolved) -> Kind | None:
    """Return the kind of a place that holds a name looked up at run time, None for any other place."""
    facts = snapshot.extractions[place.path].facts
    number = place.site - Sites.of(facts).channels
    if not 0 <= number < len(facts.channels):
        return None
    return next((kind for kind in CHANNELS if kind == facts.channels[number].kind), None)


def _module_of(snapshot: Snapshot, path: str) -> str:
    return snapshot.index.names.modules.names.get(path, "")
