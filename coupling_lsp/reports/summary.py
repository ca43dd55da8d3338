"""The sums of a check: by pair of apps, and in one line."""

from collections.abc import Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports import cells
from coupling_lsp.reports.count import seconds
from coupling_lsp.reports.findings import FAILING, Checked, Finding
from coupling_lsp.reports.screen import Screen, Style

SORTS: tuple[tuple[str, Style], ...] = (("error", "error"), ("warning", "warning"), ("tech debt", "note"))


def noun_of(it: Diagnostic) -> str:
    """What a finding counts as: its severity where that fails the check, else tech debt or a note."""
    if it.severity in FAILING:
        return it.severity
    return "tech debt" if it.code == "tech-debt" else "note"


def pair_table(findings: Sequence[Finding], screen: Screen) -> list[str]:
    """How many findings each pair of apps has, notes aside; nothing when no other finding is about an edge."""
    numbers: dict[str, dict[str, int]] = {}
    for it in findings:
        edge, noun = it.diagnostic.edge, noun_of(it.diagnostic)
        if edge is not None and noun != "note":
            row = numbers.setdefault(cells.clean(f"{edge.app} → {edge.to_app}"), {})
            row[noun] = row.get(noun, 0) + 1
    if not numbers:
        return []
    heads = ("errors", "warnings", "tech debt")
    first = max(map(cells.width, numbers))
    lines = [screen.paint("faint", "  ".join([" " * first, *heads]))]
    for pair, row in sorted(numbers.items(), key=_worst_first):
        line = cells.pad(pair, first)
        for (noun, style), head in zip(SORTS, heads, strict=True):
            number = row.get(noun, 0)
            cell = f"{number or '·':>{len(head)}}"
            line += f"  {screen.paint(style if number else 'faint', cell)}"
        lines.append(line)
    return [*lines, ""]


def _worst_first(item: tuple[str, dict[str, int]]) -> tuple[int, int, int, str]:
    pair, row = item
    errors, warnings, debt = (-row.get(noun, 0) for noun, _ in SORTS)
    return errors, warnings, debt, pair


def final_line(checked: Checked, screen: Screen) -> str:
    """`3 errors, 2 warnings, 14 tech debt in 6 files (573 files, 16 apps, 0.4 s)`."""
    nouns = [noun_of(it.diagnostic) for it in checked.findings]
    told = [_sum(nouns.count("error"), "error", screen), _sum(nouns.count("warning"), "warning", screen)]
    if debt := nouns.count("tech debt"):
        told.append(f"{debt} tech debt")
    if notes := nouns.count("note"):
        told.append(count(notes, "note"))
    n_files = len({it.path for it in checked.findings})
    where = f" in {count(n_files, 'file')}" if n_files else ""
    files = count(sum(len(it.snapshot.extractions) for it in checked.projects), "file")
    apps = count(sum(len(it.snapshot.apps) for it in checked.projects), "app")
    rest = screen.paint("faint", f"({files}, {apps}, {seconds(checked.seconds)})")
    return f"{', '.join(told)}{where} {rest}"


def _sum(number: int, noun: Style, screen: Screen) -> str:
    return screen.paint(noun if number else "good", count(number, noun))
