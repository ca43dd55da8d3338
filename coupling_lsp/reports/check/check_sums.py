"""The sums of a check: by pair of apps, and in one line."""

from collections.abc import Sequence

from coupling_lsp.features.words import count
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.check_findings import FAILING_SEVERITIES, CheckResult, Finding
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.reports.wording.counts import duration_text

COUNTED_NOUNS: tuple[tuple[str, Style], ...] = (("error", "error"), ("warning", "warning"), ("tech debt", "note"))


def finding_noun(it: Diagnostic) -> str:
    """What a finding counts as: its severity where that fails the check, else tech debt or a note."""
    if it.severity in FAILING_SEVERITIES:
        return it.severity
    return "tech debt" if it.code == "tech-debt" else "note"


def pair_table(findings: Sequence[Finding], screen: Screen) -> list[str]:
    """How many findings each pair of apps has, notes aside; nothing when no other finding is about an edge."""
    numbers: dict[str, dict[str, int]] = {}
    for it in findings:
        edge, noun = it.diagnostic.edge, finding_noun(it.diagnostic)
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
    pair, row = item
    errors, warnings, debt = (-row.get(noun, 0) for noun, _ in COUNTED_NOUNS)
    return errors, warnings, debt, pair


def final_line(checked: CheckResult, screen: Screen) -> str:
    """`3 errors, 2 warnings, 14 tech debt in 6 files (573 files, 16 apps, 0.4 s)`."""
    nouns = [finding_noun(it.diagnostic) for it in checked.findings]
    told = [
        _painted_count(nouns.count("error"), "error", screen),
        _painted_count(nouns.count("warning"), "warning", screen),
    ]
    if debt := nouns.count("tech debt"):
        told.append(f"{debt} tech debt")
    if notes := nouns.count("note"):
        told.append(count(notes, "note"))
    n_files = len({it.path for it in checked.findings})
    where = f" in {count(n_files, 'file')}" if n_files else ""
    files = count(sum(len(it.snapshot.extractions) for it in checked.projects), "file")
    apps = count(sum(len(it.snapshot.apps) for it in checked.projects), "app")
    rest = screen.paint("faint", f"({files}, {apps}, {duration_text(checked.seconds)})")
    return f"{', '.join(told)}{where} {rest}"


def _painted_count(number: int, noun: Style, screen: Screen) -> str:
    return screen.paint(noun if number else "good", count(number, noun))
