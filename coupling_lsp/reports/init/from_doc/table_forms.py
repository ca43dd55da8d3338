"""What the columns of a table mean by their headings, and what a cell says of intent."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from coupling_lsp.model.rules import BLANK
from coupling_lsp.reports.init.from_doc.markdown_tables import MarkdownTable
from coupling_lsp.reports.init.rule_groups import IntentStatement

TableForm = Literal["inventory", "schema", "orm", "import", "debt"]

_HEADINGS: Mapping[str, str] = {
    "app": r"app( label)?",
    "role": r"role\b.*",
    "source": r"(source|from) app.*",
    "target": r"(target|to) app.*",
    "file": r".*\bfile\b.*",
    "fields": r".*\bfields?\b.*",
    "model": r".*\bforeign model.*",
    "symbols": r".*\bsymbols?\b.*",
    "intent": r".*\bintent.*",
    "issue": r"issue\b.*",
    "fix": r".*\bfix\b.*",
}
"""Patterns by which the heading of each column is known."""

FORM_COLUMNS: Mapping[TableForm, tuple[str, ...]] = {
    "debt": ("source", "issue", "fix"),
    "import": ("source", "file", "target", "symbols", "intent"),
    "schema": ("source", "target", "fields", "intent"),
    "orm": ("file", "model", "intent"),
    "inventory": ("app", "role"),
}
"""The columns each form of table needs; a table has the first form of which it has all of them."""

_DEBT = re.compile(r"\btech(nical)?[\s-]*debt\b", re.I)
_INTENDED = re.compile(r"\bintentional\b", re.I)
_SAME = re.compile(r"same(?: as above(?P<more>.*))?", re.I | re.S)
_DASH = re.compile(r"\s*[—–:]\s*|\s+-+\s+")
_MARKS = re.compile(r"`|\*\*|(?<!\w)__|__(?!\w)")


def table_form(table: MarkdownTable) -> tuple[TableForm, dict[str, int]] | None:
    """Return what a table is about, with the number of each column that matters; None for any other table."""
    columns = dict(reversed([*_named_columns(table)]))
    for name, required_columns in FORM_COLUMNS.items():
        if all(it in columns for it in required_columns):
            return name, {it: columns[it] for it in required_columns}
    return None


def plain(cell: str) -> str:
    """Return a cell without marks of code and emphasis."""
    return " ".join(_MARKS.sub("", cell).split())


def intent_statement(cell: str, line: int, previous_statement: IntentStatement | None) -> IntentStatement | None:
    """Return what a cell says, or None where it says nothing.

    It may read `Intentional — why`, `Tech debt — why` or `Same as above`. A cell that says both is tech debt.
    """
    text = plain(cell)
    repetition = _SAME.fullmatch(text)
    if repetition is not None:
        return previous_statement._replace(line=line) if previous_statement is not None else None
    is_debt = _DEBT.search(text) is not None
    if not is_debt and not _INTENDED.search(text):
        return None
    reason = _reason(text)
    repetition = _SAME.fullmatch(reason)
    if repetition is not None and previous_statement is not None:
        addition, reason = (repetition["more"] or "").strip(), previous_statement.why
        if addition and reason != BLANK:
            reason = f"{reason} ({addition})"
    return IntentStatement("tech-debt" if is_debt else "intentional", reason or BLANK, line=line)


def _named_columns(table: MarkdownTable) -> Iterator[tuple[str, int]]:
    for number, heading in enumerate(table.columns):
        for name, pattern in _HEADINGS.items():
            if re.fullmatch(pattern, plain(heading), re.I):
                yield name, number


def _reason(text: str) -> str:
    """Return the text behind the first dash, or what surrounds the intent when there is none."""
    parts = _DASH.split(text, maxsplit=1)
    if len(parts) == 2:
        return parts[1]
    return _INTENDED.sub("", _DEBT.sub("", text)).strip(" .,;()")
