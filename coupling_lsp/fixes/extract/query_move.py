"""Move a query of another app's model into the services of that app: a function that is there, or a new one."""

from tree_sitter import Node

from coupling_lsp.django.queryset_api import ROW_METHODS
from coupling_lsp.fixes import proof
from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.extract.chain import Chain, Root, chain_at, related_manager, runs_in_loop
from coupling_lsp.fixes.extract.existing_function import existing_function
from coupling_lsp.fixes.extract.generalization import Generalization, generalize
from coupling_lsp.fixes.extract.service_module import row_name, service_module, service_modules
from coupling_lsp.fixes.imports.names import captor, module_bindings
from coupling_lsp.fixes.service import helper, pattern
from coupling_lsp.fixes.service.field_types import Annotation, FieldTypes, query_of
from coupling_lsp.fixes.service.function_name import function_name
from coupling_lsp.fixes.service.helper_code import parameter_names
from coupling_lsp.fixes.service.model_source import imported, model_source
from coupling_lsp.fixes.service.query_shape import query_shape
from coupling_lsp.fixes.service.query_swap import Query, QuerySwap
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import TypeSet
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import ATTRIBUTE, DECLARED, MANY_TO_MANY, Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.source.tree import text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

ID = "move-query"

_NO_QUERIES = (ATTRIBUTE, DECLARED, "refresh_from_db", "arefresh_from_db")
"""The mechanisms of edges that call nothing, or only read a row at hand once more."""

_MAX_POSITIONAL_ARGUMENTS = 2
"""More arguments are named in the call: nobody knows the order of many."""

_UNNAMED_LITERALS = ("true", "false", "none")
"""Literals that say nothing without the name of their parameter."""

_MAX_NAMES = 20


def move(context: FixContext, edge: Edge, span: Span, *, is_proved: bool = True) -> QuickFix | Refusal | None:
    """Return the move of the query at the place of an edge, or why it is not offered; None where no query is.

    The files it leaves are proved, unless the caller does so: not `is_proved`.
    """
    source = context.read_text(context.path)
    if source is None or not is_query(edge) or edge.to_app not in context.snapshot.apps:
        return None
    outcome = _moved(Query(context, source, edge, span))
    if outcome is None:
        return None
    if isinstance(outcome, QuickFix) and is_proved and (reason := proof.fault_of_fix(outcome, context.read_text)):
        outcome = reason
    return Refusal(ID, outcome) if isinstance(outcome, str) else outcome


def is_query(edge: Edge) -> bool:
    """Return whether an edge stands for a query or the call of a row, and is certain."""
    return edge.kind in ORM_KINDS and edge.mechanism not in _NO_QUERIES and not edge.probable


def _moved(query: Query) -> QuickFix | str | None:
    if len(_models_at(query)) > 1:
        return "the rows may be of several models"
    chain = _chain(query)
    if chain is None or isinstance(chain, str):
        return chain
    edge = query.edge
    paths = query.snapshot.index.names.modules.paths
    model = (query.snapshot, edge.to_app, edge.to_module, edge.to_symbol, query.read_text)
    module, row = service_module(*model), row_name(*model)
    modules = {it: paths[it] for it in service_modules(query.snapshot, edge.to_app)}
    if path := query.place(f"{module}.x").path:
        modules[module] = path
    source = (
        model_source(query.snapshot, query.tree, edge, chain.start)
        if chain.root == "model"
        else imported(query.snapshot, edge)
    )
    if isinstance(source, str):
        return source
    existing = existing_function(query, chain, modules, source)
    if existing is not None:
        return _fix(query.swapped(*existing), chain)
    generalization = generalize(query.tree, chain, edge.to_symbol, row)
    if isinstance(generalization, str):
        return generalization
    shape = query_shape(generalization.pattern)._replace(holds_query=chain.root == "query")
    name = _free_name(query, chain, function_name(row, shape), module)
    call = _call(f"{module}.{name}", generalization)
    match = pattern.Match(chain.node, generalization.values)
    annotations = _beginning_annotation(query, chain, generalization)
    return _fix(query.swapped(generalization.pattern, call, match, source, annotations), chain)


