"""The text of a service function that is not there yet, made of the pattern of a rule."""

import keyword
import re
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.fixes.service import pattern
from coupling_lsp.source.tree import text

_QUERYSET = "QuerySet"
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NULLABLE, _UPDATE = ("first", "last"), "update"
_VALUES = {"exists": "bool", "contains": "bool", "count": "int", "update": "int", "bulk_update": "int"}


class HelperCode(NamedTuple):
    """The code of a function, and whether its annotation names `QuerySet`."""

    code: str
    needs_queryset: bool


def helper_code(name: str, model: str, query: str) -> HelperCode:
    """Return a function that makes a query, with an annotation and a docstring as far as its last method tells."""
    parameters = _parameters(query)
    body = pattern.PLACEHOLDER.sub(lambda it: parameters[it["name"]], query)
    method = _last_method(query)
    annotation = _annotation(method, model)
    signature = f"def {name}({', '.join(parameters.values())}){f' -> {annotation}' if annotation else ''}:"
    changed = pattern.placeholders(query.rpartition(f".{method}(")[2]) if method == _UPDATE else []
    conditions = [name.replace("_", " ") for it, name in parameters.items() if it not in changed]
    doc = _doc(method, model, conditions)
    return HelperCode(f'{signature}\n    """{doc}"""\n    return {body}\n', annotation.startswith(_QUERYSET))


def fault(query: str, model: str) -> str:
    """Return why no function can be written for a pattern: it needs names that only the caller has."""
    node = pattern.expression_of(query)
    if "$$$" in query:
        return "a query with `$$$` has no parameters of its own"
    parameters = [*_parameters(query).values()]
    if len(set(parameters)) < len(parameters):
        return f"two placeholders would be called `{max(parameters, key=parameters.count)}`"
    names = [name for name in _free_names(node) if name != model] if node is not None else []
    return f"a function in the services would not know `{names[0]}`" if names else ""


def _parameters(query: str) -> dict[str, str]:
    """Return the parameter for each placeholder: its name, or for one letter the keyword that it is given for."""
    parameters: dict[str, str] = {}
    for placeholder in pattern.placeholders(query):
        name = placeholder.lower()
        field = pattern.readable(f"${placeholder}", query)
        if len(name) == 1 and field not in parameters.values():
            name = field
        parameters[placeholder] = f"{name}_" if keyword.iskeyword(name) else name
    return parameters


def _free_names(node: Node) -> list[str]:
    """Return the names that an expression reads, but for placeholders and attributes."""
    if node.type == "identifier":
        return [] if pattern.placeholder_at(node) is not None else [text(node)]
    children = node.named_children
    if node.type == "attribute":
        children = children[:1]
    elif node.type == "keyword_argument":
        children = children[1:]
    return [name for child in children for name in _free_names(child)]


def _last_method(query: str) -> str:
    node = pattern.expression_of(query)
    function = node.child_by_field_name("function") if node is not None and node.type == "call" else None
    return text(function).rpartition(".")[2] if function is not None else ""


def _annotation(method: str, model: str) -> str:
    if method in _NULLABLE:
        return f"{model} | None"
    match RESULTS.get(method):
        case "query":
            return f"{_QUERYSET}[{model}]"
        case "row":
            return model
        case "pair":
            return f"tuple[{model}, bool]"
    return _VALUES.get(method, "")


def _doc(method: str, model: str, conditions: list[str]) -> str:
    thing = model if _WORDS.search(model) else model.lower()  # `GitHubAccount` cannot be told from `OrderLine`.
    things = _plural(thing)
    by = f" with this {' and '.join(conditions)}" if conditions else ""
    article = "an" if thing[:1].lower() in "aeiou" else "a"
    match method:
        case "get":
            return f"Return the {thing}{by}."
        case "first" | "last":
            return f"Return the {thing if by else f'{method} {thing}'}{by}, or None."
        case "exists":
            return f"Return whether there is {article} {thing}{by}."
        case "count":
            return f"Return the number of {things}{by}."
        case "create":
            return f"Create {article} {thing}{by}."
        case "get_or_create":
            return f"Return the {thing}{by}, made if there is none, and whether it is new."
        case "update":
            return f"Change the {things}{by}, and return their number."
        case "delete":
            return f"Delete the {things}{by}."
    return f"Return the {things}{by}."


def _plural(thing: str) -> str:
    if thing.endswith(("s", "x", "ch", "sh")):
        return f"{thing}es"
    return f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2:-1] not in "aeiou" else f"{thing}s"
