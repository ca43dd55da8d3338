"""`explain APP APP`: everything by which the first app depends on the second, how to cut that, and the way back."""

from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import EDGE_KINDS, KINDS, ORM_KINDS, Kind
from coupling_lsp.model.rules import Decision
from coupling_lsp.reports import cells
from coupling_lsp.reports.check.text import rule_place
from coupling_lsp.reports.count import edges_by_kind
from coupling_lsp.reports.edges.table import VERDICT_STYLES, ends
from coupling_lsp.reports.explain import cutting
from coupling_lsp.reports.explain.reasons import Reasons, hops, reasons
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Row
from coupling_lsp.reports.screen import Screen


def render(project: Project, source: str, target: str, screen: Screen) -> str:
    """The explanation of two apps of the project."""
    return "".join(f"{line}\n" for line in _lines(project, reasons(project, source, target), screen))


def _lines(project: Project, it: Reasons, screen: Screen) -> Iterator[str]:
    source, target = it.source, it.target
    yield f"{screen.paint('strong', f'{source} → {target}')}  {edges_by_kind(row.edge for row in it.edges)}"
    for broken in it.broken:
        yield screen.paint("error", cells.clean(f"This breaks the contract `{broken.contract.id}`"))
        yield cells.clean(broken.detail)
        if broken.contract.why:
            yield cells.clean(broken.contract.why)
    if it.shared:
        yield f"{target} is a shared app: every app may use it, so edges into it are not reported"
    for kind in KINDS:
        of_kind = [row for row in it.edges if row.edge.kind == kind]
        if of_kind:
            yield ""
            yield screen.paint("strong", _heading(kind, len(of_kind)))
            yield from _by_rule(project, of_kind, screen)
    yield from _chains(project, it, screen)
    yield from cutting.lines(project, it, screen)
    yield ""
    if it.back:
        told = "so the two depend on each other" if it.edges else "the other way round only"
        yield f"Back: {target} → {source}  {edges_by_kind(row.edge for row in it.back)}, {told}"
    else:
        yield f"Back: {target} does not depend on {source}"


def _chains(project: Project, it: Reasons, screen: Screen) -> Iterator[str]:
    """The shortest chains through other apps, each with its steps."""
    for chain in it.chains:
        yield ""
        yield f"{'Also through' if it.edges else 'Through'} others: {screen.paint('strong', ' → '.join(chain))}"
        table = [_hop(project, *pair, it.between[pair]) for pair in hops(chain)]
        widths = cells.column_widths(table)
        for name, edges, place in table:
            yield f"  {cells.pad(name, widths[0])}  {cells.pad(edges, widths[1])}  {screen.paint('faint', place)}"
    if it.more_chains:
        yield ""
        yield "There are more chains as short as these"


def _hop(project: Project, source: str, target: str, found: Sequence[Row]) -> tuple[str, str, str]:
    span, edge, _ = found[0]
    place = cells.clean(project.place(edge.path, span.line, span.column))
    return f"{source} → {target}", edges_by_kind(row.edge for row in found), place


def _heading(kind: Kind, number: int) -> str:
    return wording.count(number, EDGE_KINDS[kind].edge_noun)


def _by_rule(project: Project, found: Iterable[Row], screen: Screen) -> Iterator[str]:
    """The edges of one kind, those a rule decides alike under what it says."""
    groups: dict[Decision, list[Row]] = {}
    for row in found:
        groups.setdefault(row.decision._replace(matched=()), []).append(row)
    for decision, own in groups.items():
        if project.snapshot.ruleset.path:
            verdict = screen.paint(VERDICT_STYLES[decision.verdict], wording.verdict(decision))
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
        how = edge.mechanism if edge.kind in ORM_KINDS else wording.kind(edge)
        test = " (test)" if edge.test else ""
        cell = project.place(edge.path, span.line, span.column), ends(edge), how + test
        table.append([cells.clean(it) for it in cell])
    widths = cells.column_widths(table)
    for place, symbol, how in table:
        yield f"  {cells.pad(place, widths[0])}  {cells.pad(symbol, widths[1])}  {screen.paint('faint', how)}"
