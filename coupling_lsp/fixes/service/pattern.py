"""Matches code with the pattern of a rule's fix: `Model.objects.filter(name=$NAME).first()`.

`$NAME` stands for one value, `$$$ARGS` for any number of arguments, as in ast-grep:
https://ast-grep.github.io/guide/pattern-syntax.html
Blanks, comments, parentheses, trailing commas, the order of keywords and the way a string is quoted do not matter, and
the model is matched by what it is: `models.Account` and an alias are the `Account` of the pattern.
"""

import ast
import re
from functools import lru_cache
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.model.rules import Replacement
from coupling_lsp.source.tree import Tree, text

PLACEHOLDER = re.compile(r"(?P<many>\$\$\$|\$)(?P<name>[A-Za-z_]\w*)")
_KEYWORD_PLACEHOLDER = re.compile(r"(?P<keyword>\w+)\s*=\s*\$(?P<name>[A-Za-z_]\w*)")
_ONE, _MANY = "placeholder_of_", "placeholders_of_"
_SPLATS = ("list_splat", "dictionary_splat")


class Match(NamedTuple):
    """The code that matches a pattern, and the expressions that each placeholder stands for."""

    node: Node
    values: dict[str, tuple[Node, ...]]


class _Model(NamedTuple):
    """The name of a model in a pattern, and where the code at hand names it, in bytes."""

    name: str
    start: int
    end: int


def find(pattern: str, tree: Tree, model: str, start: int, end: int) -> Match | None:
    """Return the expression that equals the pattern and goes on from a model, which the bytes of the code name."""
    pattern_node = expression_of(pattern)
    node = tree.at(start, end)
    while pattern_node is not None and node is not None:
        values: dict[str, tuple[Node, ...]] = {}
        if _matches(pattern_node, node, values, _Model(model, start, end)):
            return Match(node, values)
        node = node.parent
    return None


def matches(pattern: str, node: Node, model: str) -> bool:
    """Return whether an expression equals a pattern, the model by its name."""
    pattern_node = expression_of(pattern)
    return pattern_node is not None and _matches(pattern_node, node, {}, _Model(model, -1, -1))


def is_valid(pattern: str) -> bool:
    """Return whether a pattern is one Python expression."""
    return expression_of(pattern) is not None


def placeholders(pattern: str) -> list[str]:
    """Return the names of the placeholders of a pattern, each once, in order."""
    return list(dict.fromkeys(it["name"] for it in PLACEHOLDER.finditer(pattern)))


def model_name(pattern: str) -> str:
    """Return the name of the model that a pattern begins with: `Account` of `models.Account.objects.get()`."""
    node = expression_of(pattern)
    names: list[str] = []
    while node is not None and node.type in ("call", "attribute", "subscript"):
        if node.type == "attribute":
            names.append(text(node.child_by_field_name("attribute")))
        node = node.child_by_field_name({"call": "function", "attribute": "object"}.get(node.type, "value"))
    if node is None or node.type != "identifier" or placeholder_at(node) is not None:
        return ""
    return next((it for it in (text(node), *reversed(names)) if it[:1].isupper()), "")


def replacements_of(model: str, replacements: tuple[Replacement, ...]) -> tuple[Replacement, ...]:
    """Return those of several replacements whose patterns begin with a model, or all where none does."""
    if len(replacements) < 2:
        return replacements
    return tuple(it for it in replacements if model_name(it.pattern) == model) or replacements


def readable(code: str, query: str) -> str:
    """Return code with its placeholders as people read them: the keywords they have in a query, else in lower case."""
    keywords = {it["name"]: it["keyword"].partition("__")[0] for it in _KEYWORD_PLACEHOLDER.finditer(query)}
    return PLACEHOLDER.sub(lambda it: keywords.get(it["name"]) or it["name"].lower(), code)


@lru_cache(maxsize=1 << 10)
def expression_of(pattern: str) -> Node | None:
    """Return the one expression a pattern is, with names in place of its placeholders; None for anything else."""
    root = Tree(encoded(pattern)).root
    if root.has_error or root.named_child_count != 1 or root.named_children[0].type != "expression_statement":
        return None
    nodes = root.named_children[0].named_children
    return nodes[0] if len(nodes) == 1 else None


def encoded(pattern: str) -> bytes:
    """Return a pattern as Python code: a name stands for each placeholder."""
    return PLACEHOLDER.sub(lambda it: (_ONE if it["many"] == "$" else _MANY) + it["name"], pattern).encode()


