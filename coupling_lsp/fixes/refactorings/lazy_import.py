"""Import a module in the functions that use it, where its import at the top of a module runs in a circle.

https://docs.python.org/3/faq/programming.html#what-are-the-best-practices-for-using-import-in-a-module
"""

from tree_sitter import Node

from coupling_lsp.fixes.imports import names, placement, statements
from coupling_lsp.fixes.imports.import_circle import circle
from coupling_lsp.fixes.imports.imported_name import ImportedName, imported_name, obstacle, removal
from coupling_lsp.fixes.refactorings import module_loading
from coupling_lsp.fixes.refactorings.dependents import dependent
from coupling_lsp.fixes.refactorings.offer import offer
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Import
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, is_body_of, text
from coupling_lsp.text import WHOLE_FIRST_LINE, Text, TextEdit

ID = "lazy-import"


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the imports of a module in the functions that use it, if a circle is cut by that.

    All names that the file takes from the module move, as each of them would load it.
    """
    if edge.kind != "import" or edge.timing != "eager" or edge.mechanism == "dynamic":
        return None
    target, sites = _imports_of_module(snapshot, path, edge)
    tree = tree_of(source)
    imported_names = [imported_name(source, tree, snapshot.span(path, site)) for site in sites]
    movable_names = [it for it in imported_names if it is not None and it.is_at_top and it.is_only_binding]
    if len(movable_names) < len(sites) or not all(_functions(tree, it.bound) for it in movable_names):
        return None
    module = snapshot.index.names.modules.names.get(path, "")
    way = circle(snapshot, module, target)
    if not way:
        return None
    reason = next(filter(None, (_reason(snapshot, path, it, read_text) for it in movable_names)), "")
    reason = reason or module_loading.loss(snapshot, path, target, read_text)
    after = _rewritten(source, [it.bound for it in movable_names]) if not reason else None
    if after is None:
        return Refusal(ID, reason or "the body of a function stands in the line of its head")
    shown_names = ", ".join(f"`{it.bound}`" for it in movable_names)
    title = f"Import {shown_names} in functions, which cuts {_shown([module, *way])}"
    return offer(ID, title, path, source, after)


def _imports_of_module(snapshot: Snapshot, path: str, edge: Edge) -> tuple[str, list[int]]:
    """Return the module that an import loads, and the sites of all imports of a file that load it as well."""
    imports = snapshot.index.facts[path].imports
    modules = [_loaded(snapshot, path, it) if it.timing == "eager" else "" for it in imports]
    module = modules[edge.site]
    return module, [site for site, it in enumerate(modules) if it == module]


def _loaded(snapshot: Snapshot, path: str, import_: Import) -> str:
    modules = snapshot.index.names.modules
    source = modules.absolute(import_.module, import_.level, modules.names.get(path, ""))
    submodule = f"{source}.{import_.name}"
    return submodule if import_.name and submodule in modules.paths else source


def _functions(tree: Tree, name: str) -> list[Node]:
    """Return the outermost functions that use a name in their bodies; none where it is used elsewhere as well."""
    functions: dict[int, Node] = {}
    for read in names.module_reads(tree, name):
        function, is_in_body = None, False
        child, parent = read, read.parent
        while parent is not None:
            if parent.type == "function_definition":
                function, is_in_body = parent, is_body_of(parent, child)
            child, parent = parent, parent.parent
        if function is None or not is_in_body or read.type == "comment":
            return []
        functions[function.start_byte] = function
    return list(functions.values())


def _reason(snapshot: Snapshot, path: str, name: ImportedName, read_text: ReadText) -> str:
    if name.is_kept_on_purpose:
        return f"a comment asks to keep the import of `{name.bound}`"
    return obstacle(name) or dependent(snapshot, path, name, read_text)


def _rewritten(source: Text, bound_names: list[str]) -> Text | None:
    """Return the text with the imports of some names in functions; None where a function has no place for one."""
    items: dict[str, list[tuple[str, str]]] = {}
    for bound in bound_names:
        bindings = names.module_bindings(tree_of(source), bound)
        span = source.span(bindings[0].start_byte, bindings[0].end_byte) if bindings else WHOLE_FIRST_LINE
        name = imported_name(source, tree_of(source), span)
        if name is None:
            return None
        module = text(name.statement.child_by_field_name("module_name"))
        items.setdefault(module, []).append((bound, text(name.item)))
        source = source.apply([removal(name)])
    for module, pairs in items.items():
        edits = [_edit(source, function, module, own_items) for function, own_items in _by_function(source, pairs)]
        if None in edits:
            return None
        source = source.apply([it for it in edits if it is not None])
    return source


def _by_function(source: Text, pairs: list[tuple[str, str]]) -> list[tuple[Node, list[str]]]:
    """Return the functions that use some names, each with what it has to import for them."""
    items_by_place: dict[int, tuple[Node, list[str]]] = {}
    for name, item in pairs:
        for function in _functions(tree_of(source), name):
            items_by_place.setdefault(function.start_byte, (function, []))[1].append(item)
    return list(items_by_place.values())


def _edit(source: Text, function: Node, module: str, items: list[str]) -> TextEdit | None:
    """Return the edit that imports names of a module in a function, beside another one if it is there already."""
    body = function.child_by_field_name("body")
    for statement in body.named_children if body is not None and module and len(items) == 1 else ():
        is_same = statement.type == statements.FROM and text(statement.child_by_field_name("module_name")) == module
        if is_same and statements.names_of(statement) and statements.trailing_comment(statement) is None:
            return statements.with_name(source, statement, items[0])
        if statement.type not in (*statements.KINDS, "comment") and not placement.is_docstring(statement):
            break
    line = f"from {module} import {', '.join(items)}" if module else "; ".join(f"import {it}" for it in items)
    indent = statements.indent(source, body.named_children[0]) if body is not None and body.named_children else ""
    if len(indent) + len(line) > _MAX_LENGTH and len(items) > 1:
        lines = "".join(f"{indent}    {it},\n" for it in items)
        line = f"from {module} import (\n{lines}{indent})"
    return placement.in_function(source, function, line)


_MAX_LENGTH = 88
"""How long the line of an import may be, in characters; the names of a longer one stand in lines of their own."""


def _shown(way: list[str]) -> str:
    """Return a circle of modules, its middle left out if it is long."""
    return " → ".join(way if len(way) <= _MAX_SHOWN else [*way[: _MAX_SHOWN - 2], "…", way[-1]])


_MAX_SHOWN = 5
"""How many modules of a circle a title names; of a longer one the first and the last."""
