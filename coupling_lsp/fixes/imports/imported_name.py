"""A name that an import statement of a file binds, at the place of an edge, and how it is taken out."""

import re
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes.imports import names, statements
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Span, Text, TextEdit

_PRAGMA = re.compile(r"#\s*(?:noqa|type:|coupling:|isort:|pylint:|pyright:|mypy:|ruff:|pragma:|fmt:|NOQA|nosec)\b")
"""Comments that speak to a tool of the statement they stand behind, so that they go where it goes."""

_KEPT = re.compile(r"#\s*(?:flake8:\s*|ruff:\s*)?noqa(?!\s*:)|#.*\bF401\b|#.*unused-import", re.IGNORECASE)
"""https://docs.astral.sh/ruff/linter/#error-suppression"""


class ImportedName(NamedTuple):
    """A name of an import statement; `item` is the name with its alias, `bound` what it is called in the file."""

    source: Text
    tree: Tree
    statement: Node
    item: Node
    bound: str

    @property
    def is_alone(self) -> bool:
        """Whether the statement imports nothing else."""
        return len(statements.names_of(self.statement)) == 1

    @property
    def is_at_top(self) -> bool:
        """Whether the statement stands at the top level of its module, under no `if` or `try`."""
        return self.statement.parent is not None and self.statement.parent.type == "module"

    @property
    def comment(self) -> str:
        """The comment that stands behind the statement, or beside the name where there are several names."""
        if not self.is_alone:
            return statements.comment_beside(self.statement, self.item)
        behind = statements.trailing_comment(self.statement)
        inside = [it for it in self.statement.children if it.type == "comment"]
        return " ".join(text(it) for it in (*inside, behind) if it is not None)

    @property
    def is_kept_on_purpose(self) -> bool:
        """Whether a comment tells linters to accept an import without use."""
        rows = (self.statement.start_point[0], self.statement.end_point[0])
        lines = [self.source.line(row + 1) for row in range(rows[0], rows[1] + 1)]
        return any(_KEPT.search(it) for it in lines)

    @property
    def is_only_binding(self) -> bool:
        """Whether nothing else in the file gives its module the name."""
        return len(names.module_bindings(self.tree, self.bound)) == 1


def imported_name(source: Text, tree: Tree, span: Span) -> ImportedName | None:
    """Return the name of an import statement at a span; None for a star, and where no statement imports one."""
    item = tree.at(source.byte(*span[:2]), source.byte(*span[2:]))
    while item is not None and item.parent is not None and item.parent.type not in statements.KINDS:
        item = item.parent
    statement = item.parent if item is not None else None
    if item is None or statement is None or item not in statements.names_of(statement):
        return None
    return ImportedName(source, tree, statement, item, statements.bound_name(item))


def obstacle(name: ImportedName) -> str:
    """Return why a name cannot be taken out of its statement without harm to what stands around it."""
    if name.is_alone and not has_own_lines(name.source, name.statement):
        return "another statement stands in the line of the import"
    if name.is_alone and not _has_neighbours(name.statement):
        return "the import is all that its block has"
    comment = name.comment
    if comment and not (name.is_alone and _PRAGMA.match(comment)):
        return f"the comment `{comment}` stands at the import"
    return ""


def removal(name: ImportedName) -> TextEdit:
    """Return the edit that takes a name away, with its statement if that is all it imports."""
    if name.is_alone:
        return statements.whole_line(name.source, name.statement)
    return statements.without_names(name.source, name.statement, (name.bound,))[0]


def has_own_lines(source: Text, statement: Node) -> bool:
    """Return whether nothing but a comment stands in the lines of a statement."""
    span = source.span(statement.start_byte, statement.end_byte)
    before = source.line(span.line)[: span.column - 1]
    after = source.line(span.end_line)[span.end_column - 1 :].strip()
    return not before.strip() and (not after or after.startswith("#"))


def _has_neighbours(statement: Node) -> bool:
    block = statement.parent
    others = [it for it in block.named_children if it.type != "comment"] if block is not None else []
    return len(others) > 1 or (block is not None and block.type == "module")