def _models_at(query: Query) -> set[tuple[str, str]]:
    """Return the models that a query may be of, as far as they are of other apps."""
    edges = (edge for edge, _ in query.snapshot.edges_of(query.path) if edge.site == query.edge.site)
    return {(it.to_module, it.to_symbol) for it in edges if it.kind in ORM_KINDS}


def _chain(query: Query) -> Chain | str | None:
    """Return the chain of calls that the edge begins, or why it cannot be moved."""
    start = query.tree.at(query.start, query.end)
    if start is None or (start.start_byte, start.end_byte) != (query.start, query.end):
        return None
    types, dependencies = query.context.types, Dependencies()

    def types_of(node: Node) -> TypeSet:
        return types.evaluate(value(query.tree, node), query.module, dependencies)

    root = _root(query, start, types_of(start))
    if root is None:
        return "what the query begins at is not known for sure"
    return chain_at(start, root, lambda node: any(it.kind == "query" for it in types_of(node)))


def _root(query: Query, start: Node, types: TypeSet) -> Root | None:
    """Return what a chain begins at, if it is of one class; an edge of several models is one of several there."""
    kinds = {it.kind for it in types}
    if kinds == {"class"}:
        return "model" if [it.target[:2] for it in types] == [(query.edge.to_module, query.edge.to_symbol)] else None
    accessor, _, method = query.edge.mechanism.partition(".")
    manager = related_manager(start)
    if manager is not None and (query.edge.mechanism.startswith(MANY_TO_MANY) or text(manager[1]) == accessor):
        return "related manager"
    if kinds == {"query"} and len(types) == 1 and types[0].target[:2] == (query.edge.to_module, query.edge.to_symbol):
        return "query" if start.type in ("identifier", "attribute") else None
    return "row" if not method and accessor in ROW_METHODS else None


def _beginning_annotation(query: Query, chain: Chain, generalization: Generalization) -> dict[str, Annotation]:
    """Return the annotation of what a query begins with: another query, or the owner of its related manager."""
    edge, annotations = query.edge, dict[str, Annotation]()
    if chain.root not in ("query", "related manager"):
        return annotations
    target = Target(edge.to_module, edge.to_symbol, True)
    if chain.root == "related manager":
        manager = related_manager(chain.start)
        path = value(query.tree, manager[0]) if manager is not None else ""
        types = query.context.types.evaluate(path, query.module, Dependencies())
        if len(types) != 1 or types[0].kind != "instance":
            return annotations
        target = types[0].target
    row = FieldTypes(query.snapshot, target, edge.to_app, query.read_text).row()
    is_query = chain.root == "query"
    return {next(iter(generalization.values)): query_of(row) if is_query else row}


def _call(function: str, generalization: Generalization) -> str:
    """Return the call of a new function, with a placeholder for each value, named where nobody could tell it."""
    parameters = parameter_names(generalization.pattern)
    has_names = len(generalization.values) > _MAX_POSITIONAL_ARGUMENTS
    arguments = []
    for placeholder, nodes in generalization.values.items():
        has_names = has_names or nodes[0].type in _UNNAMED_LITERALS
        arguments.append(f"{parameters[placeholder]}=${placeholder}" if has_names else f"${placeholder}")
    return f"{function}({', '.join(arguments)})"


def _free_name(query: Query, chain: Chain, name: str, module: str) -> str:
    """Return a name that neither the services nor the file of the query have, with a number if need be."""
    candidates = (name, f"{name}_for_{query.edge.app}", *(f"{name}_{number}" for number in range(2, _MAX_NAMES)))
    return next((it for it in candidates if _is_free(query, chain, it, module)), name)


def _is_free(query: Query, chain: Chain, name: str, module: str) -> bool:
    function = query.place(f"{module}.{name}")
    source = query.read_text(function.path) if function.path else None
    if source is not None and helper.is_there(query.snapshot, function, tree_of(source)):
        return False
    return captor(query.tree, name, chain.node) is None and not module_bindings(query.tree, name)


def _fix(swap: QuerySwap | str, chain: Chain) -> QuickFix | str:
    if isinstance(swap, str):
        return swap
    name, module = swap.function.name, swap.function.module
    title = f"Move the query to `{name}` in {module}" if swap.is_written else f"Use `{name}` of {module}"
    if runs_in_loop(chain.node):
        title += ", asked for each item of the loop"
    return QuickFix(ID, title, swap.files, cursor=swap.call if swap.is_written else None)
