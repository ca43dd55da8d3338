"""Steps that build lists and strings of a settings module: `INSTALLED_APPS = [...] + LOCAL_APPS`, `.append("x")`.

Dotted strings, by which Django imports middleware, backends and the like, are imports of that module.
Settings kept in a class (django-configurations) or in a method count as if they stood in the module.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.detectors import template_settings
from coupling_lsp.detect.detectors.setting_items import Item, default_of, is_reader, items
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.django.settings_names import MARKS, NO_PATH_ENDINGS
from coupling_lsp.django.template_files import TEMPLATES
from coupling_lsp.django.third_party import INCLUDE_SETTINGS, SPLIT_SETTINGS
from coupling_lsp.model.expression import last_name, literal, literal_value
from coupling_lsp.model.facts import Dynamic
from coupling_lsp.model.setting import Operator, Setting, engine_key
from coupling_lsp.source.tree import Tree, arguments, expression, text

_NAME_PREFIX = re.compile(rb"(settings\.)?\w*\Z")
_MAX_PREFIX_LENGTH = 60
"""In bytes before a mark; of a longer name its end counts."""

_MARKS = (*MARKS, SPLIT_SETTINGS.encode())
_METHODS: dict[str, Operator] = {"append": "+", "extend": "+", "insert": "+", "remove": "-"}
_SKIPPED_NODES = ("parameters", "argument_list", "string", "comment", "decorator")


def is_settings(data: bytes) -> bool:
    """Return whether a file may be a settings module: it names one other than as `settings.NAME`, as its readers do."""
    return any(_is_own(data, offset) for mark in _MARKS for offset in _occurrences(data, mark))


def _occurrences(data: bytes, mark: bytes) -> Iterator[int]:
    offset = data.find(mark)
    while offset >= 0:
        yield offset
        offset = data.find(mark, offset + 1)


def _is_own(data: bytes, offset: int) -> bool:
    match = _NAME_PREFIX.search(data[max(offset - _MAX_PREFIX_LENGTH, 0) : offset])
    return match is None or not match[1]


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind may hold settings."""
    return kind.is_settings


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the steps of a piece, in order."""
    _read(tree, tree.root, "", facts, optional=False)


def _read(tree: Tree, node: Node, function_name: str, facts: FactsBuilder, *, optional: bool) -> None:
    optional_branches = _untaken_branches(node)
    for child in node.named_children:
        is_optional = optional or child in optional_branches
        match child.type:
            case "assignment":
                _read_assignment(tree, child, "=", facts, optional=is_optional)
            case "augmented_assignment":
                if "+" in text(child.child_by_field_name("operator")):
                    _read_assignment(tree, child, "+", facts, optional=is_optional)
            case "return_statement" if function_name.isupper():
                for value in child.named_children:
                    _add_step(tree, function_name, "+", value, facts, optional=is_optional)
            case "call":
                _read_call(tree, child, facts, optional=is_optional)
            case "function_definition":
                _read(tree, child, text(child.child_by_field_name("name")), facts, optional=is_optional)
            case kind if kind not in _SKIPPED_NODES:
                _read(tree, child, function_name, facts, optional=is_optional)


def _untaken_branches(node: Node) -> list[Node]:
    """Return the branches of a choice that are not taken where no variable of the environment is set."""
    condition = node.child_by_field_name("condition")
    consequence, alternatives = node.children_by_field_name("consequence"), node.children_by_field_name("alternative")
    if node.type == "conditional_expression" and len(node.named_children) == 3:
        condition = node.named_children[1]
        consequence, alternatives = node.named_children[:1], node.named_children[2:]
    if condition is None:
        return []
    environment_test = _ENVIRONMENT_TEST.fullmatch(text(condition))
    if environment_test is None:
        return []
    return alternatives if environment_test["unset"] or environment_test["missing"] else consequence


_ENVIRONMENT_TEST = re.compile(
    r"""(?P<unset>not\s+)?(?:os\.)?(?:environ\.get|getenv)\(\s*["']\w+["']\s*(?:,\s*(?:""|''|None|False)\s*)?\)"""
    r"""|["']\w+["']\s+(?P<missing>not\s+)?in\s+(?:os\.)?environ"""
)


def _read_assignment(tree: Tree, node: Node, operator: Operator, facts: FactsBuilder, *, optional: bool) -> None:
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    if value is not None and (key := template_settings.target_of(target)):
        _append_step(tree, key, operator, _parts(key, value), facts, optional=optional)
    if target is None or value is None or target.type != "identifier":
        return
    name = text(target)
    if name.isupper() and not name.endswith(NO_PATH_ENDINGS):
        _read_paths(tree, name, value, facts)
    if value.type in _LIST_VALUE_NODES or (name.isupper() and value.type not in _PLAIN_VALUE_NODES):
        _add_step(tree, name, operator, value, facts, optional=optional)


_LIST_VALUE_NODES = (
    *("list", "tuple", "set", "expression_list", "parenthesized_expression", "conditional_expression"),
    *("identifier", "attribute", "call", "string", "binary_operator"),
)
_PLAIN_VALUE_NODES = ("integer", "float", "true", "false", "none", "dictionary")


def _read_paths(tree: Tree, name: str, node: Node, facts: FactsBuilder) -> None:
    """Gather the dotted strings that Django may import something by: in lists, and the values of dictionaries."""
    match node.type:
        case "string":
            dotted_path = expression(node)
            if _DOTTED_PATH.fullmatch(literal_value(dotted_path)):
                facts.dynamics.append((Dynamic("", dotted_path, "eager", name), tree.span(node)))
        case "pair":
            value = node.child_by_field_name("value")
            if value is not None and literal_value(expression(node.child_by_field_name("key"))) != "task":
                _read_paths(tree, name, value, facts)
        case "call" if is_reader(node) and (default := default_of(node)) is not None:
            _read_paths(tree, name, default, facts)
        case kind if kind in _CONTAINER_NODES:
            for child in node.named_children:
                _read_paths(tree, name, child, facts)


_CONTAINER_NODES = (
    "dictionary",
    "list",
    "tuple",
    "set",
    "parenthesized_expression",
    "binary_operator",
    "expression_list",
)
_DOTTED_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def _read_call(tree: Tree, node: Node, facts: FactsBuilder, *, optional: bool) -> None:
    callee = node.child_by_field_name("function")
    if last_name(text(callee)) == INCLUDE_SETTINGS:
        parts = [part for argument in _positional(node) for part in items(argument)]
        _append_step(tree, text(callee), "include", parts, facts, optional=optional)
        return
    if callee is None or callee.type != "attribute":
        return
    method = text(callee.child_by_field_name("attribute"))
    receiver = callee.child_by_field_name("object")
    name = template_settings.target_of(receiver) or last_name(expression(receiver))
    positional, _ = arguments(node)
    if method in _METHODS and name and positional:
        _add_step(tree, name, _METHODS[method], positional[-1], facts, optional=optional)


def _add_step(tree: Tree, name: str, operator: Operator, value: Node, facts: FactsBuilder, *, optional: bool) -> None:
    if ignored_types := _untaken_branches(value):
        for side in (value.named_children[0], value.named_children[-1]):
            _add_step(tree, name, operator, side, facts, optional=optional or side in ignored_types)
        return
    if engines := template_settings.engines(name, value):
        _add_engines(tree, engines, operator, facts, optional=optional)
    else:
        _append_step(tree, name, operator, _parts(name, value), facts, optional=optional)


def _add_engines(tree: Tree, engines: list[Node], operator: Operator, facts: FactsBuilder, *, optional: bool) -> None:
    """Add the numbers of the engines of `TEMPLATES`, and each of their keys as a setting of its own."""
    numbers = [(literal(str(number)), engine) for number, engine in enumerate(engines)]
    _append_step(tree, TEMPLATES, operator, numbers, facts, optional=optional)
    for number, engine in numbers:
        for key, value in template_settings.keys_of(engine):
            name = engine_key(literal_value(number), key)
            _append_step(tree, name, operator, _parts(name, value), facts, optional=optional)


def _parts(name: str, value: Node | None) -> list[Item]:
    """Return the parts of the value of a setting, or of a key of an engine, which may be left out."""
    parts = template_settings.items_of(value) if "." in name or value is None else None
    return list(items(value)) if parts is None and value is not None else parts or []


def _append_step(
    tree: Tree, name: str, operator: Operator, parts: list[Item], facts: FactsBuilder, *, optional: bool
) -> None:
    step = Setting(name, operator, tuple(it for it, _ in parts), optional)
    facts.settings.append((step, [tree.span(node) for _, node in parts]))


def _positional(call: Node) -> list[Node]:
    """Return the positional arguments of a call, starred ones included."""
    argument_list = call.child_by_field_name("arguments")
    children = argument_list.named_children if argument_list is not None else []
    return [child for child in children if child.type not in ("keyword_argument", "comment", "dictionary_splat")]