def placeholder_at(node: Node) -> tuple[str, bool] | None:
    """Return the name of the placeholder that a node of a pattern is, and whether it stands for many arguments."""
    name = text(node) if node.type == "identifier" else ""
    if name.startswith(_MANY):
        return name.removeprefix(_MANY), True
    return (name.removeprefix(_ONE), False) if name.startswith(_ONE) else None


def placeholder_of(node: Node) -> str:
    """Return the name of the placeholder that a node of a pattern is; empty for anything else."""
    placeholder = placeholder_at(node)
    return placeholder[0] if placeholder is not None else ""


def _matches(pattern_node: Node, node: Node, values: dict[str, tuple[Node, ...]], model: _Model) -> bool:
    pattern_node, node = _without_parentheses(pattern_node), _without_parentheses(node)
    placeholder = placeholder_at(pattern_node)
    if placeholder is not None:
        name, is_many = placeholder
        return not is_many and node.type != "keyword_argument" and _takes(values, name, (node,))
    if _is_model(pattern_node, node, model):
        return True
    if pattern_node.type != node.type:
        return _literal(pattern_node) is not None and _literal(pattern_node) == _literal(node)
    if pattern_node.type == "argument_list":
        return _arguments_match(pattern_node, node, values, model)
    if pattern_node.type in ("string", "concatenated_string"):
        return text(pattern_node) == text(node) or (
            _literal(pattern_node) is not None and _literal(pattern_node) == _literal(node)
        )
    pattern_parts, node_parts = _parts(pattern_node), _parts(node)
    if not pattern_parts and not node_parts:
        return text(pattern_node) == text(node)
    return len(pattern_parts) == len(node_parts) and all(
        _matches(a, b, values, model) for a, b in zip(pattern_parts, node_parts, strict=True)
    )


def _is_model(pattern_node: Node, node: Node, model: _Model) -> bool:
    names_model = pattern_node.type in ("identifier", "attribute") and text(pattern_node).split(".")[-1] == model.name
    return names_model and (node.start_byte, node.end_byte) == (model.start, model.end)


def _arguments_match(pattern: Node, arguments: Node, values: dict[str, tuple[Node, ...]], model: _Model) -> bool:
    """Return whether arguments match those of a pattern: keywords in any order, the rest for `$$$ARGS`."""
    wanted, given = _parts(pattern)[1:-1], _parts(arguments)[1:-1]
    rest = next((it[0] for node in wanted if (it := placeholder_at(node)) is not None and it[1]), None)
    positional = [
        it for it in wanted if it.type != "keyword_argument" and (placeholder_at(it) or ("", False))[1] is False
    ]
    keywords = {_keyword(it): it for it in wanted if it.type == "keyword_argument"}
    given_positional = [it for it in given if it.type not in ("keyword_argument", *_SPLATS)]
    taken = given_positional[: len(positional)]
    for keyword in keywords:
        taken += [it for it in given if it.type == "keyword_argument" and _keyword(it) == keyword]
    if len(taken) != len(wanted) - (rest is not None):
        return False
    others = tuple(it for it in given if it not in taken)
    if others and rest is None:
        return False
    if rest is not None and not _takes(values, rest, others):
        return False
    pairs = zip([*positional, *keywords.values()], taken, strict=True)
    return all(_matches(_value(wanted_node), _value(given_node), values, model) for wanted_node, given_node in pairs)


def _keyword(argument: Node) -> str:
    return text(argument.child_by_field_name("name"))


def _value(argument: Node) -> Node:
    value = argument.child_by_field_name("value") if argument.type == "keyword_argument" else None
    return value if value is not None else argument


def _takes(values: dict[str, tuple[Node, ...]], name: str, nodes: tuple[Node, ...]) -> bool:
    """Note what a placeholder stands for; return whether it is the same code wherever the placeholder stands."""
    return [text(it) for it in values.setdefault(name, nodes)] == [text(it) for it in nodes]


def _literal(node: Node) -> str | bytes | None:
    if node.type not in ("string", "concatenated_string"):
        return None
    try:
        value = ast.literal_eval(text(node))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str | bytes) else None


def _without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression" and len(_parts(node)) == 3:
        node = _parts(node)[1]
    return node


def _parts(node: Node) -> list[Node]:
    return [child for child in node.children if child.type not in ("comment", ",")]
