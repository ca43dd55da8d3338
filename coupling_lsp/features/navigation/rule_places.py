"""The rule around a place of the rules file, and the app, module or symbol that the place names."""

from collections.abc import Iterator

from coupling_lsp.features.navigation.places import definition_place
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import App
from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text


def rule_at(snapshot: Snapshot, line: int, column: int, read_text: ReadText) -> Rule | None:
    """Return the rule whose entry is around a line and column, from 1."""
    text = read_text(snapshot.ruleset.path)
    enclosing_rules = [it for it in snapshot.ruleset.rules if text is not None and line in _entry_lines(text, it.span)]
    preceding_rules = [it for it in enclosing_rules if it.span[:2] <= (line, column)]
    return preceding_rules[-1] if preceding_rules else next(iter(enclosing_rules), None)


def links_at(snapshot: Snapshot, line: int, column: int, read_text: ReadText) -> Iterator[Link]:
    """Yield the links from a selector, or an app's label, to what it names; a rule's id is its own definition."""
    rules = snapshot.ruleset
    for rule in rules.rules:
        for selector in (*rule.sources, *rule.targets):
            if selector.span.contains(line, column):
                app = snapshot.apps.get(selector.app)
                place = _place(snapshot, app, _parts(selector, column), read_text) if app is not None else None
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


def _entry_lines(text: Text, span: Span) -> range:
    """Return the lines of the list entry around a place in it, by their indentation."""
    indent = _key_indentation(text.line(span.line))
    first = last = span.line
    while first > 1 and _indentation(text.line(first)) == indent and _key_indentation(text.line(first - 1)) >= indent:
        first -= 1
    while last < len(text.starts) and (
        _indentation(text.line(last + 1)) >= indent or not _has_content(text.line(last + 1))
    ):
        last += 1
    while not _has_content(text.line(last)):
        last -= 1
    return range(first, last + 1)


def _indentation(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip(" "))


def _key_indentation(line: str) -> int:
    """Return how far the keys of a line are indented, dashes before them included; far for a line without keys."""
    return len(line) - len(line.lstrip(" -")) if _has_content(line) else len(line) + 99


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parts(selector: Selector, column: int) -> tuple[str, ...]:
    """Return the parts behind the label, up to the one at the caret, and none from the first wildcard on."""
    parts = selector.parts
    line, start, end_line, end = selector.span
    quotes = end - start - len(selector.written)
    if line == end_line and quotes in (0, 2):
        text_before = selector.written[: max(column - start - quotes // 2, 0)]
        parts = parts[: text_before.count(".")]
    return next((parts[:number] for number, part in enumerate(parts) if "*" in part), parts)


def _place(snapshot: Snapshot, app: App, parts: tuple[str, ...], read_text: ReadText) -> Place | None:
    """Return the place a selector leads to: a module of the app, a symbol of that module, or one of any module."""
    if not parts:
        return _app(snapshot, app)
    modules = snapshot.index.names.modules
    for n_parts in range(len(parts), 0, -1):
        module = ".".join((app.package, *parts[:n_parts]))
        if module in modules:
            return _symbol(snapshot, module, parts[n_parts:], read_text)
    model = snapshot.index.types.registry.get(f"{app.label}.{parts[0]}".lower())
    if model is not None and model.name == parts[0]:
        return _symbol(snapshot, model.module, parts, read_text)
    for path, module in modules.names.items():
        classes = snapshot.index.facts[path].classes if snapshot.index.apps.owner(module) == app.label else ()
        if any(it.name == parts[0] for it in classes):
            return _symbol(snapshot, module, parts, read_text)
    modules_of_symbol = (module for module, name in snapshot.uses if name == parts[0])
    module_of_app = next((it for it in modules_of_symbol if snapshot.index.apps.owner(it) == app.label), None)
    return _symbol(snapshot, module_of_app, parts, read_text) if module_of_app is not None else None


def _symbol(snapshot: Snapshot, module: str, parts: tuple[str, ...], read_text: ReadText) -> Place | None:
    """Return the place of a module, of a symbol in it, or of a field of a class in it, which is that of its target."""
    place = definition_place(snapshot, module, ".".join(parts), read_text)
    if place is None or len(parts) < 2:
        return place
    extraction = snapshot.extractions[place.path]
    for definition, site in class_sites(extraction.facts):
        if definition.name == ".".join(parts[:-1]):
            names = [field.name for field in definition.fields]
            if parts[-1] in names:
                return Place(place.path, extraction.span(site + 1 + len(definition.bases) + names.index(parts[-1])))
    return place


def _app(snapshot: Snapshot, app: App) -> Place | None:
    """Return where an app is declared: its configuration class, else its package, else the line that installs it."""
    path = snapshot.index.names.modules.paths.get(f"{app.package}.apps", "")
    extraction = snapshot.extractions.get(path)
    for definition, site in class_sites(extraction.facts) if extraction is not None else ():
        if extraction is not None and definition.option("name").removeprefix('"') == app.package:
            return Place(path, extraction.span(site))
    package = snapshot.index.names.modules.paths.get(app.package)
    if package is not None:
        return Place(package, WHOLE_FIRST_LINE)
    return Place(app.declared_in.path, snapshot.span(*app.declared_in)) if app.declared_in is not None else None
