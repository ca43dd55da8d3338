"""`explain APP APP`: everything by which the first app depends on the second, and whether the second depends back."""

from collections.abc import Iterator

from coupling_lsp.features import words
from coupling_lsp.model.edges import KINDS, Kind
from coupling_lsp.model.rules import Decision
from coupling_lsp.reports import cells
from coupling_lsp.reports.check.text import rule_place
from coupling_lsp.reports.count import NOUNS, edges_by_kind
from coupling_lsp.reports.edges.table import VERDICT_STYLES, ends
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Row, Wanted, rows
from coupling_lsp.reports.screen import Screen


def render(project: Project, source: str, target: str, screen: Screen) -> str:
    """The edges between two apps of the project."""
    return "".join(f"{line}\n" for line in _lines(project, source, target, screen))


def _lines(project: Project, source: str, target: str, screen: Screen) -> Iterator[str]:
    snapshot = project.snapshot
    found = list(rows(snapshot, Wanted((source,), (target,))))
    yield f"{screen.paint('strong', f'{source} → {target}')}  {edges_by_kind(row.edge for row in found)}"
    for it in snapshot.broken.get((source, target), ()):
        yield screen.paint("error", cells.clean(f"This breaks the contract `{it.contract.id}`"))
        yield cells.clean(it.detail)
        if it.contract.why:
            yield cells.clean(it.contract.why)
    if snapshot.apps[target].shared:
        yield f"{target} is a shared app: every app may use it, so edges into it are not reported"
    for kind in KINDS:
        of_kind = [row for row in found if row.edge.kind == kind]
        if of_kind:
            yield ""
            yield screen.paint("strong", _heading(kind, len(of_kind)))
            yield from _by_rule(project, of_kind, screen)
    yield ""
    back = [row.edge for row in rows(snapshot, Wanted((target,), (source,)))]
    if back:
        told = "so the two depend on each other" if found else "the other way round only"
        yield f"Back: {target} → {source}  {edges_by_kind(back)}, {told}"
    else:
        yield f"Back: {target} does not depend on {source}"


def _heading(kind: Kind, number: int) -> str:
    return words.count(number, "schema edge" if kind == "schema" else NOUNS[kind])


def _by_rule(project: Project, found: list[Row], screen: Screen) -> Iterator[str]:
    """The edges of one kind, those a rule decides alike under what it says."""
    groups: dict[Decision, list[Row]] = {}
    for row in found:
        groups.setdefault(row.decision._replace(matched=()), []).append(row)
    for decision, own in groups.items():
        if project.snapshot.ruleset.path:
            verdict = screen.paint(VERDICT_STYLES[decision.verdict], words.verdict(decision))
            rule = decision.rule
            told = rule_place(project, rule.id, *rule.span[:2]) if rule is not None else "no rule speaks of it"
            yield f"  {verdict}  {screen.paint('faint', told)}"
            if rule is not None and rule.why:
                yield f"  {cells.clean(rule.why)}"
        yield from (f"  {line}" for line in _sites(project, own, screen))


def _sites(project: Project, found: list[Row], screen: Screen) -> Iterator[str]:
    table = []
    for span, edge, _ in found:
        # The heading names the kind; an ORM edge has more to tell, the method that is called.
        how = edge.mechanism if edge.kind in ("orm-read", "orm-write") else words.kind(edge)
        test = " (test)" if edge.test else ""
        cell = project.place(edge.path, span.line, span.column), ends(edge), how + test
        table.append([cells.clean(it) for it in cell])
    widths = cells.column_widths(table)
    for place, symbol, how in table:
        yield f"  {cells.pad(place, widths[0])}  {cells.pad(symbol, widths[1])}  {screen.paint('faint', how)}"
