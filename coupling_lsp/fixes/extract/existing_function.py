"""A function of the services that makes the same query already, whatever it calls its parameters."""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.managers import QUERYSET
from coupling_lsp.fixes.extract.chain import Chain, Root
from coupling_lsp.fixes.service import pattern
from coupling_lsp.fixes.service.model_source import ModelSource
from coupling_lsp.fixes.service.query_shape import query_shape
from coupling_lsp.fixes.service.query_swap import Query
from coupling_lsp.fixes.service.written_helper import names_model
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.source.tree import is_attribute_or_keyword, text

_STARS = ("list_splat_pattern", "dictionary_splat_pattern")


class ExistingFunction(NamedTuple):
    """A function that makes a query: its pattern, its call with the same placeholders, and how the query fits it."""

    pattern: str
    call: str
    match: pattern.Match


class _Candidate(NamedTuple):
    root: Root
    pattern: str
    call: str


class _Parameter(NamedTuple):
    name: str
    annotation: str
    is_by_keyword: bool


def existing_function(
    query: Query, chain: Chain, modules: dict[str, str], model: ModelSource
) -> ExistingFunction | None:
    """Return the function that makes a query; `modules` are the services by name, with the paths of their files."""
    for module, path in modules.items():
        source = query.read_text(path)
        if source is None or path == query.path:
            continue
        tree = tree_of(source)
        is_model_known = names_model(query.snapshot, tree, module, query.edge, model)
        for function in tree.root.named_children:
            if function.type != "function_definition" or text(function.children[0]) == "async":
                continue
            candidate = _candidate(module, function, query.edge.to_symbol, is_model_known=is_model_known)
            if candidate is None or candidate.root != chain.root:
                continue
            match = pattern.find(candidate.pattern, query.tree, query.edge.to_symbol, query.start, query.end)
            if match is not None and match.node == chain.node:
                return ExistingFunction(candidate.pattern, candidate.call, match)
    return None


def _candidate(module: str, function: Node, model: str, *, is_model_known: bool) -> _Candidate | None:
    """Return what a function that only makes a query does, as a pattern and its call; None for any other."""
    expression = _made_query(function)
    parameters = _parameters(function)
    if expression is None or parameters is None or "$" in text(expression):
        return None
    by_name = {it.name: it for it in parameters}
    code = _pattern(expression, by_name)
    if set(pattern.placeholders(code)) != by_name.keys():
        return None
    shape = query_shape(code)
    root: Root = "row" if shape.row else "related manager" if shape.owner else "model"
    row = by_name.get(shape.row)
    if root == "model" and not (is_model_known and pattern.model_name(code) == model):
        return None
    annotation = row.annotation.strip("\"'") if row is not None else model
    if annotation == f"{QUERYSET}[{model}]":
        root = "query"
    elif annotation != model:
        return None
    arguments = ", ".join(f"{it.name}=${it.name}" if it.is_by_keyword else f"${it.name}" for it in parameters)
    return _Candidate(root, code, f"{module}.{text(function.child_by_field_name('name'))}({arguments})")


def _made_query(function: Node) -> Node | None:
    """Return the expression that a function returns or calls, if it does nothing else."""
    body = function.child_by_field_name("body")
    statements = [it for it in body.named_children if it.type != "comment"] if body is not None else []
    if len(statements) == 2 and statements[0].type == "expression_statement":
        statements = statements[1:] if statements[0].named_children[0].type == "string" else statements
    if len(statements) != 1 or statements[0].type not in ("return_statement", "expression_statement"):
        return None
    expression = statements[0].named_children[0] if statements[0].named_children else None
    while expression is not None and expression.type == "parenthesized_expression":
        expression = expression.named_children[0]
    return expression if expression is not None and expression.type == "call" else None


def _parameters(function: Node) -> list[_Parameter] | None:
    """Return the parameters of a function; None where some take any number of arguments."""
    node = function.child_by_field_name("parameters")
    parameters: list[_Parameter] = []
    is_by_keyword = False
    for it in node.named_children if node is not None else ():
        if it.type == "keyword_separator":
            is_by_keyword = True
        elif it.type in _STARS or (it.named_children and it.named_children[0].type in _STARS):
            return None
        elif it.type not in ("comment", "positional_separator"):
            name = it if it.type == "identifier" else it.child_by_field_name("name") or it.named_children[0]
            parameters.append(_Parameter(text(name), text(it.child_by_field_name("type")), is_by_keyword))
    return parameters


def _pattern(expression: Node, parameters: dict[str, _Parameter]) -> str:
    """Return an expression with a placeholder for each use of a parameter."""
    code, offset = expression.text or b"", expression.start_byte
    for node in sorted(_uses(expression, parameters), key=lambda it: it.start_byte, reverse=True):
        start, end = node.start_byte - offset, node.end_byte - offset
        code = code[:start] + b"$" + code[start:end] + code[end:]
    return code.decode()


def _uses(node: Node, parameters: dict[str, _Parameter]) -> Iterator[Node]:
    if node.type == "identifier" and text(node) in parameters and not is_attribute_or_keyword(node):
        yield node
    for child in node.named_children:
        yield from _uses(child, parameters)
