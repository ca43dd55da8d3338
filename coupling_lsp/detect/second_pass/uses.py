"""What stands at the searched names of one piece: reads of rows, lookups of queries, calls with arguments."""

from collections.abc import Mapping
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.detectors.instance_calls import OWN, RELATED, is_candidate
from coupling_lsp.detect.detectors.manager_calls import links
from coupling_lsp.detect.second_pass import lookups
from coupling_lsp.detect.second_pass.lookup_prefilter import is_lookup
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access, Call
from coupling_lsp.model.value_steps import attribute_step
from coupling_lsp.source.tree import Tree, arguments, enclosing, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

_OF_MANAGER = frozenset(["__class__", "model", "_meta", "through", "field", "db", "query", "rel"])
_DOT, _OPENING = ord("."), ord("(")


class Uses(NamedTuple):
    """What the second pass over one piece gave; lines count within the piece."""

    reads: tuple[tuple[Access, Span], ...]
    calls: tuple[Call, ...]


_NOTHING = Uses((), ())


def uses(tree: Tree, hits: list[tuple[int, int]], keys: Mapping[str, frozenset[str]]) -> Uses:
    """Return what stands at some ranges of bytes; `keys` are the arguments that matter, by function."""
    reads: list[tuple[Access, Span]] = []
    calls: list[Call] = []
    for start, end in hits:
        if is_lookup(tree.data, start, end):
            reads += lookups.spanned(tree, start, end)
            continue
        name = tree.at(start, end)
        if name is None or name.type != "identifier" or name.end_byte != end or (around := name.parent) is None:
            continue
        is_attribute = around.type == "attribute" and around.child_by_field_name("attribute") == name
        callee = around if is_attribute else name
        call = callee.parent
        is_called = call is not None and call.type == "call" and call.child_by_field_name("function") == callee
        if call is not None and is_called and not tree.data.startswith(b"(manager=", callee.end_byte):
            if text(name) in lookups.LOADING:
                reads += lookups.loaded(tree, call)
            wanted = keys.get(text(name))
            calls += _called(tree, callee, call, wanted) if wanted else _connected(tree, call, keys)
        elif is_attribute and not _is_target(tree, around) and (read := _read(tree, around, text(name))) is not None:
            reads.append((read, tree.span(around)))
    return Uses(tuple(reads), tuple(calls)) if reads or calls else _NOTHING


def _read(tree: Tree, attribute: Node, name: str) -> Access | None:
    path = value(tree, attribute.child_by_field_name("object"))
    if not value_path.is_instance(path):
        return None
    called = links(attribute) or _looked_at(attribute)
    return Access(path, "", (name, *called), enclosing(attribute), tree.timing(attribute), "")


def _looked_at(attribute: Node) -> tuple[str, ...]:
    """What a manager is asked about itself, without a query, with its dot: `order.lines.model`."""
    parent = attribute.parent
    if parent is None or parent.type != "attribute" or parent.child_by_field_name("object") != attribute:
        return ()
    name = text(parent.child_by_field_name("attribute"))
    return (attribute_step(name),) if name in _OF_MANAGER else ()


def _is_target(tree: Tree, attribute: Node) -> bool:
    """Whether an attribute is set or deleted, or the first look has it: `order.invoice.save()`, `order.lines.all()`."""
    parent = attribute.parent
    if parent is None:
        return False
    if parent.type in ("assignment", "for_statement"):
        return parent.child_by_field_name("left") == attribute
    if parent.type == "call" and parent.parent is not None:  # `order.lines(manager="open").all()`
        parent = parent.parent
    following = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
    if following is not None and following.end_byte < len(tree.data) and tree.data[following.end_byte] == _OPENING:
        dot, name = following.start_byte - 1, text(following)
        plain = tree.data[dot] == _DOT
        return name in OWN or (plain and name in RELATED and is_candidate(tree.data, dot, following.end_byte + 1))
    return parent.type in ("delete_statement", "pattern_list", "tuple_pattern")


def _called(tree: Tree, callee: Node, call: Node, wanted: frozenset[str]) -> list[Call]:
    positional, keywords = arguments(call)
    given = {**{str(number): it for number, it in enumerate(positional)}, **keywords}
    known = [(key, path) for key, it in given.items() if key in wanted and (path := _handed(tree, it))]
    path = value(tree, callee) if known else ""
    return [Call(path, key, it) for key, it in known] if path and not value_path.has_parameter(path) else []


def _connected(tree: Tree, call: Node, keys: Mapping[str, frozenset[str]]) -> list[Call]:
    """`post_save.connect(handler, sender=Model)`: the handler is called with an instance of the model."""
    positional, keywords = arguments(call)
    handler = text(positional[0]).rpartition(".")[2] if positional and "sender" in keywords else ""
    wanted = keys.get(handler, frozenset())
    path = value(tree, positional[0]) if wanted else ""
    sender = value(tree, keywords["sender"]) if path else ""
    given = {"sender": sender, "instance": value_path.instance(sender)} if sender else {}
    return [Call(path, key, it) for key, it in given.items() if key in wanted]


def _handed(tree: Tree, node: Node | None) -> str:
    path = value(tree, node)
    return path if value_path.leads_to_models(path) else ""
