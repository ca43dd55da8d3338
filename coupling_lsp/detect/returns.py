"""What functions are annotated to return, and which methods write; `__init__` is parsed for what it says."""

import re

from coupling_lsp.detect import fixed
from coupling_lsp.detect.found import Found
from coupling_lsp.source.annotations import annotated, either
from coupling_lsp.source.tree import Tree, enclosing

_NAME = re.compile(rb"def[ \t]+(\w+)[ \t]*[(\[]")
_RESULT = re.compile(rb"\)[ \t]*->[ \t]*([^\n]+?):[ \t]*(?:#.*)?$", re.M)
_WRITING = re.compile(
    rb"\.a?(?:create|get_or_create|update_or_create|bulk_create|bulk_update|update|save|delete)\("
    rb"|\bsuper\(\)\.a?create_\w+\("
)
_PROPERTY = re.compile(rb"@(?:[\w.]+\.)?(?:cached_)?property\b")

PATTERNS = (b"def __init__", b"@property", b"@cached_property", b"@functools.cached_property")

_SIMPLE = re.compile(rb"^[ \t]+return self((?:\.\w+(?:\([^()\n]*\))?)+)[ \t]*$", re.M)
_GIVEN = re.compile(rb"\([^()]*\)")
_MOST = 4
_AT = ord("@")


def speaks(data: bytes, header: bytes) -> bool:
    """Whether the text of a function says something here; `header` names the class around it."""
    if b"->" in data:
        return True
    return bool(header) and b"self" in data and (b"return self." in data or _WRITING.search(data) is not None)


def read(data: bytes, header: bytes, found: Found, *, parsed: bool) -> None:
    """Gather the annotated result of the function a piece holds, and whether it writes. Works on its text alone.

    In a piece that is not parsed, `return self.…` is read too, where it is simple.
    """
    name = _NAME.search(data)
    if name is not None and header and _WRITING.search(data):
        found.writers.append(f"{header[len(b'class ') : -2].decode()}.{name[1].decode()}")
    result = _RESULT.search(data, name.end()) if name is not None else None
    if name is not None and result is None and not parsed:
        _read_simple(data, name[1].decode(), header, found)
    if name is None or result is None or not any(0x41 <= char <= 0x5A for char in result[1]):
        return
    path = annotated(result[1].decode("utf-8", "replace"))
    if path:
        around = header[len(b"class ") : -2].decode() if header else ""
        function = name[1].decode()
        if around and _PROPERTY.search(data, 0, name.start()):
            found.holds.append((f"{around}.{function}", path))
        else:
            found.returns.append((f"{around}.{function}" if around else function, path))


def _read_simple(data: bytes, function: str, header: bytes, found: Found) -> None:
    around = header[len(b"class ") : -2].decode()
    paths = [f"{around}()" + _GIVEN.sub(b"()", it[1]).decode() for it in _SIMPLE.finditer(data)]
    if around and paths and not _PROPERTY.search(data):
        found.returns.append((f"{around}.{function}", either(paths[:_MOST])))


def visit(tree: Tree, start: int, _end: int, found: Found) -> None:
    """Gather the target that the `__init__` at the bytes gives a relation."""
    if tree.data[start] == _AT:
        return  # A property: it has to be parsed, its result is read with those of other functions.
    keyword = tree.at(start, start + 3)
    function = keyword.parent if keyword is not None else None
    if function is None or function.type != "function_definition":
        return
    fixed.read(tree, function, enclosing(function), found)
