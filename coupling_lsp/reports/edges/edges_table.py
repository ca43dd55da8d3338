"""`edges` for people: edges by pair of apps and file, and their number at the end."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from coupling_lsp.features import words
from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.reports.wording.counts import edges_by_kind, unresolved_count

NAME = "table"

VERDICT_STYLES: dict[str, Style] = {
    "approved": "good",
    "tech-debt": "note",
    "undeclared": "warning",
    "forbidden": "error",
}


def render(projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:
    """Return the edges of all projects."""
    lines: list[str] = []
    for project in projects:
        lines.extend(_project(project, edge_filter, screen))
    return "".join(f"{line}\n" for line in lines)


def _project(project: ProjectView, edge_filter: EdgeFilter, screen: Screen) -> list[str]:
    rows = list(edge_rows(project.snapshot, edge_filter))
    pairs: dict[tuple[str, str], list[EdgeRow]] = {}
    for row in rows:
        pairs.setdefault((row.edge.app, row.edge.to_app), []).append(row)
    lines: list[str] = []
    for (source, target), rows_of_pair in sorted(pairs.items()):
        head = screen.paint("strong", cells.clean(f"{source} → {target}"))
        lines.append(f"{head}  {screen.paint('faint', words.count(len(rows_of_pair), 'edge'))}")
        for path, rows_of_file in groupby(rows_of_pair, key=lambda row: row.edge.path):
            lines.append(f"  {screen.paint('place', cells.clean(project.show(path)))}")
            lines.extend(_edge_lines(project, list(rows_of_file), screen))
        lines.append("")
    n_unresolved = sum(1 for _ in unresolved_places(project.snapshot, edge_filter))
    summary = (
        f"{edges_by_kind(row.edge for row in rows)} in a project of {words.count(len(project.snapshot.apps), 'app')}"
    )
    lines.append(f"{summary}; {unresolved_count(n_unresolved)}")
    return lines


def _edge_lines(project: ProjectView, rows: Sequence[EdgeRow], screen: Screen) -> Iterator[str]:
    """Yield the edges of one file as lines of aligned columns."""
    has_rules = bool(project.snapshot.ruleset.path)
    table = [[cells.clean(cell) for cell in _columns(row)] for row in rows]
    widths = cells.column_widths(table)
    for row, columns in zip(rows, table, strict=True):
        place, kind, symbol, verdict, rule = (cells.pad(*it) for it in zip(columns, widths, strict=True))
        decision = f"  {screen.paint(VERDICT_STYLES[row.decision.verdict], verdict)}  {rule}" if has_rules else ""
        yield f"    {screen.paint('faint', place)}  {kind}  {symbol}{decision}".rstrip()


def _columns(row: EdgeRow) -> tuple[str, ...]:
    span, edge, decision = row
    kind = f"{words.kind(edge)} (test)" if edge.test else words.kind(edge)
    rule = decision.rule.id if decision.rule is not None else ""
    return f"{span.line}:{span.column}", kind, edge_ends(edge), words.verdict(decision), rule


def edge_ends(edge: Edge) -> str:
    """Return what an edge leads to, and for a relation also its field: `Order.invoice → Invoice`."""
    target = edge.to_symbol or edge.to_module
    return f"{edge.symbol} → {target}" if edge.symbol and edge.kind == "schema" else target
