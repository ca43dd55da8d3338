"""`explain APP APP`: all edges from the first app to the second, the chains, how to cut them, and the way back."""

from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.features import words
from coupling_lsp.model.edge_kinds import EDGE_KINDS, KINDS, ORM_KINDS, Kind
from coupling_lsp.model.rules import Decision
from coupling_lsp.reports.check.findings_text import rule_place
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges.edges_table import VERDICT_STYLES, edge_ends
from coupling_lsp.reports.explain import cut_advice
from coupling_lsp.reports.explain.dependency_reasons import DependencyReasons, dependency_reasons, hops
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.reports.wording.counts import edges_by_kind


def render(project: ProjectView, source: str, target: str, screen: Screen) -> str:
    """Return the explanation of two apps of the project."""
    return "".join(f"{line}\n" for line in _lines(project, dependency_reasons(project, source, target), screen))


def _lines(project: ProjectView, reasons: DependencyReasons, screen: Screen) -> Iterator[str]:
    source, target = reasons.source, reasons.target
    yield f"{screen.paint('strong', f'{source} → {target}')}  {edges_by_kind(row.edge for row in reasons.edges)}"
    for broken_contract in reasons.broken:
        yield screen.paint("error", cells.clean(f"This breaks the contract `{broken_contract.contract.id}`"))
        yield cells.clean(broken_contract.detail)
        if broken_contract.contract.why:
            yield cells.clean(broken_contract.contract.why)
    if reasons.shared:
        yield f"{target} is a shared app: every app may use it, so edges into it are not reported"
    for kind in KINDS:
        rows_of_kind = [row for row in reasons.edges if row.edge.kind == kind]
        if rows_of_kind:
            yield ""
            yield screen.paint("strong", _heading(kind, len(rows_of_kind)))
            yield from _rule_groups(project, rows_of_kind, screen)
    yield from _chain_lines(project, reasons, screen)
    yield from cut_advice.cut_lines(project, reasons, screen)
    yield ""
    if reasons.reverse_edges:
        direction = "so the two depend on each other" if reasons.edges else "the other way round only"
        yield f"Back: {target} → {source}  {edges_by_kind(row.edge for row in reasons.reverse_edges)}, {direction}"
    else:
        yield f"Back: {target} does not depend on {source}"


def _chain_lines(project: ProjectView, reasons: DependencyReasons, screen: Screen) -> Iterator[str]:
    """Yield the shortest chains through other apps, each with its steps."""
    for chain in reasons.chains:
        yield ""
        yield f"{'Also through' if reasons.edges else 'Through'} others: {screen.paint('strong', ' → '.join(chain))}"
        table = [_hop_columns(project, *pair, reasons.rows_by_pair[pair]) for pair in hops(chain)]
        widths = cells.column_widths(table)
        for name, edges, place in table:
            yield f"  {cells.pad(name, widths[0])}  {cells.pad(edges, widths[1])}  {screen.paint('faint', place)}"
    if reasons.has_more_chains:
        yield ""
        yield "There are more chains as short as these"


def _hop_columns(project: ProjectView, source: str, target: str, rows: Sequence[EdgeRow]) -> tuple[str, str, str]:
    span, edge, _ = rows[0]
    place = cells.clean(project.place(edge.path, span.line, span.column))
    return f"{source} → {target}", edges_by_kind(row.edge for row in rows), place


def _heading(kind: Kind, number: int) -> str:
    return words.count(number, EDGE_KINDS[kind].edge_noun)


def _rule_groups(project: ProjectView, rows: Iterable[EdgeRow], screen: Screen) -> Iterator[str]:
    """Yield the edges of one kind, those decided alike under what their rule says."""
    groups: dict[Decision, list[EdgeRow]] = {}
    for row in rows:
        groups.setdefault(row.decision._replace(matched=()), []).append(row)
    for decision, group in groups.items():
        if project.snapshot.ruleset.path:
            verdict = screen.paint(VERDICT_STYLES[decision.verdict], words.verdict(decision))
            rule = decision.rule
            origin = rule_place(project, rule.id, *rule.span[:2]) if rule is not None else "no rule speaks of it"
            yield f"  {verdict}  {screen.paint('faint', origin)}"
            if rule is not None and rule.why:
                yield f"  {cells.clean(rule.why)}"
        yield from (f"  {line}" for line in _site_lines(project, group, screen))


def _site_lines(project: ProjectView, rows: list[EdgeRow], screen: Screen) -> Iterator[str]:
    table = []
    for span, edge, _ in rows:
        # The heading names the kind; an ORM edge has more to tell, the method that is called.
        mechanism = edge.mechanism if edge.kind in ORM_KINDS else words.kind(edge)
        test = " (test)" if edge.test else ""
        columns = project.place(edge.path, span.line, span.column), edge_ends(edge), mechanism + test
        table.append([cells.clean(it) for it in columns])
    widths = cells.column_widths(table)
    for place, symbol, mechanism in table:
        yield f"  {cells.pad(place, widths[0])}  {cells.pad(symbol, widths[1])}  {screen.paint('faint', mechanism)}"
