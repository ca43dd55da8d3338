"""Uses of search terms in one piece: reads of rows, lookups of queries, calls with arguments."""

from collections.abc import Mapping
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.detectors.instance_calls import CALLED, is_candidate
from coupling_lsp.detect.detectors.manager_calls import links
from coupling_lsp.detect.second_pass import lookups
from coupling_lsp.detect.second_pass.lookup_prefilter import is_lookup
from coupling_lsp.django.dispatch import SENDER, SENT_ROW
from coupling_lsp.django.managers import MANAGER_ATTRIBUTES
from coupling_lsp.django.queryset_api import ROW_METHODS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access, Call
from coupling_lsp.model.value_steps import attribute_step
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, receiver_of, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

_DOT, _OPENING = ord("."), ord("(")


class Uses(NamedTuple):
    """The results of the second pass over one piece; lines count within the piece."""

    reads: tuple[tuple[Access, Span], ...]
    calls: tuple[Call, ...]


_NOTHING = Uses((), ())


def collect_uses(tree: Tree, hits: list[tuple[int, int]], keys: Mapping[str, frozenset[str]]) -> Uses:
    """Return the uses at some ranges of bytes; `keys` are the arguments that matter, by function."""
    reads: list[tuple[Access, Span]] = []
    calls: list[Call] = []
    for start, end in hits:
        if is_lookup(tree.data, start, end):
            reads += lookups.lookups_at(tree, start, end)
            continue
        name = tree.at(start, end)
        if name is None or name.type != "identifier" or name.end_byte != end or (parent := name.parent) is None:
            continue
        is_attribute = parent.type == "attribute" and parent.child_by_field_name("attribute") == name
        callee = parent if is_attribute else name
        call = callee.parent
        is_called = call is not None and call.type == "call" and call.child_by_field_name("function") == callee
        if call is not None and is_called and not tree.data.startswith(b"(manager=", callee.end_byte):
            if text(name) in lookups.LOADING:
                reads += lookups.loaded_relations(tree, call)
            wanted_keys = keys.get(text(name))
            calls += (
                _call_arguments(tree, callee, call, wanted_keys)
                if wanted_keys
                else _receiver_arguments(tree, call, keys)
            )
        elif (
            is_attribute
            and not _is_target(tree, parent)
            and (access := _read_of_row(tree, parent, text(name))) is not None
        ):
            reads.append((access, tree.span(parent)))
    return Uses(tuple(reads), tuple(calls)) if reads or calls else _NOTHING


def _read_of_row(tree: Tree, attribute: Node, name: str) -> Access | None:
    path = value(tree, receiver_of(attribute))
    if not value_path.is_instance(path):
        return None
    method_names = links(attribute) or _manager_attribute(attribute)
    return Access(path, "", (name, *method_names), enclosing_symbol(attribute), tree.timing(attribute), "")


def _manager_attribute(attribute: Node) -> tuple[str, ...]:
    """Return an attribute of a manager that is no query, with its dot: `.model` of `order.lines.model`."""
    parent = attribute.parent
    if parent is None or parent.type != "attribute" or parent.child_by_field_name("object") != attribute:
        return ()
    name = text(parent.child_by_field_name("attribute"))
    return (attribute_step(name),) if name in MANAGER_ATTRIBUTES else ()


def _is_target(tree: Tree, attribute: Node) -> bool:
    """Return whether an attribute is set or deleted, or the first pass has it: `order.lines.all()`."""
    parent = attribute.parent
    if parent is None:
        return False
    if parent.type in ("assignment", "for_statement"):
        return parent.child_by_field_name("left") == attribute
    if parent.type == "call" and parent.parent is not None:  # `order.lines(manager="open").all()`
        parent = parent.parent
    attribute_name = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
    if (
        attribute_name is not None
        and attribute_name.end_byte < len(tree.data)
        and tree.data[attribute_name.end_byte] == _OPENING
    ):
        dot, name = attribute_name.start_byte - 1, text(attribute_name)
        is_called = tree.data[dot] == _DOT and name in CALLED
        return name in ROW_METHODS or (is_called and is_candidate(tree.data, dot, attribute_name.end_byte + 1))
    return parent.type in ("delete_statement", "pattern_list", "tuple_pattern")


def _call_arguments(tree: Tree, callee: Node, call: Node, wanted_keys: frozenset[str]) -> list[Call]:
    positional, keywords = arguments(call)
    arguments_by_key = {**{str(number): it for number, it in enumerate(positional)}, **keywords}
    known_arguments = [
        (key, path) for key, it in arguments_by_key.items() if key in wanted_keys and (path := _model_path(tree, it))
    ]
    path = value(tree, callee) if known_arguments else ""
    return [Call(path, key, it) for key, it in known_arguments] if path and not value_path.has_parameter(path) else []


def _receiver_arguments(tree: Tree, call: Node, keys: Mapping[str, frozenset[str]]) -> list[Call]:
    """Return the arguments of a handler in `post_save.connect(handler, sender=Model)`: an instance of the model."""
    positional, keywords = arguments(call)
    handler = text(positional[0]).rpartition(".")[2] if positional and SENDER in keywords else ""
    wanted_keys = keys.get(handler, frozenset())
    path = value(tree, positional[0]) if wanted_keys else ""
    sender = value(tree, keywords[SENDER]) if path else ""
    arguments_by_key = {SENDER: sender, SENT_ROW: value_path.instance(sender)} if sender else {}
    return [Call(path, key, it) for key, it in arguments_by_key.items() if key in wanted_keys]


def _model_path(tree: Tree, node: Node | None) -> str:
    path = value(tree, node)
    return path if value_path.leads_to_models(path) else ""
