"""Uses of instances and related managers: `order.lines.filter(…)`, `account.issue_set.add(…)`, `profile.save()`.

What the name before them stands for is read from annotations, assignments and loops of the function at hand.
"""

import re

from coupling_lsp.detect.detectors.manager_calls import links
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import MANAGERS, Access, is_querying
from coupling_lsp.source.tree import Tree, enclosing, text
from coupling_lsp.source.values import value

RELATED = re.findall(
    r"\w+",
    """
    all filter exclude get first last count exists create update delete add remove set clear values values_list
    order_by select_related prefetch_related annotate aggregate distinct iterator latest earliest bulk_create
    get_or_create update_or_create in_bulk none only defer using acreate aget afirst alast acount aexists aadd aset
    aremove aclear aupdate adelete aget_or_create aupdate_or_create
    """,
)
OWN = ("save", "delete", "asave", "adelete", "refresh_from_db")
_OWN_BYTES = tuple(name.encode() for name in OWN)
_CLASS_MANAGERS = tuple(f".{name}".encode() for name in MANAGERS)
CHANGING = (
    *("update", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete"),
    *("aupdate", "adelete", "acreate", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"),
)
"""What changes rows also through a variable that holds a query."""

_CHANGING_BYTES = frozenset(name.encode() for name in CHANGING)
PATTERNS = tuple(f".{name}(".encode() for name in dict.fromkeys((*RELATED, *OWN, *CHANGING)))

_NEVER = (b"os", b"json", b"logger", b"settings", b"kwargs", b"data", b"response", b"mock", b"cache")
_BEFORE = re.compile(rb"[\w.]*\Z")
_FARTHEST = 80
_SPACE, _CLOSING = b" \t\r\n\\", ord(")")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Whether the text before a method alone allows that it is called on an instance or a related manager."""
    is_own = data[start + 1 : end - 1] in _OWN_BYTES
    while start and data[start - 1] in _SPACE:  # A chain may go on in the next line.
        start -= 1
    near = _BEFORE.search(data, max(start - _FARTHEST, data.rfind(b"\n", 0, start) + 1), start)
    before = near[0] if near is not None else b""
    if is_own:
        return b".objects" not in before
    root, dot, _ = before.partition(b".")
    if not before and start and data[start - 1] == _CLOSING:
        return b"(manager=" in data[max(start - _FARTHEST, 0) : start]
    if not dot and data[start + 1 : end - 1] not in _CHANGING_BYTES:
        return False
    return root not in _NEVER and not any(manager in before for manager in _CLASS_MANAGERS)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the call of the method at the bytes, its dot and bracket included, if what it is called on can be told."""
    own = tree.data[start + 1 : end - 1] in _OWN_BYTES
    name = tree.at(start + 1, end - 1)
    reference = name.parent if name is not None and name.type == "identifier" else None
    if name is None or reference is None or reference.type != "attribute":
        return
    before = reference.child_by_field_name("object")
    managed = before is not None and before.type == "call" and b"manager=" in (before.text or b"")
    variable = text(before) if before is not None and before.type == "identifier" else ""
    in_variable = variable not in ("", "self", "cls") and text(name) in CHANGING
    if before is None or before == name or not (before.type == "attribute" or own or managed or in_variable):
        return
    accessor = text(before.child_by_field_name("attribute")) if before.type == "attribute" else ""
    if accessor in MANAGERS or (not accessor and any(it.decode() in text(before) for it in _CLASS_MANAGERS)):
        return  # The queries detector has it.
    path = value(tree, before)
    if not path and accessor and is_querying(accessor, text(name)):
        path = value_path.of_unknown(accessor)
    elif in_variable and value_path.is_result(path):
        path = value_path.variable(path)
    elif not value_path.is_instance(path):
        return
    it = Access(path, "", links(before), enclosing(reference), tree.timing(reference), "")
    facts.accesses.append((it, tree.span(before)))
