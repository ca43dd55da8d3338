"""Dependencies of migrations: `dependencies = [("app", "0001_x")]`, `swappable_dependency(…)`, `run_before`.

The target is the label of an app, with the name of the migration as `detail`; or a setting that names a model.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.dispatch import MIGRATION, MIGRATION_LISTS, SWAPPABLE_DEPENDENCY
from coupling_lsp.model.expression import is_literal, literal_value
from coupling_lsp.model.facts import Channel
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, text

CALLS: dict[str, re.Pattern[bytes]] = {}
MARKS = tuple(f"{name} = [".encode() for name in MIGRATION_LISTS)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the entries of the list that begins at the end of the bytes, if a class `Migration` has it."""
    name = tree.at(start, tree.data.index(b" ", start, end))
    assignment = name.parent if name is not None and name.type == "identifier" else None
    if assignment is None or assignment.type != "assignment" or enclosing_symbol(assignment) != MIGRATION:
        return
    value = assignment.child_by_field_name("right")
    for node in value.named_children if value is not None and value.type == "list" else ():
        _read_entry(tree, node, MIGRATION_LISTS.get(text(name), ""), facts)


def _read_entry(tree: Tree, node: Node, mechanism: str, facts: FactsBuilder) -> None:
    if node.type == "tuple":
        parts = [expression(part) for part in node.named_children if part.type != "comment"]
        if mechanism and len(parts) == 2 and all(map(is_literal, parts)):
            channel = Channel("migration", mechanism, "", parts[0], literal_value(parts[1]), MIGRATION)
            facts.channels.append((channel, tree.span(node)))
    elif node.type == "call" and text(node.child_by_field_name("function")).endswith(SWAPPABLE_DEPENDENCY):
        positional, _ = arguments(node)
        if positional and (target := expression(positional[0])):
            channel = Channel("migration", "swappable", "", target, "__first__", MIGRATION)
            facts.channels.append((channel, tree.span(positional[0])))
