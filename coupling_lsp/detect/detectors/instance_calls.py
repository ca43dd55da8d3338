"""Uses of instances and related managers: `order.lines.filter(…)`, `account.issue_set.add(…)`, `profile.save()`.

What they are called on is read from annotations, assignments and loops of the function around them.
"""

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.query_chains import CALLED, chain_access, links, unknown_row
from coupling_lsp.django.managers import DEFAULT_QUERY, MANAGERS, is_querying
from coupling_lsp.django.queryset_api import CREATING_BEGINNINGS, QUERY_WRITES, ROW_METHODS
from coupling_lsp.django.saving import COMMIT, SAVE, SAVING_METHODS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, receiver_of, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

_OWN_BYTES = frozenset(name.encode() for name in ROW_METHODS)
_DEFAULT = DEFAULT_QUERY.encode()
_CLASS_MANAGERS = tuple(f".{name}".encode() for name in MANAGERS)
_WRITES_BYTES = frozenset(name.encode() for name in QUERY_WRITES | SAVING_METHODS)
PATTERNS = tuple(f".{name}(".encode() for name in sorted(CALLED | ROW_METHODS | SAVING_METHODS))

_NON_INSTANCE_NAMES = (b"os", b"json", b"logger", b"settings", b"kwargs", b"data", b"response", b"mock", b"cache")
_RECEIVER_BYTES = f"{ascii_letters}{digits}_.".encode()
_MAX_RECEIVER_LENGTH = 80
"""In bytes before a method; of a longer name its end counts."""

_BLANKS, _CLOSINGS = b" \t\r\n\\", b")]"
_CREATING_SUPER_CALL = re.compile(rb"super\(\)(?<!\wsuper\(\))(\.(?:%s)\w+\()" % "|".join(CREATING_BEGINNINGS).encode())


def more_places(data: bytes, _loaders: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the calls by which a manager has a library create rows: `super().create_key(`."""
    return (match.span(1) for match in _CREATING_SUPER_CALL.finditer(data)) if b"super()." in data else iter(())


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text before a method allows that it is called on an instance or a related manager."""
    name = data[start + 1 : end - 1]
    is_own = name in _OWN_BYTES
    while start and data[start - 1] in _BLANKS:  # A chain may go on in the next line.
        start -= 1
    text_before = data[max(start - _MAX_RECEIVER_LENGTH, 0) : start]
    receiver = text_before[len(text_before.rstrip(_RECEIVER_BYTES)) :]
    if is_own:
        return _DEFAULT not in receiver
    root, dot, _ = receiver.partition(b".")
    if not receiver and start and data[start - 1] in _CLOSINGS:
        return name in _WRITES_BYTES or b"(manager=" in text_before
    if not dot and name not in _WRITES_BYTES:
        return False
    return root not in _NON_INSTANCE_NAMES and not any(manager in receiver for manager in _CLASS_MANAGERS)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the call of the method at the bytes, its dot and bracket included, if what it is called on can be told."""
    name = tree.at(start + 1, end - 1)
    reference = name.parent if name is not None and name.type == "identifier" else None
    receiver = receiver_of(reference) if reference is not None and reference.type == "attribute" else None
    if name is None or reference is None or receiver is None or receiver == name:
        return
    method = text(name)
    if method == SAVE and _is_uncommitted(reference):
        return
    if receiver.type == "attribute" or _names_manager(receiver):
        found = _attribute_access(tree, reference, receiver, method)
    else:
        found = chain_access(tree, reference) if _may_write(method) else None
    if found is not None:
        facts.accesses.append(found)


def _may_write(method: str) -> bool:
    return method in _WRITING_METHODS or method.startswith(CREATING_BEGINNINGS)


_WRITING_METHODS = QUERY_WRITES | ROW_METHODS | SAVING_METHODS


def _names_manager(receiver: Node) -> bool:
    """Return whether a related manager is told which manager it is like: `order.lines(manager="open")`.

    https://docs.djangoproject.com/en/stable/topics/db/queries/#using-a-custom-reverse-manager
    """
    return receiver.type == "call" and "manager" in arguments(receiver)[1]


def _attribute_access(tree: Tree, reference: Node, receiver: Node, method: str) -> tuple[Access, Span] | None:
    """Return the use of what an attribute holds, or a related manager, with its place."""
    accessor = text(receiver.child_by_field_name("attribute"))
    if accessor in MANAGERS or (not accessor and any(access.decode() in text(receiver) for access in _CLASS_MANAGERS)):
        return None  # The queries detector has it.
    path, reason = value(tree, receiver), unknown_row(reference)
    if not path and accessor and is_querying(accessor, method):
        path = value_path.of_unknown(accessor)
    elif not value_path.is_instance(path) and (path or not reason):
        return None
    access = Access(path, "", links(receiver), enclosing_symbol(reference), tree.timing(reference), reason)
    return access, tree.span(receiver)


def _is_uncommitted(method: Node) -> bool:
    """Return whether a form is told not to write: `form.save(commit=False)`, `form.save(False)`."""
    call = method.parent
    if call is None or call.type != "call":
        return False
    argument_list = call.child_by_field_name("arguments")
    nodes = argument_list.named_children if argument_list is not None else []
    keywords = (it for it in nodes if it.type == "keyword_argument" and text(it.child_by_field_name("name")) == COMMIT)
    commits = [*nodes[:1], *(it.child_by_field_name("value") for it in keywords)]
    return any(it is not None and it.type == "false" for it in commits)
