"""Lines on what to remove before one app no longer depends on another, and on what to do instead."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import calls, count
from coupling_lsp.model.rules import Rule
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain.dependency_reasons import DependencyReasons
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.reports.wording.counts import counts_by_kind, edges_by_kind


def cut_lines(project: ProjectView, reasons: DependencyReasons, screen: Screen) -> Iterator[str]:
    """Yield the pairs of the cut with advice, the direct one first; the places of the others are listed here only."""
    if not reasons.cut:
        return
    direct_pair = reasons.source, reasons.target
    yield ""
    dependency = f"every way from {reasons.source} to {reasons.target}" if reasons.chains else " → ".join(direct_pair)
    yield screen.paint("strong", f"To cut {dependency}, remove {count(reasons.n_cut, 'edge')}")
    for pair in sorted(reasons.cut, key=lambda pair: (pair != direct_pair, pair)):
        rows = reasons.rows_by_pair[pair]
        yield f"  {' → '.join(pair)}  {edges_by_kind(row.edge for row in rows)}"
        yield from (f"    {cells.clean(line)}" for line in _advice_lines(rows))
        for span, edge, _ in rows if pair != direct_pair else ():
            yield f"    {screen.paint('faint', cells.clean(project.place(edge.path, span.line, span.column)))}"


def _advice_lines(rows: Sequence[EdgeRow]) -> Iterator[str]:
    """Yield what the rules advise, then the edges for which none advises anything."""
    rows_by_rule: dict[Rule, list[EdgeRow]] = {}
    rows_without_advice: list[EdgeRow] = []
    for row in rows:
        rule = row.decision.rule
        if rule is not None and rule_advice(rule):
            rows_by_rule.setdefault(rule, []).append(row)
        else:
            rows_without_advice.append(row)
    for rule, rows_of_rule in rows_by_rule.items():
        yield f"{counts_by_kind(row.edge for row in rows_of_rule)}: {rule_advice(rule)} (rule {rule.id})"
    if rows_without_advice:
        rules = dict.fromkeys(row.decision.rule.id for row in rows_without_advice if row.decision.rule is not None)
        rule_names = f" ({'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)})" if rules else ""
        yield f"{counts_by_kind(row.edge for row in rows_without_advice)}: no rule says what to do instead{rule_names}"


def rule_advice(rule: Rule) -> str:
    """Return what a rule says to do in place of an edge: its advice, and the call that replaces it."""
    words = f"Use {calls(rule.fix.replacements)}" if rule.fix.replacements else ""
    return " ".join(filter(None, (rule.fix.advice, words)))
