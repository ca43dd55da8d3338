"""Name the model of a relation field by a string, so that its app is imported for it no more.

https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey
"""

import re
from collections import Counter

from tree_sitter import Node

from coupling_lsp.django.fields import RELATION_FIELDS, TARGET, THROUGH, parameters_of
from coupling_lsp.fixes.imports import names, statements
from coupling_lsp.fixes.imports.import_circle import circle
from coupling_lsp.fixes.imports.imported_name import ImportedName, imported_name, obstacle, removal
from coupling_lsp.fixes.refactorings.dependents import dependent
from coupling_lsp.fixes.refactorings.field_classes import unsuited_class
from coupling_lsp.fixes.refactorings.offer import offer
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.references import registry_key
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, arguments, text
from coupling_lsp.text import Text, TextEdit

ID = "string-key"

_MECHANISMS = (*(it.mechanism for it in RELATION_FIELDS if it.mechanism), THROUGH)
_QUOTE = re.compile(rb"""[=(,\[{:]\s*([\"'])(?!\1)""")


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the string in place of the class of a relation, and without the import if nothing else needs that."""
    if edge.kind != "schema" or edge.mechanism not in _MECHANISMS:
        return None
    tree = tree_of(source)
    class_node, call = _class_node(tree, source, snapshot, edge)
    if class_node is None or call is None or class_node.type not in ("identifier", "attribute"):
        return None
    module = snapshot.index.names.modules.names.get(path, "")
    model = snapshot.index.names.expression(text(class_node), module, Dependencies())
    if model != (edge.to_module, edge.to_symbol, True, ""):
        return None  # `settings.AUTH_USER_MODEL`, or a variable.
    root = text(class_node).partition(".")[0]
    import_ = _import_of(source, tree, root, class_node)
    if import_ is None and names.module_bindings(tree, root):
        return None  # A variable, or an import that may not run.
    name = f"{edge.to_app}.{edge.to_symbol}"
    callee = text(call.child_by_field_name("function"))
    if reason := unsuited_class(snapshot, callee, module, read_text) or _unknown_model(snapshot, edge, module):
        return Refusal(ID, reason)
    quote = _quote(source)
    replacement = TextEdit(source.span(class_node.start_byte, class_node.end_byte), f"{quote}{name}{quote}")
    edits = [replacement]
    if import_ is not None and not import_.is_kept_on_purpose and not names.is_used(tree, root, class_node):
        reason = dependent(snapshot, path, import_, read_text) or obstacle(import_)
        if reason:
            return Refusal(ID, f"the import of `{root}` would be left over: {reason}")
        edits.append(removal(import_))
    return offer(ID, f'Name `{text(class_node)}` by the string "{name}"', path, source, source.apply(edits))


def _class_node(tree: Tree, source: Text, snapshot: Snapshot, edge: Edge) -> tuple[Node | None, Node | None]:
    """Return the argument of a field that names the model of an edge, and the call that makes the field."""
    span = snapshot.span(edge.path, edge.site)
    node = tree.at(source.byte(*span[:2]), source.byte(*span[2:]))
    call = node
    while call is not None and not (call.type == "call" and node != call.child_by_field_name("function")):
        call = call.parent if call.type in ("call", "argument_list", "keyword_argument") or call == node else None
    if call is None:
        return None, None
    positional, keywords = arguments(call)
    parameters = parameters_of(text(call.child_by_field_name("function")))
    named_arguments = {**dict(zip(parameters, positional, strict=False)), **keywords}
    return named_arguments.get(THROUGH if edge.mechanism == THROUGH else TARGET), call


def _import_of(source: Text, tree: Tree, root: str, use: Node) -> ImportedName | None:
    """Return the import by which a use knows a name, if nothing else may bind it."""
    statement = statements.statement_of(tree, root, use)
    if statement is None or names.captor(tree, root, use) is not None:
        return None
    item = next(it for it in statements.names_of(statement) if statements.bound_name(it) == root)
    found = imported_name(source, tree, source.span(item.start_byte, item.end_byte))
    return found if found is not None and found.is_only_binding and found.is_at_top else None


def _unknown_model(snapshot: Snapshot, edge: Edge, module: str) -> str:
    """Return why Django may not find a model by its label and name once all apps are loaded."""
    app = snapshot.apps.get(edge.to_app)
    if app is None or app.declared_in is None:
        return f"no settings install `{edge.to_app}`"
    model = snapshot.index.types.registry.get(registry_key(edge.to_app, edge.to_symbol))
    if model is None or model[:2] != (edge.to_module, edge.to_symbol):
        return f"`{edge.target}` is not the name of this model"
    models_module = f"{app.package}.models"
    way = [models_module] if models_module == edge.to_module else circle(snapshot, edge.to_module, models_module)
    if not way or module in way:
        return f"nothing but this import is sure to load {edge.to_module}"
    return ""


def _quote(source: Text) -> str:
    """Return the quotation mark that a file prefers."""
    counted_marks = Counter[bytes](_QUOTE.findall(source.data))
    return "'" if counted_marks[b"'"] > counted_marks[b'"'] else '"'
