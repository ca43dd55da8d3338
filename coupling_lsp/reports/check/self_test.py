"""`check --self-test`: is every rule able to decide an edge, and could some edge break every contract?

An edge that is there proves a rule; where there is none, as for most that forbid, one is made up.
"""

from collections.abc import Iterator

from coupling_lsp.features.wording import count
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Code, Contract, Rule
from coupling_lsp.reports.check.witness import Witnesses
from coupling_lsp.reports.findings import Checked, Finding, sort
from coupling_lsp.reports.project import Project
from coupling_lsp.rules import contracts

_KNOWN = ("stale-rule", "shadowed-rule")


def tested(checked: Checked) -> Checked:
    """The findings, and those of the self-test; a rule that is told to be stale or shadowed is not told again."""
    known = {(it.path, it.diagnostic.span) for it in checked.findings if it.diagnostic.code in _KNOWN}
    found: list[Finding] = []
    told: list[str] = []
    for project in checked.projects:
        idle, lines = _rules(project)
        idle += [_unbreakable(it) for it in project.snapshot.ruleset.contracts if not _can_break(project, it)]
        path = project.snapshot.ruleset.path
        found += [Finding(path, it, project) for it in idle if (path, it.span) not in known]
        told += lines
    # A rules file that several projects share: a rule is at fault when it can decide in none of them.
    shared = {it: [other for other in found if _same(it, other)] for it in found}
    kept = [it for it, alike in shared.items() if alike[0] is it and len(alike) >= _sharing(checked, it.path)]
    return checked._replace(findings=sort((*checked.findings, *kept)), told=(*checked.told, *told))


def _same(one: Finding, other: Finding) -> bool:
    return (one.path, one.diagnostic.span) == (other.path, other.diagnostic.span)


def _sharing(checked: Checked, path: str) -> int:
    return sum(it.snapshot.ruleset.path == path for it in checked.projects)


def _rules(project: Project) -> tuple[list[Diagnostic], list[str]]:
    """The rules that can decide nothing, and in words how the others were shown to decide."""
    snapshot = project.snapshot
    witnesses = Witnesses(project)
    idle: list[Diagnostic] = []
    made_up: list[str] = []
    deciding, _ = snapshot.used_rules
    for number, rule in enumerate(snapshot.ruleset.rules):
        if number in deciding:
            continue
        if (witness := witnesses.find(rule)) is not None:
            kind, source, target = witness
            noun = EDGE_KINDS[kind].edge_noun
            made_up.append(f"  {rule.id} would decide: {source} → {target} ({noun})")
        else:
            idle.append(_undecided(rule, witnesses))
    n_contracts = len(snapshot.ruleset.contracts)
    n_breakable = sum(_can_break(project, it) for it in snapshot.ruleset.contracts)
    told = f"Self-test: of {count(len(snapshot.ruleset.rules), 'rule')} {len(deciding)} decide edges there are"
    told += f", {len(made_up)} would decide made-up ones, {len(idle)} can never decide"
    if n_contracts:
        told += f"; {n_breakable} of {count(n_contracts, 'contract')} can be broken"
    return idle, [told, *made_up] if snapshot.ruleset.path else []


def _undecided(rule: Rule, witnesses: Witnesses) -> Diagnostic:
    nothing = witnesses.nothing(rule)
    code: Code = "stale-rule" if nothing else "shadowed-rule"
    if nothing:
        kinds = f" that an edge of kind {' or '.join(rule.via)} can have" if rule.via else ""
        named = ", ".join(f"`{it.written}`" for it in nothing)
        why, remedy = f"{named} names nothing there is{kinds}", "Mend it, or remove the rule"
    else:
        why, remedy = "other rules decide whatever it names", "Remove it, or make it more specific"
    return Diagnostic(rule.span, "warning", code, f"Rule `{rule.id}` can never decide: {why}\n{remedy}", rule=rule)


def _can_break(project: Project, contract: Contract) -> bool:
    return bool(contracts.broken_pairs(contract, _all_pairs(project)))


def _all_pairs(project: Project) -> Iterator[tuple[str, str]]:
    """Every edge there could be: no edge that leads into a shared app is reported."""
    apps = project.snapshot.apps.values()
    targets = [app.label for app in apps if not app.shared]
    return ((source.label, target) for source in apps for target in targets if source.label != target)


def _unbreakable(contract: Contract) -> Diagnostic:
    message = (
        f"Contract `{contract.id}` can never be broken: no edge there could be is against it\n"
        "Name apps that are there and are not shared, or remove it"
    )
    return Diagnostic(contract.span, "warning", "stale-rule", message)
