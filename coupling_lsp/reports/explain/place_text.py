"""`explain PATH:LINE[:COLUMN]`: the hover at a place as plain text, with the place of each rule it speaks of."""

from collections.abc import Iterator

from coupling_lsp.features.hover import hover
from coupling_lsp.model.facts import class_sites
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.excerpt import excerpt
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.text import Span


def render(project: ProjectView, path: str, line: int, column: int | None, screen: Screen) -> str:
    """Return what is known of a place, or of everything on the line without a column. Both count from 1."""
    lines: list[str] = []
    for span in _spans_with_hover(project, path, line, column):
        lines.extend([*source_lines(project, path, span, screen), *hover_lines(project, path, span, screen), ""])
    for span, unresolved in unresolved_places(project.snapshot):
        if (
            unresolved.path == path
            and span.line <= line <= span.end_line
            and (column is None or span.contains(line, column))
        ):
            reason = f"What this leads to could not be resolved: {unresolved.reason}"
            lines.extend([*source_lines(project, path, span, screen), cells.clean(reason), ""])
    if not lines:
        return _nothing_there(project, path, line, column)
    return "".join(f"{line}\n" for line in lines[:-1])


def plain_lines(markdown: str) -> list[str]:
    """Return the lines of a hover without its Markdown."""
    text = markdown.replace("**", "").replace("`", "")
    return [line.rstrip() for line in text.split("\n") if line.strip() not in ("", "---")]


def _spans_with_hover(project: ProjectView, path: str, line: int, column: int | None) -> list[Span]:
    """Return the spans at a line, or at a column of it, that have a hover, each once."""
    snapshot = project.snapshot
    extraction = snapshot.extractions.get(path)
    if extraction is None:
        return []
    sites = [edge.site for edge, _ in snapshot.edges_of(path)] + [site for _, site in class_sites(extraction.facts)]
    spans = sorted({span for site in sites if (span := extraction.span(site)).line <= line <= span.end_line})
    if column is not None:
        hover_text = hover(snapshot, path, line, column)
        return [hover_text.span] if hover_text is not None else []
    return [span for span in spans if hover(snapshot, path, span.line, span.column) is not None]


def hover_lines(project: ProjectView, path: str, span: Span, screen: Screen) -> Iterator[str]:
    """Yield the hover at a place, with the place of each rule it speaks of."""
    hover_text = hover(project.snapshot, path, span.line, span.column)
    first, *details = plain_lines(hover_text.markdown) if hover_text is not None else [""]
    yield screen.paint("strong", cells.clean(first))
    yield from map(cells.clean, details)
    snapshot = project.snapshot
    decisions = [it for edge, it in snapshot.edges_of(path) if snapshot.span(path, edge.site) == span]
    for rule in dict.fromkeys(it.rule for it in decisions):
        if rule is not None:
            place = project.place(snapshot.ruleset.path, rule.span.line, rule.span.column)
            yield screen.paint("faint", cells.clean(f"written at {place}"))


def source_lines(project: ProjectView, path: str, span: Span, screen: Screen) -> Iterator[str]:
    """Yield the place and its source line, with carets."""
    yield screen.paint("faint", cells.clean(project.place(path, span.line, span.column)))
    text = project.read(path)
    if text is not None:
        yield from excerpt(text, span, "note", screen)


def _nothing_there(project: ProjectView, path: str, line: int, column: int | None) -> str:
    """Return that nothing is known of a place, and where the nearest edge is."""
    lines = {project.snapshot.span(path, edge.site).line for edge, _ in project.snapshot.edges_of(path)}
    place = f"line {line}" if column is None else f"line {line}, column {column}"
    message = f"No edge and no model that others depend on stands at {place} of {project.show(path)}"
    if not lines:
        return cells.clean(f"{message}; this file has no edge to another app") + "\n"
    nearest = min(lines, key=lambda it: (abs(it - line), it))
    return cells.clean(f"{message}; the nearest edge is on line {nearest}") + "\n"
