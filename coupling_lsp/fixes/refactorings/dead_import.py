"""Remove an import of another app's name that nothing uses."""

from tree_sitter import Node

from coupling_lsp.django.app_layout import LOOKED_UP_NAMES, REGISTERING_MODULES
from coupling_lsp.fixes.imports import names, statements
from coupling_lsp.fixes.imports.imported_name import ImportedName, imported_name, obstacle, removal
from coupling_lsp.fixes.refactorings import module_loading
from coupling_lsp.fixes.refactorings.dependents import dependent
from coupling_lsp.fixes.refactorings.offer import offer
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.bindings import enclosing_function
from coupling_lsp.source.tree import text
from coupling_lsp.text import Text

ID = "dead-import"

_EXPORTING_FILES = ("__init__.py", "conftest.py")
"""Files that import names for others: a package, and the fixtures of pytest."""


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the file without an import that nothing uses."""
    if edge.kind != "import" or edge.mechanism == "dynamic" or path.rpartition("/")[2] in _EXPORTING_FILES:
        return None
    tree = tree_of(source)
    name = imported_name(source, tree, snapshot.span(path, edge.site))
    if name is None or names.is_used(tree, name.bound, name.statement) or names.is_exported(tree, name.bound):
        return None
    if name.is_kept_on_purpose or _is_meant_for_others(name, edge, path) or _is_under_condition(name.statement):
        return None
    reason = (
        obstacle(name)
        or dependent(snapshot, path, name, read_text)
        or module_loading.loss(snapshot, path, edge.through or edge.to_module, read_text)
    )
    if reason:
        return Refusal(ID, reason)
    title = f"Remove the import of `{name.bound}`, which nothing uses"
    return offer(ID, title, path, source, source.apply([removal(name)]))


def _is_meant_for_others(name: ImportedName, edge: Edge, path: str) -> bool:
    """Return whether something finds a name, or what its module registers, without a use that can be seen.

    In a test it may be a fixture of pytest, or a class of tests that is run once more.
    """
    alias = name.item.child_by_field_name("alias")
    is_loading = alias is None and name.statement.type != statements.FROM
    is_reexported = alias is not None and text(alias) == text(name.item.child_by_field_name("name"))
    is_setting = name.bound.isupper() and "settings" in path
    is_registering = not edge.to_symbol and edge.to_module.rpartition(".")[2] in REGISTERING_MODULES
    is_in_doctest = any(it.type == "string_content" and ">>>" in text(it) for it in _occurrences(name))
    is_of_tests = edge.test and edge.symbol_kind != "model"
    is_known = name.bound in LOOKED_UP_NAMES
    return any((is_loading, is_reexported, is_setting, is_registering, is_in_doctest, is_of_tests, is_known))


_KEEPING = ("try_statement", "with_statement", "except_clause", "class_definition")
"""What an import stands in that may fail, or that is an attribute of a class."""


def _occurrences(name: ImportedName) -> tuple[Node, ...]:
    return names.occurrences(name.tree, name.bound)


def _is_under_condition(statement: Node) -> bool:
    """Return whether an import asks whether it works, is there for what loading does, or is a class attribute."""
    function = enclosing_function(statement)
    if function is not None and text(function.child_by_field_name("name")) == "ready":
        return True  # https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.ready
    node = statement.parent
    while node is not None and node != function:
        if node.type in _KEEPING:
            return True
        node = node.parent
    return False
