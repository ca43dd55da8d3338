"""Table rows about edges that one rule decides, and cells on what the rule says."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.rules import Rule
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import Cell, TableRow, TextRun, prose
from coupling_lsp.snapshot.state import Snapshot

Key = TypeVar("Key")


def group_rows(rows: Iterable[EdgeRow], key: Callable[[EdgeRow], Key]) -> list[tuple[Key, list[EdgeRow]]]:
    """Return the rows by key, in the order in which the keys first occur."""
    groups: dict[Key, list[EdgeRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def rule_id(row: EdgeRow) -> str:
    """Return the id of the rule that decided, or nothing."""
    return row.decision.rule.id if row.decision.rule is not None else ""


def intent_cell(snapshot: Snapshot, row: EdgeRow) -> Cell:
    """Return `Intentional — why`, or a dash where there are no rules."""
    if not snapshot.ruleset.path:
        return (TextRun("—"),)
    verdict = wording.verdict(row.decision).capitalize()
    rule = row.decision.rule
    return (TextRun(f"{verdict} — "), *prose(rule.why)) if rule is not None and rule.why else (TextRun(verdict),)


def table_row(snapshot: Snapshot, rows: list[EdgeRow], *cells: Cell) -> TableRow:
    """Return a table row about edges that are decided alike."""
    first = rows[0]
    kinds = tuple(kind for kind in KINDS if any(row.edge.kind == kind for row in rows))
    intent = wording.verdict(first.decision) if snapshot.ruleset.path else ""
    return TableRow(cells, (first.edge.app, first.edge.to_app), kinds, intent)


def advice_cell(rule: Rule) -> Cell:
    """Return what a rule says to do instead; empty when it says nothing."""
    advice = prose(rule.fix.advice)
    calls = dict.fromkeys(" ".join(it.call.split()) for it in rule.fix.replacements)
    if not calls:
        return advice
    words = ("Use ", *(" or " for _ in range(len(calls) - 1)))
    runs = [run for word, call in zip(words, calls, strict=True) for run in (TextRun(word), TextRun(call, True))]
    return (*advice, TextRun(" "), *runs) if advice else tuple(runs)
