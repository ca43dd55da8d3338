"""What the columns of a table mean by their headings, and what a cell says of intent."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from coupling_lsp.fixes.approve import REASON
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

FORM_COLUMNS: Mapping[TableForm, tuple[str, ...]] = {
    "debt": ("source", "issue", "fix"),
    "import": ("source", "file", "target", "symbols", "intent"),
    "schema": ("source", "target", "fields", "intent"),
    "orm": ("file", "model", "intent"),
    "inventory": ("app", "role"),
}
"""The columns each form of table needs; the first form that has all of its own is taken."""

_DEBT = re.compile(r"\btech(nical)?[\s-]*debt\b", re.I)
_INTENDED = re.compile(r"\bintentional\b", re.I)
_SAME = re.compile(r"same(?: as above(?P<more>.*))?", re.I | re.S)
_DASH = re.compile(r"\s*[—–:]\s*|\s+-+\s+")
_MARKS = re.compile(r"`|\*\*|(?<!\w)__|__(?!\w)")


def table_form(table: MarkdownTable) -> tuple[TableForm, dict[str, int]] | None:
    """What a table is about, and the number of each column that matters; None for any other table."""
    columns = dict(reversed([*_named_columns(table)]))
    for name, needed in FORM_COLUMNS.items():
        if all(it in columns for it in needed):
            return name, {it: columns[it] for it in needed}
    return None


def plain(cell: str) -> str:
    """A cell without marks of code and emphasis."""
    return " ".join(_MARKS.sub("", cell).split())


def intent_statement(cell: str, line: int, before: IntentStatement | None) -> IntentStatement | None:
    """What a cell says: `Intentional — why`, `Tech debt — why`, `Same as above`. One that says both is tech debt."""
    text = plain(cell)
    same = _SAME.fullmatch(text)
    if same is not None:
        return before._replace(line=line) if before is not None else None
    is_debt = _DEBT.search(text) is not None
    if not is_debt and not _INTENDED.search(text):
        return None
    why = _reason(text)
    same = _SAME.fullmatch(why)
    if same is not None and before is not None:
        more = (same["more"] or "").strip()
        why = f"{before.why} ({more})" if more and before.why != REASON else before.why
    return IntentStatement("tech-debt" if is_debt else "intentional", why or REASON, line=line)


def _named_columns(table: MarkdownTable) -> Iterator[tuple[str, int]]:
    for number, heading in enumerate(table.columns):
        for name, pattern in _HEADINGS.items():
            if re.fullmatch(pattern, plain(heading), re.I):
                yield name, number


def _reason(text: str) -> str:
    """The text behind the first dash, or what surrounds the word when there is none."""
    parts = _DASH.split(text, maxsplit=1)
    if len(parts) == 2:
        return parts[1]
    return _INTENDED.sub("", _DEBT.sub("", text)).strip(" .,;()")
