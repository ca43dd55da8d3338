"""Sums of a check: a table by pair of apps, and a final line."""

from collections.abc import Sequence

from coupling_lsp.features.words import count
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.check_findings import FAILING_SEVERITIES, CheckResult, Finding
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.reports.wording.counts import duration_text

COUNTED_NOUNS: tuple[tuple[str, Style], ...] = (("error", "error"), ("warning", "warning"), ("tech debt", "note"))
"""What is counted by pair of apps, each with its style."""


def finding_noun(diagnostic: Diagnostic) -> str:
    """Return what a finding counts as: `error` or `warning`, which fail the check, `tech debt` or `note`."""
    if diagnostic.severity in FAILING_SEVERITIES:
        return diagnostic.severity
    return "tech debt" if diagnostic.code == "tech-debt" else "note"


def pair_table(findings: Sequence[Finding], screen: Screen) -> list[str]:
    """Return a table of how many findings each pair of apps has, notes aside; no lines where it would be empty."""
    numbers: dict[str, dict[str, int]] = {}
    for finding in findings:
        edge, noun = finding.diagnostic.edge, finding_noun(finding.diagnostic)
        if edge is not None and noun != "note":
            row = numbers.setdefault(cells.clean(f"{edge.app} → {edge.to_app}"), {})
            row[noun] = row.get(noun, 0) + 1
    if not numbers:
        return []
    heads = ("errors", "warnings", "tech debt")
    first = max(map(cells.width, numbers))
    lines = [screen.paint("faint", "  ".join([" " * first, *heads]))]
    for pair, row in sorted(numbers.items(), key=_severity_order):
        line = cells.pad(pair, first)
        for (noun, style), head in zip(COUNTED_NOUNS, heads, strict=True):
            number = row.get(noun, 0)
            cell = f"{number or '·':>{len(head)}}"
            line += f"  {screen.paint(style if number else 'faint', cell)}"
        lines.append(line)
    return [*lines, ""]


def _severity_order(item: tuple[str, dict[str, int]]) -> tuple[int, int, int, str]:
    """Return the sort key of a table row: most errors first, then warnings, then debt, then by name."""
    pair, row = item
    errors, warnings, debt = (-row.get(noun, 0) for noun, _ in COUNTED_NOUNS)
    return errors, warnings, debt, pair


def final_line(check_result: CheckResult, screen: Screen) -> str:
    """Return the last line: `3 errors, 2 warnings, 14 tech debt in 6 files (573 files, 16 apps, 0.4 s)`."""
    nouns = [finding_noun(it.diagnostic) for it in check_result.findings]
    sums = [
        _painted_count(nouns.count("error"), "error", screen),
        _painted_count(nouns.count("warning"), "warning", screen),
    ]
    if debt := nouns.count("tech debt"):
        sums.append(f"{debt} tech debt")
    if notes := nouns.count("note"):
        sums.append(count(notes, "note"))
    n_files = len({it.path for it in check_result.findings})
    in_files = f" in {count(n_files, 'file')}" if n_files else ""
    files = count(sum(len(it.snapshot.extractions) for it in check_result.projects), "file")
    apps = count(sum(len(it.snapshot.apps) for it in check_result.projects), "app")
    scope = screen.paint("faint", f"({files}, {apps}, {duration_text(check_result.seconds)})")
    return f"{', '.join(sums)}{in_files} {scope}"


def _painted_count(number: int, noun: Style, screen: Screen) -> str:
    return screen.paint(noun if number else "good", count(number, noun))
