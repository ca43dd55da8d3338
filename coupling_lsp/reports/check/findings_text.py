"""`check` for people: errors and warnings with their source lines, notes in one line each, then the sums."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from coupling_lsp.features import owners, words
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.check.check_sums import final_line, finding_noun, pair_table
from coupling_lsp.reports.contents.check_findings import FAILING_SEVERITIES, CheckResult, Finding, Ratchet
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.excerpt import excerpt
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.reports.wording.counts import edges_by_kind, unresolved_count

NAME = "text"

SEVERITY_STYLES: dict[str, Style] = {"error": "error", "warning": "warning", "information": "note", "hint": "faint"}

_MAX_NOTES = 40
"""Findings for information that are listed; a line tells how many more there are."""


def render(check_result: CheckResult, screen: Screen) -> str:
    """Return the whole report."""
    loud = [it for it in check_result.findings if it.diagnostic.severity in FAILING_SEVERITIES]
    quiet = [it for it in check_result.findings if it.diagnostic.severity not in FAILING_SEVERITIES]
    lines: list[str] = []
    for _, findings in groupby(loud, key=lambda it: it.path):
        lines.extend(_file_lines(list(findings), screen))
    lines.extend(_note_lines(quiet, screen))
    lines.extend(pair_table(check_result.findings, screen))
    for project in check_result.projects:
        lines.extend(_project_sums(project, screen))
    lines.extend(map(cells.clean, check_result.notes))
    if check_result.ratchet is not None:
        lines.append(_ratchet_line(check_result.ratchet, screen))
    lines.append(final_line(check_result, screen))
    return "".join(f"{line}\n" for line in lines)


def _ratchet_line(ratchet: Ratchet, screen: Screen) -> str:
    """Return `Tech debt since main (1f0c2ab3d4): 24 → 22 edges, none new`."""
    new = screen.paint("error", f"{ratchet.n_new} new") if ratchet.n_new else screen.paint("good", "none new")
    base = f"{cells.clean(ratchet.base)} ({ratchet.commit[:10]})"
    return f"Tech debt since {base}: {ratchet.debt_before} → {ratchet.debt_after} edges, {new}"


def _file_lines(findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """Yield the findings of one file under its name."""
    severities = [it.diagnostic.severity for it in findings]
    counts = [words.count(severities.count(it), it) for it in FAILING_SEVERITIES if it in severities]
    name = cells.clean(findings[0].project.show(findings[0].path))
    yield f"{screen.paint('strong', name)}  {screen.paint('faint', ', '.join(counts))}"
    yield ""
    for _, findings_at_span in groupby(findings, key=lambda it: it.diagnostic.span):
        for number, finding in enumerate(findings_at_span):
            yield from _finding_lines(finding, screen, () if number else source_lines(finding, screen))
            yield ""


def source_lines(finding: Finding, screen: Screen) -> list[str]:
    """Return the source line of a finding, with carets under its span."""
    diagnostic = finding.diagnostic
    text = finding.project.read(finding.path)
    return excerpt(text, diagnostic.span, SEVERITY_STYLES[diagnostic.severity], screen) if text is not None else []


def _finding_lines(finding: Finding, screen: Screen, source: Iterable[str]) -> Iterator[str]:
    """Yield one finding: place and severity, source, message, then its rule and owners."""
    diagnostic = finding.diagnostic
    severity = screen.paint(SEVERITY_STYLES[diagnostic.severity], diagnostic.severity)
    yield f"  {cells.clean(finding.place)}  {severity} {screen.paint('faint', diagnostic.code)}"
    yield from (f"    {line}" for line in source)
    first, *details = diagnostic.message.split("\n")
    yield f"    {screen.paint('strong', cells.clean(first))}"
    for line in details:
        yield f"    {screen.paint('faint', cells.clean(line))}"
    if diagnostic.edge is not None:
        rule = diagnostic.rule
        rule_places = [rule_place(finding.project, rule.id, *rule.span[:2])] if rule is not None else []
        owner = cells.clean(owners.told(finding.project.snapshot, diagnostic.edge, rule))
        if rule_and_owners := " · ".join(filter(None, (*rule_places, owner))):
            yield f"    {screen.paint('faint', rule_and_owners)}"


def rule_place(project: ProjectView, name: str, line: int, column: int) -> str:
    """Return a rule's id and where the rule is written: `rule no-writes · rules.yaml:12:5`."""
    return cells.clean(f"rule {name} · {project.place(project.snapshot.ruleset.path, line, column)}")


def _note_lines(findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """Yield the findings that do not fail the check, grouped by rule, a line each."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings[:_MAX_NOTES]:
        groups.setdefault(_note_heading(finding.diagnostic), []).append(finding)
    for (name, pair), group in groups.items():
        yield f"{screen.paint('note', cells.clean(name))}  {cells.clean(pair)}".rstrip()
        table = [[cells.clean(cell) for cell in (it.place, _one_line(it.diagnostic))] for it in group]
        width, _ = cells.column_widths(table)
        yield from (f"  {cells.pad(place, width)}  {summary}" for place, summary in table)
    if groups:
        yield ""
    if len(findings) > _MAX_NOTES:
        yield screen.paint(
            "faint", f"{len(findings) - _MAX_NOTES} more for information; `--format json` lists them all"
        )
        yield ""


def _note_heading(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return the heading a finding is listed under (its rule, or else its code), and its pair of apps."""
    edge, rule = diagnostic.edge, diagnostic.rule
    pair = f"{edge.app} → {edge.to_app}" if edge is not None else ""
    return " · ".join(filter(None, (finding_noun(diagnostic), rule.id if rule is not None else diagnostic.code))), pair


def _one_line(diagnostic: Diagnostic) -> str:
    """Return a finding in a few words: its edge, or the first line of its message."""
    edge = diagnostic.edge
    return f"{words.kind(edge)} {edge.to_symbol or edge.to_module}" if edge else diagnostic.message.split("\n")[0]


def _project_sums(project: ProjectView, screen: Screen) -> Iterable[str]:
    """Yield how many edges a project has, and what of it could not be read or judged."""
    snapshot = project.snapshot
    n_unresolved = sum(1 for _ in unresolved_places(snapshot, JUDGED_EDGES))
    hint = " (`--stats` lists them)" if n_unresolved else ""
    edges_and_places = f"{edges_by_kind(edge for edge, _ in snapshot.judged())}; {unresolved_count(n_unresolved)}{hint}"
    yield screen.paint("faint", edges_and_places)
    if (config := snapshot.linted.config).path:
        yield screen.paint(
            "faint", f"{words.count(len(config.contracts), 'contract')} of import-linter in {project.show(config.path)}"
        )
    if not snapshot.ruleset.path:
        yield "There is no rules.yaml, so no edge is judged; `coupling-lsp edges` lists them"
