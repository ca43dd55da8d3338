"""Write a rule for an undeclared edge into `rules.yaml`: as intentional or as tech debt, with the reason to fill in."""

import re
from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.model.rules import BLANK, Intent
from coupling_lsp.rules.yaml import nodes
from coupling_lsp.rules.yaml.parser import parse
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit

REASON = BLANK

_INTENTS: tuple[tuple[str, Intent, str], ...] = (
    ("approve-edge", "intentional", "Approve as intentional"),
    ("approve-debt", "tech-debt", "Record as tech debt"),
)
_CODES = ("undeclared-edge", "write-outside-services")


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield two entries to choose from. Comments and order of the rules file stay as they are."""
    edge, rules = diagnostic.edge, snapshot.ruleset
    if edge is None or edge.probable or diagnostic.code not in _CODES or not rules.path:
        return  # A rule for what is only probable is one that no check finds a use for.
    source = read_text(rules.path)
    insertion = end_of_edges(source) if source is not None else None
    if source is None or insertion is None:
        return
    line, indent, opening = insertion
    for name, intent, title in _INTENTS:
        entry = _entry(snapshot, edge, intent)
        entry_text = opening + "".join(f"{indent}{'- ' if not n else '  '}{it}\n" for n, it in enumerate(entry))
        start = Span(line, 1, line, 1)
        if line > len(source.starts) or (line == len(source.starts) and source.line(line)):
            last = len(source.starts)
            start = Span(last, len(source.line(last)) + 1, last, len(source.line(last)) + 1)
            entry_text = "\n" + entry_text
        edit = TextEdit(start, entry_text)
        cursor = Place(rules.path, _reason_span(source, edit))
        full_title = f"{title}: {edge.app} → {edge.target}"
        yield QuickFix(name, full_title, (FileEdit(rules.path, (edit,)),), diagnostic, cursor=cursor)


def _entry(snapshot: Snapshot, edge: Edge, intent: Intent) -> list[str]:
    source = f"{edge.app}.{edge.symbol}" if edge.kind == "schema" else _module_selector(snapshot, edge.app, edge.module)
    used_ids = {rule.id for rule in snapshot.ruleset.rules}
    name = _unused_id(f"{edge.app}-{edge.to_symbol or edge.to_module.rpartition('.')[2]}", used_ids)
    target = edge.target if edge.to_symbol else _module_selector(snapshot, edge.to_app, edge.to_module)
    return [
        f"id: {name}",
        f"from: {source}",
        f"to: {target}",
        f"via: [{edge.kind}]",
        f"intent: {intent}",
        f"why: {REASON}",
    ]


def _module_selector(snapshot: Snapshot, label: str, module: str) -> str:
    """Return a module as selectors write it: the app's label, then the path inside its package."""
    inner_module = module.removeprefix(snapshot.apps[label].package).lstrip(".")
    return f"{label}.{inner_module}" if inner_module else label


def _unused_id(text: str, used_ids: set[str]) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", text).strip("-").lower()
    name, number = words, 2
    while name in used_ids:
        name, number = f"{words}-{number}", number + 1
    return name


def end_of_edges(source: Text) -> tuple[int, str, str] | None:
    """Return the line to write an entry at, its indentation, and what has to stand before it."""
    document = parse(source)
    if document.broken or not isinstance(document.root, nodes.Mapping):
        return None
    edges = document.root.get("edges")
    if edges is None:
        filled_lines = [number for number in range(1, len(source.starts) + 1) if source.line(number).strip()]
        return filled_lines[-1] + 1, "  ", "\nedges:\n"
    if isinstance(edges, nodes.Scalar):
        return edges.span.line + 1, "  ", ""
    if not isinstance(edges, nodes.Sequence) or not edges.items or source.slice(edges.span) == "[":
        return None
    first, last = edges.items[0], edges.items[-1]
    text_before = source.line(first.span.line)[: first.span.column - 1].rstrip()
    if not text_before.endswith("-"):
        return None
    has_blank_lines = len(edges.items) > 1 and not source.line(last.span.line - 1).strip()
    return last_line(last) + 1, " " * (len(text_before) - 1), "\n" if has_blank_lines else ""


def last_line(node: nodes.Node) -> int:
    """Return the last line something of a node stands on."""
    if isinstance(node, nodes.Scalar):
        ends_at_next_line = node.span.end_column == 1 and node.span.end_line > node.span.line
        return node.span.end_line - ends_at_next_line
    if isinstance(node, nodes.Sequence):
        return max([node.span.end_line, *(last_line(item) for item in node.items)])
    return max([node.span.line, *(last_line(value) for _, value in node.items)])


def _reason_span(source: Text, edit: TextEdit) -> Span:
    """Return where the words to replace stand once the edit is made."""
    text_before = edit.text.partition(REASON)[0]
    line = min(edit.span.line, len(source.starts)) + text_before.count("\n")
    column = len(text_before) - (text_before.rfind("\n") + 1) + 1
    return Span(line, column, line, column + len(REASON))
