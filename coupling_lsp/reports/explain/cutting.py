"""What would have to go before one app no longer depends on another: the edges, and what to do instead of them."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.rules import Rule
from coupling_lsp.reports import cells
from coupling_lsp.reports.count import by_kind, edges_by_kind
from coupling_lsp.reports.explain.reasons import Reasons
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Row
from coupling_lsp.reports.screen import Screen


def lines(project: Project, it: Reasons, screen: Screen) -> Iterator[str]:
    """The pairs of the cut, the direct one first, with what to do; places where they were not listed before."""
    if not it.cut:
        return
    direct = it.source, it.target
    yield ""
    told = f"every way from {it.source} to {it.target}" if it.chains else " → ".join(direct)
    yield screen.paint("strong", f"To cut {told}, remove {count(it.n_cut, 'edge')}")
    for pair in sorted(it.cut, key=lambda pair: (pair != direct, pair)):
        found = it.between[pair]
        yield f"  {' → '.join(pair)}  {edges_by_kind(row.edge for row in found)}"
        yield from (f"    {cells.clean(line)}" for line in _to_do(found))
        for span, edge, _ in found if pair != direct else ():
            yield f"    {screen.paint('faint', cells.clean(project.place(edge.path, span.line, span.column)))}"


def _to_do(found: Sequence[Row]) -> Iterator[str]:
    """What the rules say to do instead, then the edges of which none says anything."""
    advised: dict[Rule, list[Row]] = {}
    others: list[Row] = []
    for row in found:
        rule = row.decision.rule
        if rule is not None and instead(rule):
            advised.setdefault(rule, []).append(row)
        else:
            others.append(row)
    for rule, own in advised.items():
        yield f"{by_kind(row.edge for row in own)}: {instead(rule)} (rule {rule.id})"
    if others:
        rules = dict.fromkeys(row.decision.rule.id for row in others if row.decision.rule is not None)
        named = f" ({'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)})" if rules else ""
        yield f"{by_kind(row.edge for row in others)}: no rule says what to do instead{named}"


def instead(rule: Rule) -> str:
    """What a rule says to do in place of an edge: its advice, and the call that replaces it."""
    used = f"Use {rule.fix.replacement}" if rule.fix.replacement else ""
    return " ".join(filter(None, (rule.fix.advice, used)))
