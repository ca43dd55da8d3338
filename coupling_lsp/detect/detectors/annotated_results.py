"""Results that functions are annotated with, and the targets that an `__init__` gives."""

import builtins
import re

from coupling_lsp.detect.detectors import relation_targets
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.model_getters import NAMED_MODEL_CALLS
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import called, literal
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.source.annotations import annotation_path, leaves_open
from coupling_lsp.source.tree import Tree, enclosing_symbol

_NAME = re.compile(rb"def[ \t]+(\w+)[ \t]*[(\[]")
_RESULT = re.compile(rb"\)[ \t]*->[ \t]*([^\n]+?):[ \t]*(?:#.*)?$", re.M)
_PROPERTY = re.compile(rb"@(?:[\w.]+\.)?(?:cached_)?property\b")

_NO_RESULT = re.compile(rb"@(?:[\w.]+\.)?(?:contextmanager|asynccontextmanager|overload|abstractmethod|setter)\b")

PATTERNS = (b"def __init__", b"@property", b"@cached_property", b"@functools.cached_property")

_GETTERS = "|".join(name.rstrip("(") for name in NAMED_MODEL_CALLS).encode()
_SIMPLE_RETURN = re.compile(
    rb"""^[ \t]+return[ ](?:(?P<receiver>self|super\(\))(?P<member>(?:\.\w+(?:\([^()\n]*\))?)+)
    |(?P<model>(?:\w+\.)*(?:"""
    + _GETTERS
    + rb""")\([^()\n]*\)|(?!True$|False$|None$)[A-Z]\w*[a-z]\w*)
    |(?P<call>[A-Za-z_]\w*\([^()\n]*\)(?:\.\w+\([^()\n]*\))*))[ \t]*$""",
    re.M | re.X,
)
_BUILTINS = frozenset(dir(builtins))
_STRING = re.compile(r"""["']([\w.]+)["']""")
_MEMBER = re.compile(r"\.(\w+)(\([^()]*\))?")
_MAX_SIMPLE_RETURNS = 4
"""How many simple `return` statements of a function count; the results of the others are left out."""

_DECORATOR_SIGN = ord("@")


def has_candidates(data: bytes) -> bool:
    """Return whether the text of a function has a result."""
    if b"->" in data:
        return True
    return b"return " in data and _SIMPLE_RETURN.search(data) is not None


def read_text(data: bytes, header: bytes, facts: FactsBuilder, *, is_parsed: bool) -> None:
    """Gather the annotated result of the function a piece holds. Works on its text alone.

    Where no tree is read (`is_parsed`), simple `return` statements count as well: `return self.order.invoice`.
    """
    name = _NAME.search(data)
    result = _RESULT.search(data, name.end()) if name is not None else None
    annotation = result[1].decode("utf-8", "replace") if result is not None else ""
    if name is not None and (not annotation or leaves_open(annotation)) and not is_parsed:
        _read_simple_returns(data, name[1].decode(), header, facts)
    if name is None or not any("A" <= char <= "Z" for char in annotation):
        return
    class_name = header[len(b"class ") : -2].decode() if header else ""
    path = annotation_path(annotation, class_name)
    if path:
        add_result(name[1].decode(), class_name, data[: name.start()], path, facts)


def _read_simple_returns(data: bytes, function: str, header: bytes, facts: FactsBuilder) -> None:
    class_name = header[len(b"class ") : -2].decode()
    paths = [_return_path(it, class_name) for it in _SIMPLE_RETURN.finditer(data)]
    if paths and all(paths) and data.count(b"def ") == 1:
        add_result(function, class_name, data, either(paths[:_MAX_SIMPLE_RETURNS]), facts)


def add_result(function: str, class_name: str, decorators: bytes, path: str, facts: FactsBuilder) -> None:
    """Add the result of a function, and of a property as an attribute; `decorators` is the text before the function."""
    if _NO_RESULT.search(decorators):
        return
    if class_name and _PROPERTY.search(decorators):
        facts.holds.append((f"{class_name}.{function}", path))
    else:
        facts.returns.append((f"{class_name}.{function}" if class_name else function, path))


def _return_path(match: re.Match[bytes], class_name: str) -> ValuePath:
    if match["model"]:
        return _model_path(match["model"].decode())
    if match["member"]:
        is_own = match["receiver"] == b"self"
        receiver = value_path.instance(class_name) if is_own else value_path.superclass(class_name)
        return _member_path(receiver, match["member"].decode())
    function, _, rest = match["call"].decode().partition("(")
    if function in _BUILTINS:
        return value_path.UNKNOWN
    return _member_path(value_path.called(function), rest.partition(")")[2])


def _model_path(code: str) -> ValuePath:
    """Return the path of the name of a class, or of a call of `get_model`."""
    callee, bracket, rest = code.partition("(")
    if not bracket:
        return ValuePath(callee)
    arguments = (argument.replace(" ", "") for argument in rest[:-1].split(","))
    return ValuePath(called(callee, (_STRING.sub(lambda it: literal(it[1]), argument) for argument in arguments)))


def _member_path(path: ValuePath, code: str) -> ValuePath:
    """Return the path of a chain of attributes and calls, `.order.lines(x)`, that begins at a path."""
    for name, brackets in _MEMBER.findall(code):
        path = value_path.attribute(path, name)
        path = value_path.called(path) if brackets else path
    return path


def visit(tree: Tree, start: int, _end: int, facts: FactsBuilder) -> None:
    """Gather the target that the `__init__` at the bytes gives a relation."""
    if tree.data[start] == _DECORATOR_SIGN:
        return  # A property: it has to be parsed, its result is read with those of other functions.
    keyword = tree.at(start, start + 3)
    function = keyword.parent if keyword is not None else None
    if function is None or function.type != "function_definition":
        return
    relation_targets.read(tree, function, enclosing_symbol(function), facts)
