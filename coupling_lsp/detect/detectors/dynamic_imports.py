"""Imports by dotted string: `import_module("a.b")`, `import_string("a.b.C")`, `__import__("a")`.

A project may name functions of its own that do the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.expression import UNKNOWN, Expression, is_dotted, is_literal, literal, literal_value
from coupling_lsp.model.facts import Dynamic
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, expression

PATTERNS = (b"import_module", b"import_string", b"__import__")
_LOADER_CALL = rb"(?<!\w)(%s)\([ \t\r\n]*[\"'][A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+[\"']"


@lru_cache(maxsize=8)
def loader_calls(loaders: tuple[str, ...]) -> re.Pattern[bytes]:
    """Return the pattern of calls of a project's own loaders with a dotted string; its group is the name called."""
    return re.compile(_LOADER_CALL % b"|".join(re.escape(name.rpartition(".")[2].encode()) for name in loaders))


def more_places(data: bytes, loaders: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the names of a project's own loaders where they are given a dotted string."""
    return (match.span(1) for match in loader_calls(loaders).finditer(data)) if loaders else iter(())


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the call whose callee ends at the bytes."""
    name = tree.at(start, end)
    if name is None or name.type != "identifier" or name.end_byte != end or name.start_byte != start:
        return
    callee = name.parent if name.parent is not None and name.parent.type == "attribute" else name
    call = callee.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != callee:
        return
    positional, keywords = arguments(call)
    argument = positional[0] if positional else keywords.get("name") or keywords.get("dotted_path")
    if argument is None:
        return
    path = resolve_expression(tree, argument).expression
    package = positional[1] if len(positional) > 1 else keywords.get("package")
    if package is not None:
        path = _absolute(path, resolve_expression(tree, package).expression)
    dynamic = Dynamic(expression(callee), path if is_dotted(path) else UNKNOWN, tree.timing(call))
    facts.dynamics.append((dynamic, tree.span(argument)))


def _absolute(path: Expression, package: Expression) -> Expression:
    """Return the absolute name for one relative to a package that is a string; any other path as it is.

    It is unknown where the package has too few parts, and where it is not a string."""
    relative_name = literal_value(path)
    name = relative_name.lstrip(".")
    level = len(relative_name) - len(name)
    if not level or package in ("__name__", "__package__"):
        return path
    parts = literal_value(package).split(".")
    package_parts = parts[: len(parts) - level + 1]
    return literal(".".join((*package_parts, name))) if is_literal(package) and package_parts else UNKNOWN
