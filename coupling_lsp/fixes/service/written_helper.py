"""Writes a missing service function into its module, which is made where it is missing too."""

from collections.abc import Collection

from tree_sitter import Node

from coupling_lsp.fixes.imports import placement, statements
from coupling_lsp.fixes.imports.names import EXPORTS, module_bindings
from coupling_lsp.fixes.imports.swap import NewImport, addition
from coupling_lsp.fixes.proof.compiling import syntax_error
from coupling_lsp.fixes.service import helper_code
from coupling_lsp.fixes.service.helper import Place
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, string, text
from coupling_lsp.text import Span, Text, TextEdit

_QUERYSET_IMPORT = "from django.db.models import QuerySet"


def file_edit(snapshot: Snapshot, helper: Place, edge: Edge, query: str, source: Text | None) -> FileEdit | str:
    """Return the edit that writes a helper, or why it cannot be written. `source` is the text of its module."""
    reason = helper_code.fault(query, edge.to_symbol)
    if reason:
        return reason
    function = helper_code.helper_code(helper.name, edge.to_symbol, query)
    model_import = f"from {edge.to_module} import {edge.to_symbol}"
    imports = f"{_QUERYSET_IMPORT}\n\n{model_import}" if function.needs_queryset else model_import
    if not helper.path:
        return _new_file(snapshot, helper, edge, f"{imports}\n\n\n{function.code}")
    if source is None:
        return f"{helper.module} cannot be read"
    if error := syntax_error(source):
        return f"{helper.module} does not compile: {error}"
    if not source.data.strip():
        end = Span(1, 1, len(source.starts), 1)
        return FileEdit(helper.path, (TextEdit(end, _opening(edge, f"{imports}\n\n\n{function.code}")),))
    tree = Tree(source.data)
    wanted = [("django.db.models", "QuerySet")] if function.needs_queryset else []
    wanted.append((edge.to_module, edge.to_symbol))
    if module_bindings(tree, edge.to_symbol) and not _is_model(snapshot, tree, helper.module, edge):
        return f"`{edge.to_symbol}` is something else in {helper.module}"
    missing = [NewImport(module, name, lambda: "") for module, name in wanted if not module_bindings(tree, name)]
    edits = [
        *_import_edits(source, tree, missing, snapshot.index.names.modules.tops),
        *_export(source, tree, helper.name),
    ]
    return FileEdit(helper.path, (*edits, _definition(source, tree, function.code)))


def _import_edits(source: Text, tree: Tree, missing: list[NewImport], own_packages: Collection[str]) -> list[TextEdit]:
    """Return the edits that import names; those that go to one place are one edit."""
    edits = [
        placement.among_libraries(source, tree, _QUERYSET_IMPORT, "django", own_packages)
        if it.module.startswith("django.")
        else addition(source, tree, it)
        for it in missing
    ]
    by_place: dict[Span, str] = {}
    for edit in edits:
        by_place[edit.span] = by_place.get(edit.span, "") + edit.text
    return [TextEdit(span, text_of_edit) for span, text_of_edit in by_place.items()]


def _new_file(snapshot: Snapshot, helper: Place, edge: Edge, code: str) -> FileEdit | str:
    """Return the edit that makes a module of services in a package that is there."""
    package, _, stem = helper.module.rpartition(".")
    modules = snapshot.index.names.modules
    if not modules.is_package(package) or snapshot.index.apps.owner(helper.module) != edge.to_app:
        return f"there is no module {helper.module}, and no package of `{edge.to_app}` to make it in"
    return FileEdit(f"{modules.folder(package)}/{stem}.py", (TextEdit(Span(1, 1, 1, 1), _opening(edge, code)),), True)


def _opening(edge: Edge, code: str) -> str:
    return f'"""Services of {edge.to_app}."""\n\n{code}'


def _is_model(snapshot: Snapshot, tree: Tree, module: str, edge: Edge) -> bool:
    """Return whether a module means the model by its name: by an import that an earlier fix wrote, or by the index."""
    if statements.has_import(tree, edge.to_module, edge.to_symbol):
        return True
    target = snapshot.index.names.expression(edge.to_symbol, module, Dependencies())
    return target[:2] == Target(edge.to_module, edge.to_symbol, True)[:2]


def _definition(source: Text, tree: Tree, code: str) -> TextEdit:
    """Return the edit that puts a function at the end of a module, before what runs only as a program."""
    guard = _program_guard(tree)
    if guard is not None:
        line = source.place(guard.start_byte)[0]
        return TextEdit(Span(line, 1, line, 1), f"{code}\n\n")
    last = len(source.starts)
    column = len(source.line(last)) + 1
    gap = "\n\n" if column == 1 else "\n\n\n"
    return TextEdit(Span(last, column, last, column), f"{gap}{code}")


def _program_guard(tree: Tree) -> Node | None:
    statements_of_module = [it for it in tree.root.named_children if it.type != "comment"]
    last = statements_of_module[-1] if statements_of_module else None
    is_guard = last is not None and last.type == "if_statement"
    is_guard = is_guard and last is not None and "__name__" in text(last.child_by_field_name("condition"))
    return last if is_guard else None


def _export(source: Text, tree: Tree, name: str) -> list[TextEdit]:
    """Return the edit that adds a name to `__all__`, where that is a list or tuple of strings."""
    for binding in module_bindings(tree, EXPORTS):
        assignment = binding.parent
        value = assignment.child_by_field_name("right") if assignment is not None else None
        items = value.named_children if value is not None and value.type in ("list", "tuple") else []
        if not items or any(it.type != "string" for it in items):
            continue
        names = [string(it) or "" for it in items]
        follower = next((it for it in items if names == sorted(names) and (string(it) or "") > name), None)
        quote = text(items[0])[-1]
        if follower is not None:
            between = source.data[items[0].end_byte : items[1].start_byte].decode() if len(items) > 1 else ", "
            start = source.place(follower.start_byte)
            return [TextEdit(Span(*start, *start), f"{quote}{name}{quote}{between}")]
        end = source.place(items[-1].end_byte)
        between = source.data[items[-2].end_byte : items[-1].start_byte].decode() if len(items) > 1 else ", "
        return [TextEdit(Span(*end, *end), f"{between}{quote}{name}{quote}")]
    return []
