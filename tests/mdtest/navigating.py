"""Whether lenses, references and definitions are as the markers of a file say."""

from collections.abc import Callable, Iterable, Iterator

from coupling_lsp.features.navigation import definition, lens
from coupling_lsp.features.navigation.references import references
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span
from mdtest.markers import Marker

Faults = Iterator[tuple[int, str]]
Find = Callable[..., list[Link]]

_LINKS: dict[str, Find] = {
    "definition": definition.definition,
    "declaration": definition.declaration,
    "type-definition": definition.type_definition,
}


def lenses(snapshot: Snapshot, path: str, markers: list[Marker]) -> Faults:
    """Lenses against `lens:` markers, one to one: the title, then the places when there are any words more."""
    left = lens.lenses(snapshot, path, snapshot.texts.get)
    for marker in (it for it in markers if it.kind == "lens"):
        found = next((it for it in left if marker.covers(it.span)), None)
        if found is None:
            yield marker.number, "there is no lens here"
            continue
        left.remove(found)
        told = lens.lens_content(snapshot, found.module, found.symbol, snapshot.texts.get)
        title, *places = marker.words
        if told.title != title:
            yield marker.number, f"the lens says {told.title!r}"
        if places and places != _shown(told.places):
            yield marker.number, f"the lens leads to {_shown(told.places)}"
    for it in left:
        told = lens.lens_content(snapshot, it.module, it.symbol, snapshot.texts.get)
        yield 0, f"{path}:{it.span.line}: not expected: lens {told.title!r}"


def places(snapshot: Snapshot, path: str, markers: list[Marker]) -> Faults:
    """All places that are told against `references:`, `definition:`, `declaration:` and `type-definition:` markers."""
    for marker in markers:
        at = marker.span or Span(marker.lines[0], 1, marker.lines[0], 1)
        if marker.kind == "references":
            found = _shown(references(snapshot, path, *at[:2], snapshot.texts.get))
        elif marker.kind in _LINKS:
            found = _shown(it.place for it in _LINKS[marker.kind](snapshot, path, *at[:2], snapshot.texts.get))
        else:
            continue
        if found != list(marker.words):
            yield marker.number, f"{marker.kind}: {', '.join(found) or 'nowhere'}"


def _shown(found: Iterable[Place]) -> list[str]:
    return [f"{it.path}:{it.span.line}:{it.span.column}" for it in found]
