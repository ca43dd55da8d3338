"""`check` for people: errors and warnings with their source lines, the rest in short, then the sums."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from coupling_lsp.features import owners, wording
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports import cells
from coupling_lsp.reports.count import edges_by_kind, not_resolved
from coupling_lsp.reports.excerpt import excerpt
from coupling_lsp.reports.findings import FAILING, Checked, Finding, Ratchet
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import JUDGED, unresolved
from coupling_lsp.reports.screen import Screen, Style
from coupling_lsp.reports.summary import final_line, noun_of, pair_table

NAME = "text"

STYLES: dict[str, Style] = {"error": "error", "warning": "warning", "information": "note", "hint": "faint"}

_MOST_NOTES = 40


def render(checked: Checked, screen: Screen) -> str:
    """The whole report."""
    loud = [it for it in checked.findings if it.diagnostic.severity in FAILING]
    quiet = [it for it in checked.findings if it.diagnostic.severity not in FAILING]
    lines: list[str] = []
    for _, found in groupby(loud, key=lambda it: it.path):
        lines.extend(_file(list(found), screen))
    lines.extend(_notes(quiet, screen))
    lines.extend(pair_table(checked.findings, screen))
    for project in checked.projects:
        lines.extend(_read(project, screen))
    lines.extend(map(cells.clean, checked.told))
    if checked.ratchet is not None:
        lines.append(_ratchet(checked.ratchet, screen))
    lines.append(final_line(checked, screen))
    return "".join(f"{line}\n" for line in lines)


def _ratchet(it: Ratchet, screen: Screen) -> str:
    """`Tech debt since main (1f0c2ab3d4): 24 → 22 edges, none new`."""
    new = screen.paint("error", f"{it.grown} new") if it.grown else screen.paint("good", "none new")
    return f"Tech debt since {cells.clean(it.base)} ({it.commit[:10]}): {it.before} → {it.after} edges, {new}"


def _file(found: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """The findings of one file under its name."""
    severities = [it.diagnostic.severity for it in found]
    told = [wording.count(severities.count(it), it) for it in FAILING if it in severities]
    name = cells.clean(found[0].project.show(found[0].path))
    yield f"{screen.paint('strong', name)}  {screen.paint('faint', ', '.join(told))}"
    yield ""
    for _, here in groupby(found, key=lambda it: it.diagnostic.span):
        for number, it in enumerate(here):
            yield from _finding(it, screen, () if number else source_lines(it, screen))
            yield ""


def source_lines(finding: Finding, screen: Screen) -> list[str]:
    """The source line of a finding, with carets."""
    it = finding.diagnostic
    text = finding.project.read(finding.path)
    return excerpt(text, it.span, STYLES[it.severity], screen) if text is not None else []


def _finding(finding: Finding, screen: Screen, source: Iterable[str]) -> Iterator[str]:
    """One finding: place and severity, the source, what, why and what to do, the rule."""
    it = finding.diagnostic
    severity = screen.paint(STYLES[it.severity], it.severity)
    yield f"  {cells.clean(finding.place)}  {severity} {screen.paint('faint', it.code)}"
    yield from (f"    {line}" for line in source)
    first, *others = it.message.split("\n")
    yield f"    {screen.paint('strong', cells.clean(first))}"
    for line in others:
        yield f"    {screen.paint('faint', cells.clean(line))}"
    if it.edge is not None:
        about = [rule_place(finding.project, it.rule.id, *it.rule.span[:2])] if it.rule is not None else []
        owner = cells.clean(owners.owner_phrase(finding.project.snapshot, it.edge, it.rule))
        if told := " · ".join(filter(None, (*about, owner))):
            yield f"    {screen.paint('faint', told)}"


def rule_place(project: Project, name: str, line: int, column: int) -> str:
    """A rule and where it is written."""
    return cells.clean(f"rule {name} · {project.place(project.snapshot.ruleset.path, line, column)}")


def _notes(found: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """What does not fail the check: by rule, a line each."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for it in found[:_MOST_NOTES]:
        groups.setdefault(_group(it.diagnostic), []).append(it)
    for (name, about), own in groups.items():
        yield f"{screen.paint('note', cells.clean(name))}  {cells.clean(about)}".rstrip()
        table = [[cells.clean(cell) for cell in (it.place, _short(it.diagnostic))] for it in own]
        width, _ = cells.column_widths(table)
        yield from (f"  {cells.pad(place, width)}  {told}" for place, told in table)
    if groups:
        yield ""
    if len(found) > _MOST_NOTES:
        yield screen.paint("faint", f"{len(found) - _MOST_NOTES} more for information; `--format json` lists them all")
        yield ""


def _group(it: Diagnostic) -> tuple[str, str]:
    """Under which heading a finding stands: its rule and pair of apps, or its code."""
    edge, rule = it.edge, it.rule
    about = f"{edge.app} → {edge.to_app}" if edge is not None else ""
    return " · ".join(filter(None, (noun_of(it), rule.id if rule is not None else it.code))), about


def _short(it: Diagnostic) -> str:
    return f"{wording.kind(it.edge)} {it.edge.to_symbol or it.edge.to_module}" if it.edge else it.message.split("\n")[0]


def _read(project: Project, screen: Screen) -> Iterable[str]:
    snapshot = project.snapshot
    n_unresolved = sum(1 for _ in unresolved(snapshot, JUDGED))
    hint = " (`--stats` lists them)" if n_unresolved else ""
    told = f"{edges_by_kind(edge for edge, _ in snapshot.judged())}; {not_resolved(n_unresolved)}{hint}"
    yield screen.paint("faint", told)
    if (config := snapshot.linted.config).path:
        yield screen.paint(
            "faint",
            f"{wording.count(len(config.contracts), 'contract')} of import-linter in {project.show(config.path)}",
        )
    if not snapshot.ruleset.path:
        yield "There is no rules.yaml, so no edge is judged; `coupling-lsp edges` lists them"
