"""Writes a missing service function into its module, which is made where it is missing too."""

from tree_sitter import Node

from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.imports import additions, statements
from coupling_lsp.fixes.imports.names import EXPORTS, module_bindings
from coupling_lsp.fixes.imports.relative import relative_module
from coupling_lsp.fixes.service import helper_code
from coupling_lsp.fixes.service.field_types import FieldTypes
from coupling_lsp.fixes.service.helper import Place
from coupling_lsp.fixes.service.model_source import ModelSource
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, string, text
from coupling_lsp.text import Span, Text, TextEdit


def file_edit(
    context: FixContext, written: helper_code.WrittenFunction, edge: Edge, source: Text | None
) -> FileEdit | str:
    """Return the edit that writes a function, or why it cannot be written. `source` is the text of its module."""
    snapshot, circle = context.snapshot, context.imports.circle
    helper, query = written.place, written.query
    reason = helper_code.fault(query, edge.to_symbol)
    if reason:
        return reason
    if helper.path and source is None:
        return f"{helper.module} cannot be read"
    tree = tree_of(source or Text(b""))

    def relative(module: str) -> str:
        return relative_module(helper.path, helper.module, module)

    def is_usable(module: str, name: str) -> bool:
        if name == edge.to_symbol and names_model(snapshot, tree, helper.module, edge, written.model):
            return True
        is_there = bool(module_bindings(tree, name))
        way = circle(helper.module, module) if not is_there else []
        return not way and additions.is_usable(tree, module, relative(module), name)

    model = Target(edge.to_module, edge.to_symbol, True)
    is_known = bool(module_bindings(tree, edge.to_symbol))
    needs_model = edge.to_symbol in helper_code.free_names(query) and not is_known
    is_lazy = needs_model and bool(circle(helper.module, written.model.imports[0][0]))
    types = FieldTypes(
        snapshot, model, edge.to_app, context.read_text, is_class=not written.model.assignment and not is_lazy
    )
    function = helper_code.helper_code(written._replace(is_lazy=is_lazy), edge.to_symbol, types, is_usable)
    imports = (*function.imports, *(written.model.imports if needs_model and not is_lazy else ()))
    if is_known and edge.to_symbol in helper_code.free_names(query) and not is_usable(*model[:2]):
        return f"`{edge.to_symbol}` is something else in {helper.module}"
    for module, name in imports:
        if module_bindings(tree, name) and not is_usable(module, name):
            return f"`{name}` is something else in {helper.module}"
    assignment = written.model.assignment if needs_model and not is_lazy else ""
    if source is None or not source.data.strip():
        begin = "\n\n".join(it for it in (additions.lines(imports), assignment) if it)
        code = _opening(edge, f"{begin}\n\n\n{function.code}" if begin else f"\n{function.code}")
        if not helper.path:
            return _new_file(snapshot, helper, edge, code)
        end = Span(1, 1, len(source.starts) if source is not None else 1, 1)
        return FileEdit(helper.path, (TextEdit(end, code),))
    edits = additions.edits(source, tree, imports, relative, snapshot.index.names.modules.tops, assignment)
    return FileEdit(
        helper.path, (*edits, *_export(source, tree, helper.name), _definition(source, tree, function.code))
    )


def _new_file(snapshot: Snapshot, helper: Place, edge: Edge, code: str) -> FileEdit | str:
    """Return the edit that makes a module of services in a package that is there."""
    package, _, stem = helper.module.rpartition(".")
    modules = snapshot.index.names.modules
    if not modules.is_package(package) or snapshot.index.apps.owner(helper.module) != edge.to_app:
        return f"there is no module {helper.module}, and no package of `{edge.to_app}` to make it in"
    return FileEdit(f"{modules.folder(package)}/{stem}.py", (TextEdit(Span(1, 1, 1, 1), code),), True)


def _opening(edge: Edge, code: str) -> str:
    return f'"""Services of {edge.to_app}."""\n\n{code}'


def names_model(snapshot: Snapshot, tree: Tree, module: str, edge: Edge, source: ModelSource) -> bool:
    """Return whether a module means the model by its name: by what an earlier fix wrote, or by the index."""
    modules = (edge.to_module, *(module for module, name in source.imports if name == edge.to_symbol))
    if any(statements.has_import(tree, it, edge.to_symbol) for it in modules):
        return True
    if _is_assigned(tree, edge.to_symbol, source):
        return True
    target = snapshot.index.names.expression(edge.to_symbol, module, Dependencies())
    return target[:2] == Target(edge.to_module, edge.to_symbol, True)[:2]


def _is_assigned(tree: Tree, name: str, source: ModelSource) -> bool:
    """Return whether a module binds a name as the source of a model says."""
    bindings = module_bindings(tree, name) if source.assignment else []
    return any(it.parent is not None and text(it.parent) == source.assignment for it in bindings)


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
