"""What stands at a place of the rules file: the rule around it, and the app, module or symbol that is named there."""

from collections.abc import Iterator

from coupling_lsp.features.places import Read, defined
from coupling_lsp.model.edges import App
from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text


def rule_at(snapshot: Snapshot, line: int, column: int, read: Read) -> Rule | None:
    """The rule whose entry is around a line and column, from 1."""
    text = read(snapshot.ruleset.path)
    around = [it for it in snapshot.ruleset.rules if text is not None and line in _lines(text, it.span)]
    before = [it for it in around if it.span[:2] <= (line, column)]
    return before[-1] if before else next(iter(around), None)


def named_at(snapshot: Snapshot, line: int, column: int, read: Read) -> Iterator[Link]:
    """The way from a selector, or an app's label, to what it names; a rule's id is its own definition."""
    rules = snapshot.ruleset
    for rule in rules.rules:
        for selector in (*rule.sources, *rule.targets):
            if selector.span.contains(line, column):
                app = snapshot.apps.get(selector.app)
                place = _place(snapshot, app, _parts(selector, column), read) if app is not None else None
                if place is not None:
                    yield Link(selector.span, place)
                return
        if rule.span.contains(line, column):
            yield Link(rule.span, Place(rules.path, rule.span))
    for label, span in [*((it.label, it.span) for it in rules.notes), *rules.mentions]:
        if span.contains(line, column) and (app := snapshot.apps.get(label)) is not None:
            place = _app(snapshot, app)
            if place is not None:
                yield Link(span, place)


def _lines(text: Text, span: Span) -> range:
    """The lines of the list entry around a place in it, by their indentation."""
    indent = _indent(text.line(span.line))
    first = last = span.line
    while first > 1 and _own(text.line(first)) == indent and _indent(text.line(first - 1)) >= indent:
        first -= 1
    while last < len(text.starts) and (_own(text.line(last + 1)) >= indent or not _says(text.line(last + 1))):
        last += 1
    while not _says(text.line(last)):
        last -= 1
    return range(first, last + 1)


def _own(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip(" "))


def _indent(line: str) -> int:
    """How far the keys of a line are indented, dashes of lists before them included; far for a line without keys."""
    return len(line) - len(line.lstrip(" -")) if _says(line) else len(line) + 99


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parts(selector: Selector, column: int) -> tuple[str, ...]:
    """The parts behind the label, up to the one at the caret, and none from the first wildcard on."""
    parts = selector.parts
    line, start, end_line, end = selector.span
    quotes = end - start - len(selector.written)
    if line == end_line and quotes in (0, 2):
        before = selector.written[: max(column - start - quotes // 2, 0)]
        parts = parts[: before.count(".")]
    return next((parts[:number] for number, part in enumerate(parts) if "*" in part), parts)


def _place(snapshot: Snapshot, app: App, parts: tuple[str, ...], read: Read) -> Place | None:
    """Where the parts of a selector lead: a module of the app, a symbol of that module, a symbol of any module."""
    if not parts:
        return _app(snapshot, app)
    modules = snapshot.index.names.modules
    for cut in range(len(parts), 0, -1):
        module = ".".join((app.package, *parts[:cut]))
        if module in modules:
            return _symbol(snapshot, module, parts[cut:], read)
    registered = snapshot.index.types.registry.get(f"{app.label}.{parts[0]}".lower())
    if registered is not None and registered.name == parts[0]:
        return _symbol(snapshot, registered.module, parts, read)
    for path, module in modules.names.items():
        classes = snapshot.index.facts[path].classes if snapshot.index.apps.owner(module) == app.label else ()
        if any(it.name == parts[0] for it in classes):
            return _symbol(snapshot, module, parts, read)
    used = (module for module, name in snapshot.uses if name == parts[0])
    home = next((it for it in used if snapshot.index.apps.owner(it) == app.label), None)
    return _symbol(snapshot, home, parts, read) if home is not None else None


def _symbol(snapshot: Snapshot, module: str, parts: tuple[str, ...], read: Read) -> Place | None:
    """A module, a symbol in it, or a field of a class in it, which is shown at its target."""
    place = defined(snapshot, module, ".".join(parts), read)
    if place is None or len(parts) < 2:
        return place
    extraction = snapshot.extractions[place.path]
    for it, site in class_sites(extraction.facts):
        if it.name == ".".join(parts[:-1]):
            names = [field.name for field in it.fields]
            if parts[-1] in names:
                return Place(place.path, extraction.span(site + 1 + len(it.bases) + names.index(parts[-1])))
    return place


def _app(snapshot: Snapshot, app: App) -> Place | None:
    """Where an app is declared: its configuration class, else its package, else the line that installs it."""
    path = snapshot.index.names.modules.paths.get(f"{app.package}.apps", "")
    extraction = snapshot.extractions.get(path)
    for it, site in class_sites(extraction.facts) if extraction is not None else ():
        if extraction is not None and it.option("name").removeprefix('"') == app.package:
            return Place(path, extraction.span(site))
    package = snapshot.index.names.modules.paths.get(app.package)
    if package is not None:
        return Place(package, WHOLE_FIRST_LINE)
    return Place(app.declared_in.path, snapshot.span(*app.declared_in)) if app.declared_in is not None else None
