"""The service function that a rule names: where it is, and whether it can stand in for a query."""

from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes.imports.names import module_bindings
from coupling_lsp.fixes.service import pattern
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, arguments, text

_STARS = ("list_splat_pattern", "dictionary_splat_pattern")


class Place(NamedTuple):
    """The module and the name of a helper, and the path of the module's file, which is empty where there is none."""

    module: str
    name: str
    path: str


def place(snapshot: Snapshot, callee: str) -> Place:
    """Return where the callee of a rule leads; it may start with an app's label in place of its package."""
    label, _, rest = callee.partition(".")
    app = snapshot.apps.get(label)
    modules = snapshot.index.names.modules
    whole = callee if app is None or callee.startswith(f"{app.package}.") else f"{app.package}.{rest}"
    module, _, name = whole.rpartition(".")
    return Place(module, name, modules.paths.get(module, ""))


def is_there(snapshot: Snapshot, helper: Place, tree: Tree) -> bool:
    """Return whether the module has the name already, however it comes by it; `tree` is that of the module."""
    if module_bindings(tree, helper.name):
        return True
    target = snapshot.index.names.member(helper.module, helper.name, Dependencies())
    return bool(target) and target.in_project and target.module != helper.module


def fault(snapshot: Snapshot, helper: Place, call: str, query: str, model: str, read_text: ReadText) -> str:
    """Return why a function that is there cannot take a call in place of a query; empty where it can."""
    function = _definition(snapshot, helper, read_text)
    if function is None:
        return ""
    if function.type == "class_definition":
        return f"`{helper.name}` is a class"
    if function.children and function.children[0].type == "async":
        return f"`{helper.name}` is asynchronous, so a call of it gives no result at once"
    return _argument_fault(helper, function, call) or _query_fault(helper, function, query, model)


def _definition(snapshot: Snapshot, helper: Place, read_text: ReadText) -> Node | None:
    """Return the function or class that the name of a helper stands for, if one statement alone defines it."""
    target = snapshot.index.names.member(helper.module, helper.name, Dependencies())
    path = snapshot.index.names.modules.paths.get(target.module if target.in_project else helper.module, "")
    source = read_text(path) if path else None
    if source is None:
        return None
    name = (target.name if target.in_project else "") or helper.name
    bindings = module_bindings(Tree(source.data), name)
    parent = bindings[0].parent if len(bindings) == 1 else None
    return parent if parent is not None and parent.type in ("function_definition", "class_definition") else None


def _argument_fault(helper: Place, function: Node, call: str) -> str:
    call_node = pattern.expression_of(call)
    if call_node is None or call_node.type != "call" or _has_star(call_node):
        return ""
    positional, keywords = arguments(call_node)
    by_position, by_keyword, required = _parameters(function)
    accepts_more = any(it.type in _STARS for it in _parameter_nodes(function))
    if accepts_more:
        return ""
    names = by_position[len(positional) :] + by_keyword
    if len(positional) > len(by_position):
        return f"`{helper.name}` takes {len(by_position)} arguments by position, not {len(positional)}"
    unknown = [name for name in keywords if name not in names]
    if unknown:
        return f"`{helper.name}` takes no argument `{unknown[0]}` here"
    missing = [name for name in required if name in names and name not in keywords]
    return f"`{helper.name}` needs `{missing[0]}` as well" if missing else ""


def _parameters(function: Node) -> tuple[list[str], list[str], list[str]]:
    """Return the parameters that arguments go to by position, those by keyword alone, and those without a default."""
    by_position: list[str] = []
    by_keyword: list[str] = []
    required: list[str] = []
    names = by_position
    for node in _parameter_nodes(function):
        if node.type == "keyword_separator":
            names = by_keyword
            continue
        name_node = node if node.type == "identifier" else node.child_by_field_name("name") or node.named_children[0]
        names.append(text(name_node))
        if node.child_by_field_name("value") is None:
            required.append(text(name_node))
    return by_position, by_keyword, required


def _parameter_nodes(function: Node) -> list[Node]:
    parameters = function.child_by_field_name("parameters")
    ignored = ("comment", "positional_separator")
    return [it for it in parameters.named_children if it.type not in ignored] if parameters is not None else []


def _has_star(call: Node) -> bool:
    argument_list = call.child_by_field_name("arguments")
    nodes = argument_list.named_children if argument_list is not None else []
    return any(it.type in ("list_splat", "dictionary_splat") for it in nodes)


def _query_fault(helper: Place, function: Node, query: str, model: str) -> str:
    """Return that a function asks for something else, if all it does is to return another query of the model."""
    body = function.child_by_field_name("body")
    statements = [it for it in body.named_children if it.type != "comment"] if body is not None else []
    if statements and statements[0].type == "expression_statement" and len(statements) == 2:
        statements = statements[1:]
    is_return = len(statements) == 1 and statements[0].type == "return_statement"
    returned = statements[0].named_children[0] if is_return and statements[0].named_children else None
    if returned is None or not text(returned).startswith(f"{model}."):
        return ""
    return "" if pattern.matches(query, returned, model) else f"`{helper.name}` asks for something else than the query"
