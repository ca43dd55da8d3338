"""Write a rule for an undeclared edge into `rules.yaml`: as intentional or as tech debt, with the reason to fill in."""

import re
from collections.abc import Callable, Iterator

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.model.rules import BLANK, Intent
from coupling_lsp.rules.yaml import nodes
from coupling_lsp.rules.yaml.parser import parse
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit

Read = Callable[[str], Text | None]

REASON = BLANK

_OFFERS: tuple[tuple[str, Intent, str], ...] = (
    ("approve-edge", "intentional", "Approve as intentional"),
    ("approve-debt", "tech-debt", "Record as tech debt"),
)
_CODES = ("undeclared-edge", "write-outside-services")


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """Two entries to choose from. Comments and order of the rules file stay as they are."""
    edge, rules = diagnostic.edge, snapshot.ruleset
    if edge is None or edge.probable or diagnostic.code not in _CODES or not rules.path:
        return  # A rule for what is only probable is one that no check finds a use for.
    source = read(rules.path)
    where = end_of_edges(source) if source is not None else None
    if source is None or where is None:
        return
    line, indent, opening = where
    for name, intent, title in _OFFERS:
        entry = _entry(snapshot, edge, intent)
        written = opening + "".join(f"{indent}{'- ' if not n else '  '}{it}\n" for n, it in enumerate(entry))
        start = Span(line, 1, line, 1)
        if line > len(source.starts) or (line == len(source.starts) and source.line(line)):
            last = len(source.starts)
            start = Span(last, len(source.line(last)) + 1, last, len(source.line(last)) + 1)
            written = "\n" + written
        edit = TextEdit(start, written)
        cursor = Place(rules.path, _reason(source, edit))
        shown = f"{title}: {edge.app} → {edge.target}"
        yield QuickFix(name, shown, (FileEdit(rules.path, (edit,)),), diagnostic, cursor=cursor)


def _entry(snapshot: Snapshot, edge: Edge, intent: Intent) -> list[str]:
    source = f"{edge.app}.{edge.symbol}" if edge.kind == "schema" else _inside(snapshot, edge.app, edge.module)
    taken = {rule.id for rule in snapshot.ruleset.rules}
    name = _id(f"{edge.app}-{edge.to_symbol or edge.to_module.rpartition('.')[2]}", taken)
    target = edge.target if edge.to_symbol else _inside(snapshot, edge.to_app, edge.to_module)
    return [
        f"id: {name}",
        f"from: {source}",
        f"to: {target}",
        f"via: [{edge.kind}]",
        f"intent: {intent}",
        f"why: {REASON}",
    ]


def _inside(snapshot: Snapshot, label: str, module: str) -> str:
    """A module as selectors write it: the app's label, then the path inside its package."""
    inside = module.removeprefix(snapshot.apps[label].package).lstrip(".")
    return f"{label}.{inside}" if inside else label


def _id(written: str, taken: set[str]) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", written).strip("-").lower()
    name, number = words, 2
    while name in taken:
        name, number = f"{words}-{number}", number + 1
    return name


def end_of_edges(source: Text) -> tuple[int, str, str] | None:
    """The line to write an entry at, its indentation, and what has to stand before it."""
    document = parse(source)
    if document.broken or not isinstance(document.root, nodes.Mapping):
        return None
    edges = document.root.get("edges")
    if edges is None:
        written = [number for number in range(1, len(source.starts) + 1) if source.line(number).strip()]
        return written[-1] + 1, "  ", "\nedges:\n"
    if isinstance(edges, nodes.Scalar):
        return edges.span.line + 1, "  ", ""
    if not isinstance(edges, nodes.Sequence) or not edges.items or source.slice(edges.span) == "[":
        return None
    first, last = edges.items[0], edges.items[-1]
    before = source.line(first.span.line)[: first.span.column - 1].rstrip()
    if not before.endswith("-"):
        return None
    apart = len(edges.items) > 1 and not source.line(last.span.line - 1).strip()
    return last_line(last) + 1, " " * (len(before) - 1), "\n" if apart else ""


def last_line(node: nodes.Node) -> int:
    """The last line something of a node stands on."""
    if isinstance(node, nodes.Scalar):
        ends_at_next_line = node.span.end_column == 1 and node.span.end_line > node.span.line
        return node.span.end_line - ends_at_next_line
    if isinstance(node, nodes.Sequence):
        return max([node.span.end_line, *(last_line(item) for item in node.items)])
    return max([node.span.line, *(last_line(value) for _, value in node.items)])


def _reason(source: Text, edit: TextEdit) -> Span:
    """Where the words to replace stand once the edit is made."""
    before = edit.text.partition(REASON)[0]
    line = min(edit.span.line, len(source.starts)) + before.count("\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Span(line, column, line, column + len(REASON))
