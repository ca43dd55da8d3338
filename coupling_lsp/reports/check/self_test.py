"""`check --self-test`: finds rules that cannot decide any edge, and contracts that no edge could break.

A rule is proved by an edge it decides. Where the project has none, as for most rules that forbid, one is made up.
"""

from collections.abc import Iterator

from coupling_lsp.features.words import count
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Code, Contract, Rule
from coupling_lsp.reports.check.witnesses import WitnessFinder
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding, sorted_findings
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules import contracts
from coupling_lsp.text import Span

_IDLE_RULE_CODES = ("stale-rule", "shadowed-rule")
"""Codes by which the check itself reports a rule that decides nothing; the self-test does not repeat those."""


def with_self_test(check_result: CheckResult) -> CheckResult:
    """Return the result with the findings of the self-test, and notes on the rules that passed it."""
    idle_rules = [it for it in check_result.findings if it.diagnostic.code in _IDLE_RULE_CODES]
    reported_places = {(it.path, it.diagnostic.span) for it in idle_rules}
    findings: list[Finding] = []
    notes: list[str] = []
    for project in check_result.projects:
        idle, lines = _test_rules(project)
        idle += [_unbreakable_contract(it) for it in project.snapshot.ruleset.contracts if not _can_break(project, it)]
        path = project.snapshot.ruleset.path
        findings += [Finding(path, it, project) for it in idle if (path, it.span) not in reported_places]
        notes += lines
    # A rules file that several projects share: a rule is at fault when it can decide in none of them.
    findings_by_place: dict[tuple[str, Span], list[Finding]] = {}
    for finding in findings:
        findings_by_place.setdefault((finding.path, finding.diagnostic.span), []).append(finding)
    idle_everywhere = [
        alike[0]
        for (path, _), alike in findings_by_place.items()
        if len(alike) >= _n_sharing_projects(check_result, path)
    ]
    all_findings = sorted_findings((*check_result.findings, *idle_everywhere))
    return check_result._replace(findings=all_findings, notes=(*check_result.notes, *notes))


def _n_sharing_projects(check_result: CheckResult, path: str) -> int:
    return sum(it.snapshot.ruleset.path == path for it in check_result.projects)


def _test_rules(project: ProjectView) -> tuple[list[Diagnostic], list[str]]:
    """Return the rules that can decide nothing, and lines on how the others were proved."""
    snapshot = project.snapshot
    witnesses = WitnessFinder(project)
    idle: list[Diagnostic] = []
    witness_lines: list[str] = []
    deciding, _ = snapshot.used_rules
    for number, rule in enumerate(snapshot.ruleset.rules):
        if number in deciding:
            continue
        if (witness := witnesses.find(rule)) is not None:
            kind, source, target = witness
            noun = EDGE_KINDS[kind].edge_noun
            witness_lines.append(f"  {rule.id} would decide: {source} → {target} ({noun})")
        else:
            idle.append(_idle_rule(rule, witnesses))
    n_contracts = len(snapshot.ruleset.contracts)
    n_breakable = sum(_can_break(project, it) for it in snapshot.ruleset.contracts)
    summary = f"Self-test: of {count(len(snapshot.ruleset.rules), 'rule')} {len(deciding)} decide edges there are"
    summary += f", {len(witness_lines)} would decide made-up ones, {len(idle)} can never decide"
    if n_contracts:
        summary += f"; {n_breakable} of {count(n_contracts, 'contract')} can be broken"
    return idle, [summary, *witness_lines] if snapshot.ruleset.path else []


def _idle_rule(rule: Rule, witnesses: WitnessFinder) -> Diagnostic:
    """Return the finding for a rule that no possible edge lets decide."""
    unmatched = witnesses.unmatched_selectors(rule)
    code: Code = "stale-rule" if unmatched else "shadowed-rule"
    if unmatched:
        kinds = f" that an edge of kind {' or '.join(rule.via)} can have" if rule.via else ""
        names = ", ".join(f"`{it.written}`" for it in unmatched)
        reason, remedy = f"{names} names nothing there is{kinds}", "Mend it, or remove the rule"
    else:
        reason, remedy = "other rules decide whatever it names", "Remove it, or make it more specific"
    return Diagnostic(rule.span, "warning", code, f"Rule `{rule.id}` can never decide: {reason}\n{remedy}", rule=rule)


def _can_break(project: ProjectView, contract: Contract) -> bool:
    return bool(contracts.broken_pairs(contract, _possible_pairs(project)))


def _possible_pairs(project: ProjectView) -> Iterator[tuple[str, str]]:
    """Yield every pair of apps an edge could have; edges into shared apps are never reported."""
    apps = project.snapshot.apps.values()
    targets = [app.label for app in apps if not app.shared]
    return ((source.label, target) for source in apps for target in targets if source.label != target)


def _unbreakable_contract(contract: Contract) -> Diagnostic:
    message = (
        f"Contract `{contract.id}` can never be broken: no edge there could be is against it\n"
        "Name apps that are there and are not shared, or remove it"
    )
    return Diagnostic(contract.span, "warning", "stale-rule", message)
