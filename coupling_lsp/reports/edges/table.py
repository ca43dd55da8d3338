"""`edges` for people: the edges by pair of apps, under their file, and their number at the end."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from coupling_lsp.features import wording
from coupling_lsp.model.edges import Edge
from coupling_lsp.reports import cells
from coupling_lsp.reports.count import edges_by_kind, not_resolved
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Row, Wanted, rows, unresolved
from coupling_lsp.reports.screen import Screen, Style

NAME = "table"

VERDICT_STYLES: dict[str, Style] = {
    "approved": "good",
    "tech-debt": "note",
    "undeclared": "warning",
    "forbidden": "error",
}


def render(projects: Sequence[Project], wanted: Wanted, screen: Screen) -> str:
    """The edges of all projects."""
    lines: list[str] = []
    for project in projects:
        lines.extend(_project(project, wanted, screen))
    return "".join(f"{line}\n" for line in lines)


def _project(project: Project, wanted: Wanted, screen: Screen) -> list[str]:
    found = list(rows(project.snapshot, wanted))
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        pairs.setdefault((row.edge.app, row.edge.to_app), []).append(row)
    lines: list[str] = []
    for (source, target), own in sorted(pairs.items()):
        head = screen.paint("strong", cells.clean(f"{source} → {target}"))
        lines.append(f"{head}  {screen.paint('faint', wording.count(len(own), 'edge'))}")
        for path, of_file in groupby(own, key=lambda row: row.edge.path):
            lines.append(f"  {screen.paint('place', cells.clean(project.show(path)))}")
            lines.extend(_lines(project, list(of_file), screen))
        lines.append("")
    n_unresolved = sum(1 for _ in unresolved(project.snapshot, wanted))
    told = (
        f"{edges_by_kind(row.edge for row in found)} in a project of {wording.count(len(project.snapshot.apps), 'app')}"
    )
    lines.append(f"{told}; {not_resolved(n_unresolved)}")
    return lines


def _lines(project: Project, found: Sequence[Row], screen: Screen) -> Iterator[str]:
    """The edges of one file as lines of aligned columns."""
    has_rules = bool(project.snapshot.ruleset.path)
    table = [[cells.clean(cell) for cell in _columns(row)] for row in found]
    widths = cells.column_widths(table)
    for row, columns in zip(found, table, strict=True):
        place, kind, symbol, verdict, rule = (cells.pad(*it) for it in zip(columns, widths, strict=True))
        told = f"  {screen.paint(VERDICT_STYLES[row.decision.verdict], verdict)}  {rule}" if has_rules else ""
        yield f"    {screen.paint('faint', place)}  {kind}  {symbol}{told}".rstrip()


def _columns(row: Row) -> tuple[str, ...]:
    span, edge, decision = row
    kind = f"{wording.kind(edge)} (test)" if edge.test else wording.kind(edge)
    rule = decision.rule.id if decision.rule is not None else ""
    return f"{span.line}:{span.column}", kind, ends(edge), wording.verdict(decision), rule


def ends(edge: Edge) -> str:
    """What an edge leads to, and for a relation what it belongs to: `Order.invoice → Invoice`."""
    target = edge.to_symbol or edge.to_module
    return f"{edge.symbol} → {target}" if edge.symbol and edge.kind == "schema" else target
