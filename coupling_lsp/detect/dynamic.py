"""Imports by dotted string: `import_module("a.b")`, `import_string("a.b.C")`, `__import__("a")`.

A project may name functions of its own that do the same.
"""

import re
from functools import lru_cache

from coupling_lsp.detect.found import Found
from coupling_lsp.model.facts import Dynamic
from coupling_lsp.source.tree import Tree, arguments, expression

PATTERNS = (b"import_module", b"import_string", b"__import__")
_CALL = rb"(?<!\w)(%s)\([ \t\r\n]*[\"'][A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+[\"']"


@lru_cache(maxsize=8)
def shape(loaders: tuple[str, ...]) -> re.Pattern[bytes]:
    """Calls of a project's own loaders that begin with a dotted string; the name is the group."""
    return re.compile(_CALL % b"|".join(re.escape(name.rpartition(".")[2].encode()) for name in loaders))


_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def visit(tree: Tree, start: int, end: int, found: Found) -> None:
    """Gather the call whose callee ends at the bytes."""
    name = tree.at(start, end)
    if name is None or name.type != "identifier" or name.end_byte != end or name.start_byte != start:
        return
    callee = name.parent if name.parent is not None and name.parent.type == "attribute" else name
    call = callee.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != callee:
        return
    positional, keywords = arguments(call)
    given = positional[0] if positional else keywords.get("name") or keywords.get("dotted_path")
    if given is None:
        return
    path = expression(given)
    literal = path[1:] if path.startswith('"') and _DOTTED.fullmatch(path[1:]) else ""
    found.dynamics.append((Dynamic(expression(callee), literal, tree.timing(call)), tree.span(given)))
