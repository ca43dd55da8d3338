"""How a module gets the class of a model: by an import, or by a function that returns it."""

from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.app_layout import MODELS_MODULE
from coupling_lsp.fixes.imports import statements
from coupling_lsp.fixes.imports.additions import DJANGO, Names
from coupling_lsp.fixes.imports.names import captor, module_bindings
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, string, text


class ModelSource(NamedTuple):
    """What has to be imported to have a model, and the assignment behind the imports that binds it, if there is one."""

    imports: Names
    assignment: str = ""


def importing_module(snapshot: Snapshot, model: Target) -> str:
    """Return the module that a model is imported from: the `models` of its app if that has it too, else its own.

    https://docs.djangoproject.com/en/stable/topics/db/models/#organizing-models-in-a-package
    """
    app = snapshot.apps.get(snapshot.index.apps.owner(model.module))
    package = f"{app.package}.{MODELS_MODULE}" if app is not None else ""
    is_there = package and snapshot.index.names.member(package, model.name, Dependencies())[:2] == model[:2]
    return package if is_there else model.module


def imported(snapshot: Snapshot, edge: Edge) -> ModelSource:
    """Return the import of the model that an edge leads to."""
    module = importing_module(snapshot, Target(edge.to_module, edge.to_symbol, True))
    return ModelSource(((module, edge.to_symbol),))


def model_source(snapshot: Snapshot, tree: Tree, edge: Edge, use: Node) -> ModelSource | str:
    """Return how another module gets the model that a use names, or why it may be another class there.

    `Product = get_model("catalogue", "Product")` of a library means the class that takes the place of its own. The
    functions of Django give the class that the edge leads to: https://docs.djangoproject.com/en/stable/ref/applications/
    """
    if snapshot.index.names.find_class(edge.to_module, edge.to_symbol, Dependencies()) is None:
        return f"`{text(use)}` is a table that Django makes, so no import can name it"
    root = text(use).partition(".")[0]
    if statements.statement_of(tree, root, use) is not None:
        return imported(snapshot, edge)
    call = _assigned_call(tree, root, use)
    if call is None:
        return f"`{text(use)}` may be another class elsewhere"
    callee = text(call.child_by_field_name("function"))
    statement = statements.statement_of(tree, callee.partition(".")[0], call)
    module = text(statement.child_by_field_name("module_name")) if statement is not None else ""
    if module.partition(".")[0] == DJANGO:
        return imported(snapshot, edge)
    if not module or module.startswith(".") or "." in callee or root != edge.to_symbol or captor(tree, root, use):
        return f"`{root}` is what `{callee}()` gives, which may be another class elsewhere"
    return ModelSource(((module, callee),), f"{root} = {text(call)}")


def _assigned_call(tree: Tree, name: str, use: Node) -> Node | None:
    """Return the call with literal arguments that alone gives a variable its value."""
    bound_here = captor(tree, name, use)
    bindings = [bound_here] if bound_here is not None else module_bindings(tree, name)
    assignment = bindings[0].parent if len(bindings) == 1 else None
    call = (
        assignment.child_by_field_name("right") if assignment is not None and assignment.type == "assignment" else None
    )
    argument_list = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
    if argument_list is None or any(string(it) is None for it in argument_list.named_children):
        return None
    return call
