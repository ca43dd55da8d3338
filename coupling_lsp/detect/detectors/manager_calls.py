"""Uses of a manager: `Model.objects.filter(…)`, `Model._default_manager`, `Model.custom.…`, `get_object_or_404(Model)`.

The manager's own name is known only to the project, so every `Name.lower.…` of a capitalised name is a candidate.
"""

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.query_chains import is_choice, links
from coupling_lsp.django.managers import MANAGERS, OPTION_MANAGERS, OPTIONS
from coupling_lsp.django.queryset_api import QUERY_WRITES
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import UNKNOWN, is_call_of, shown, takes_item
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.scope import Binding, resolve_alternatives
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, receiver_of, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

PATTERNS = (
    *(f".{name}".encode() for name in (*MANAGERS, *OPTION_MANAGERS)),
    *(f"{name}(".encode() for name in QUERY_SHORTCUTS),
)
_MIDDLE_ATTRIBUTE = re.compile(rb"\.[a-z_]\w*(?=\.[a-z_])")  # Found by its dot, three times as fast as by a class.
_NAME_BYTES = f"{ascii_letters}{digits}_".encode()
_MAX_CLASS_LENGTH = 80
"""In bytes before a manager; of a longer name its end counts."""

_METHOD = re.compile(rb"\.[a-z_]")


def more_places(data: bytes, _loaders: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the names of managers that models may declare, with the dot before."""
    for match in _MIDDLE_ATTRIBUTE.finditer(data):
        if match[0] not in PATTERNS and _is_of_class(data, match.start()):
            yield match.span()


def _is_of_class(data: bytes, start: int) -> bool:
    """Return whether the name that ends at an offset is capitalised."""
    text_before = data[max(start - _MAX_CLASS_LENGTH, 0) : start]
    return text_before[len(text_before.rstrip(_NAME_BYTES)) :][:1].isupper()


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the manager whose name stands at the bytes, the dot before it included, or the shortcut that uses one."""
    if tree.data[end - 1] == _OPENING:
        _read_shortcut(tree, start, end, facts)
        return
    name = tree.at(start + 1, end)
    if name is None or name.type != "identifier" or name.start_byte != start + 1:
        return
    reference = name.parent
    if reference is None or reference.type != "attribute" or reference.child_by_field_name("attribute") != name:
        return
    if text(name) in MANAGERS or name.end_byte == end:
        access = manager_access(tree, reference)
        if access is not None:
            facts.accesses.append(access)


def manager_access(tree: Tree, reference: Node, *, is_known: bool = False) -> tuple[Access, Span] | None:
    """Return the use of a manager, an attribute node, with the place of what it is taken of.

    A manager of the project's own counts on a class alone, until it `is_known` that models have one of that name.
    """
    receiver, manager = receiver_of(reference), text(reference.child_by_field_name("attribute"))
    if manager in OPTION_MANAGERS and receiver is not None and receiver.type == "attribute":
        is_of_options = text(receiver.child_by_field_name("attribute")) == OPTIONS
        receiver, manager = (receiver_of(receiver) if is_of_options else None), OPTION_MANAGERS[manager]
    if receiver is None or text(receiver) == "self" or (is_known and _is_found_first(tree, reference, receiver)):
        return None
    binding = _manager_owner(tree, receiver)
    is_item = receiver.type == "subscript" or takes_item(binding.expression)
    is_computed = is_item or is_call_of(binding.expression, "type")
    reason = binding.reason or (f"what `{shown(binding.expression)}` stands for is not known" if is_computed else "")
    methods = links(reference)
    root = _owner_path(tree, receiver, methods) if reason else binding.expression
    if (manager not in MANAGERS and reason and not is_known) or (is_known and not root):
        return None
    access = Access(root, manager, methods, enclosing_symbol(reference), tree.timing(reference), reason)
    return access, tree.span(receiver)


def _owner_path(tree: Tree, receiver: Node, methods: tuple[str, ...]) -> ValuePath:
    """Return the path of what a manager is taken of; for a write, a condition around it may tell it from others."""
    path, name = value(tree, receiver), text(receiver).partition(".")[0]
    is_write = not QUERY_WRITES.isdisjoint(methods)
    return value_path.choice(path) if is_write and name.isidentifier() and is_choice(path, receiver, name) else path


def _is_found_first(tree: Tree, reference: Node, receiver: Node) -> bool:
    """Return whether the first pass finds a manager: `Order.open.all()`, `get_object_or_404(Order.open)`."""
    call = reference.parent.parent if reference.parent is not None else None
    if call is not None and call.type == "call" and arguments(call)[0][:1] == [reference]:
        return text(call.child_by_field_name("function")).rpartition(".")[2] in QUERY_SHORTCUTS
    is_class = text(receiver).rpartition(".")[2][:1].isupper()
    return is_class and _METHOD.match(tree.data, reference.end_byte) is not None


_OPENING = ord("(")


def _manager_owner(tree: Tree, node: Node) -> Binding:
    """Return what a manager is taken of, as an expression; unknown, with a reason, where it may be one of several."""
    bindings = resolve_alternatives(tree, node)
    if len(bindings) == 1:
        return bindings[0]
    reasons = (binding.reason for binding in bindings if binding.reason)
    return Binding(UNKNOWN, next(reasons, f"`{text(node)}` is one of several"))


def _read_shortcut(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """`get_object_or_404(Model, …)`: https://docs.djangoproject.com/en/stable/topics/http/shortcuts/"""
    name = tree.at(start, end - 1)
    call = name.parent if name is not None else None
    if call is not None and call.type == "attribute":
        call = call.parent
    positional, _ = arguments(call) if call is not None and call.type == "call" else ([], {})
    if name is None or call is None or not positional or positional[0].type not in ("identifier", "attribute"):
        return
    binding = _manager_owner(tree, positional[0])
    root = value(tree, positional[0]) if binding.reason else binding.expression
    if root:
        access = Access(root, text(name), (), enclosing_symbol(call), tree.timing(call), binding.reason)
        facts.accesses.append((access, tree.span(positional[0])))
