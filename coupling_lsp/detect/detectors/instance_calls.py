"""Uses of instances and related managers: `order.lines.filter(…)`, `account.issue_set.add(…)`, `profile.save()`.

What they are called on is read from annotations, assignments and loops of the function around them.
"""

from string import ascii_letters, digits

from coupling_lsp.detect.detectors.manager_calls import links
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.managers import DEFAULT_QUERY, MANAGERS, is_querying
from coupling_lsp.django.queryset_api import QUERY_METHODS, QUERY_WRITES, ROW_METHODS, SQL_METHODS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.source.tree import Tree, enclosing_symbol, receiver_of, text
from coupling_lsp.source.values import value

CALLED = QUERY_METHODS.difference(SQL_METHODS)
"""The methods that are looked for on related managers. `detect.channels.sql` looks for those that take SQL."""

_OWN_BYTES = frozenset(name.encode() for name in ROW_METHODS)
_DEFAULT = DEFAULT_QUERY.encode()
_CLASS_MANAGERS = tuple(f".{name}".encode() for name in MANAGERS)
_WRITES_BYTES = frozenset(name.encode() for name in QUERY_WRITES)
PATTERNS = tuple(f".{name}(".encode() for name in sorted(CALLED | ROW_METHODS))

_NON_INSTANCE_NAMES = (b"os", b"json", b"logger", b"settings", b"kwargs", b"data", b"response", b"mock", b"cache")
_RECEIVER_BYTES = f"{ascii_letters}{digits}_.".encode()
_MAX_RECEIVER_LENGTH = 80
"""In bytes before a method; of a longer name its end counts."""

_BLANKS, _CLOSING = b" \t\r\n\\", ord(")")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text before a method allows that it is called on an instance or a related manager."""
    is_own = data[start + 1 : end - 1] in _OWN_BYTES
    while start and data[start - 1] in _BLANKS:  # A chain may go on in the next line.
        start -= 1
    text_before = data[max(start - _MAX_RECEIVER_LENGTH, 0) : start]
    receiver = text_before[len(text_before.rstrip(_RECEIVER_BYTES)) :]
    if is_own:
        return _DEFAULT not in receiver
    root, dot, _ = receiver.partition(b".")
    if not receiver and start and data[start - 1] == _CLOSING:
        return b"(manager=" in text_before
    if not dot and data[start + 1 : end - 1] not in _WRITES_BYTES:
        return False
    return root not in _NON_INSTANCE_NAMES and not any(manager in receiver for manager in _CLASS_MANAGERS)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the call of the method at the bytes, its dot and bracket included, if what it is called on can be told."""
    own = tree.data[start + 1 : end - 1] in _OWN_BYTES
    name = tree.at(start + 1, end - 1)
    reference = name.parent if name is not None and name.type == "identifier" else None
    if name is None or reference is None or reference.type != "attribute":
        return
    receiver = receiver_of(reference)
    managed = receiver is not None and receiver.type == "call" and b"manager=" in (receiver.text or b"")
    variable = text(receiver) if receiver is not None and receiver.type == "identifier" else ""
    in_variable = variable not in ("", "self", "cls") and text(name) in QUERY_WRITES
    if receiver is None or receiver == name or not (receiver.type == "attribute" or own or managed or in_variable):
        return
    accessor = text(receiver.child_by_field_name("attribute")) if receiver.type == "attribute" else ""
    if accessor in MANAGERS or (not accessor and any(access.decode() in text(receiver) for access in _CLASS_MANAGERS)):
        return  # The queries detector has it.
    path = value(tree, receiver)
    if not path and accessor and is_querying(accessor, text(name)):
        path = value_path.of_unknown(accessor)
    elif in_variable and value_path.is_result(path):
        path = value_path.variable(path)
    elif not value_path.is_instance(path):
        return
    access = Access(path, "", links(receiver), enclosing_symbol(reference), tree.timing(reference), "")
    facts.accesses.append((access, tree.span(receiver)))
