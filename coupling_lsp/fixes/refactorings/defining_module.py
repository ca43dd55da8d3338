"""Import a name from the module that defines it, past the one that only passes it on.

A package of models has to import what is defined below it, so it is where others may take that from:
https://docs.djangoproject.com/en/stable/topics/db/models/#organizing-models-in-a-package
"""

from tree_sitter import Node

from coupling_lsp.fixes.imports import names, statements
from coupling_lsp.fixes.imports.import_circle import circle
from coupling_lsp.fixes.imports.imported_name import ImportedName, has_own_lines, imported_name, obstacle, removal
from coupling_lsp.fixes.imports.order import group_of, in_order, is_in_order
from coupling_lsp.fixes.imports.relative import relative_module
from coupling_lsp.fixes.refactorings import module_loading
from coupling_lsp.fixes.refactorings.offer import offer
from coupling_lsp.fixes.service import other_files
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import text
from coupling_lsp.text import Text, TextEdit

ID = "defining-module"

_MAX_SHIMS = 24
"""How many modules in a row may pass a name on; one behind more is left."""


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the import of the defining module in place of one that passes a name on without offering it as its own."""
    if edge.kind != "import" or not edge.through or _is_facade(snapshot, edge, read_text):
        return None
    return outcome(snapshot, path, edge, source, read_text)


def outcome(snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText) -> QuickFix | Refusal | None:
    """Return the import of the defining module, whatever the module between may offer."""
    name = imported_name(source, tree_of(source), snapshot.span(path, edge.site))
    module, _, symbol = f"{edge.to_module}.{edge.to_symbol}".rstrip(".").rpartition(".")
    if edge.mechanism != "from" or edge.to_symbol == "*" or name is None or not module or "." in edge.to_symbol:
        return None
    importer = snapshot.index.names.modules.names.get(path, "")
    reason = _reason(snapshot, edge, name, importer, read_text)
    if reason:
        return Refusal(ID, reason)
    written = text(name.statement.child_by_field_name("module_name"))
    relative = relative_module(path, importer, module) if written.startswith(".") else ""
    item = symbol if name.bound == symbol and not _alias(name) else f"{symbol} as {name.bound}"
    after = _rewritten(name, relative or module, item)
    if isinstance(after, str):
        return Refusal(ID, after)
    return offer(ID, f"Import `{symbol}` from {module}, which defines it", path, source, after)


def _is_facade(snapshot: Snapshot, edge: Edge, read_text: ReadText) -> bool:
    """Return whether a module passes a name on for others to take it from there."""
    is_inside = f"{edge.to_module}.".startswith(f"{edge.through}.")
    is_private = any(it.startswith("_") for it in edge.to_module.split("."))
    if is_private or (is_inside and edge.through.rpartition(".")[2] == "models"):
        return True
    path = snapshot.index.names.modules.paths.get(edge.through, "")
    source = read_text(path) if path.endswith("__init__.py") else None
    if source is None:
        return False
    name, tree = edge.taken_as or edge.to_symbol, tree_of(source)
    is_collected = is_inside and not names.module_bindings(tree, name)  # By `from package.part import *`.
    return is_collected or names.is_exported(tree, name)


def _reason(snapshot: Snapshot, edge: Edge, name: ImportedName, importer: str, read_text: ReadText) -> str:
    """Return why a name may not be the same when it is taken from where it is defined."""
    taken_name = _name(name)
    if edge.to_module not in snapshot.index.names.modules.paths:
        return f"{edge.to_module} is no module of the project"
    if not _leads_straight(snapshot, edge, taken_name, read_text):
        return f"{edge.through} may give `{taken_name}` another value"
    if test := other_files.naming_file(snapshot, edge.through, taken_name, read_text):
        return f"{test} names `{taken_name}` of {edge.through} in a string, as to replace it"
    if test := other_files.replaced_module(snapshot, edge.through):
        return f"{test} replaces {edge.through}"
    if edge.timing != "eager":
        return ""
    way = circle(snapshot, importer, edge.to_module)
    if way and not circle(snapshot, importer, edge.through):
        return f"the import would make a circle: {' → '.join(way)}"
    return module_loading.loss(snapshot, edge.path, edge.through, read_text)


def _leads_straight(snapshot: Snapshot, edge: Edge, name: str, read_text: ReadText) -> bool:
    """Return whether a module has a name by one import alone, and so on to where it is defined."""
    modules, module = snapshot.index.names.modules, edge.through
    for _ in range(_MAX_SHIMS):
        if (module, name) == (edge.to_module, edge.to_symbol) or (f"{module}.{name}", "") == (
            edge.to_module,
            edge.to_symbol,
        ):
            return True
        path = modules.paths.get(module, "")
        source, facts = read_text(path), snapshot.index.facts.get(path)
        if source is None or facts is None:
            return False
        bindings = names.module_bindings(tree_of(source), name)
        imports = [it for it in facts.imports if not it.local and it.timing == "eager"]
        found = [it for it in imports if it.bound == name and it.name] or [it for it in imports if it.name == "*"]
        if len(found) != 1 or len(bindings) != (found[0].name != "*"):
            return False
        module = modules.absolute(found[0].module, found[0].level, module)
        name = name if found[0].name == "*" else found[0].name
    return False


def _rewritten(name: ImportedName, module: str, item: str) -> Text | str:
    """Return the text with a name imported from another module, or why it cannot be."""
    source, line = name.source, f"from {module} import {item}"
    same = next((it for it in _earlier(name.statement) if _module(it) == module and statements.names_of(it)), None)
    if name.is_alone and (same is None or obstacle(name)):
        return _renamed(name, module, item)
    if reason := obstacle(name):
        return reason
    if same is not None and item in map(text, statements.names_of(same)):
        return source.apply([removal(name)])
    if same is not None and statements.trailing_comment(same) is None:
        return source.apply([statements.with_name(source, same, item), removal(name)])
    start = name.statement.start_byte
    after = source.apply([removal(name)])
    statement = _statement_at(after, start)
    return after.apply([in_order(after, group_of(statement), line)]) if statement is not None else "no line for it"


def _renamed(name: ImportedName, module: str, item: str) -> Text:
    """Return the text with another module in the statement, which moves if the imports around it are sorted."""
    source, node = name.source, name.statement.child_by_field_name("module_name")
    edits = [TextEdit(source.span(name.item.start_byte, name.item.end_byte), item)]
    if node is not None:
        edits.append(TextEdit(source.span(node.start_byte, node.end_byte), module))
    after = source.apply(edits)
    statement = _statement_at(after, name.statement.start_byte)
    was_sorted = is_in_order(group_of(name.statement))
    if statement is None or not was_sorted or is_in_order(group_of(statement)) or not has_own_lines(after, statement):
        return after
    comment = statements.trailing_comment(statement)
    code = text(statement) + (f"  {text(comment)}" if comment is not None else "")
    group = [it for it in group_of(statement) if it != statement]
    return after.apply([statements.lines_of(after, statement), in_order(after, group, code)])


def _earlier(statement: Node) -> list[Node]:
    """Return the imports from modules in the block of a statement that have run when it runs, or stand beside it."""
    siblings = statement.parent.named_children if statement.parent is not None else []
    group = group_of(statement)
    return [
        it
        for it in siblings
        if it.type == statements.FROM and it != statement and (it.start_byte < statement.start_byte or it in group)
    ]


def _statement_at(source: Text, start: int) -> Node | None:
    node = tree_of(source).at(start, start + 1)
    while node is not None and node.type not in statements.KINDS:
        node = node.parent
    return node


def _module(statement: Node) -> str:
    return text(statement.child_by_field_name("module_name"))


def _alias(name: ImportedName) -> str:
    return text(name.item.child_by_field_name("alias"))


def _name(name: ImportedName) -> str:
    """Return what a name is called in the module it is taken from."""
    return text(name.item.child_by_field_name("name") or name.item)
