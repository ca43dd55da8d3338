"""How a document groups edges and tells what the rules say of them: the rows of one rule belong together."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.rules import Rule
from coupling_lsp.reports.document.parts import Cell, Line, Word, prose
from coupling_lsp.reports.rows import Row
from coupling_lsp.snapshot.state import Snapshot

Key = TypeVar("Key")


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> list[tuple[Key, list[Row]]]:
    """The rows by key, in the order in which the keys come first."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def rule_id(row: Row) -> str:
    """The rule that decided, empty when none did."""
    return row.decision.rule.id if row.decision.rule is not None else ""


def intent(snapshot: Snapshot, row: Row) -> Cell:
    """`Intentional — why`; a dash where there are no rules."""
    if not snapshot.ruleset.path:
        return (Word("—"),)
    told = wording.verdict(row.decision).capitalize()
    rule = row.decision.rule
    return (Word(f"{told} — "), *prose(rule.why)) if rule is not None and rule.why else (Word(told),)


def line(snapshot: Snapshot, rows: list[Row], *cells: Cell) -> Line:
    """A row of a table about edges that are decided alike."""
    first = rows[0]
    kinds = tuple(kind for kind in KINDS if any(row.edge.kind == kind for row in rows))
    told = wording.verdict(first.decision) if snapshot.ruleset.path else ""
    return Line(cells, (first.edge.app, first.edge.to_app), kinds, told)


def advice(rule: Rule) -> Cell:
    """What a rule says to do instead, empty when it says nothing."""
    written, replacement = prose(rule.fix.advice), rule.fix.replacement
    if not replacement:
        return written
    return (*written, Word(" "), *_use(replacement)) if written else _use(replacement)


def _use(replacement: str) -> Cell:
    return (Word("Use "), Word(" ".join(replacement.split()), True))
