"""Type annotations as value paths: `Order | None` is an `Order()`, `list[Order]` a container of them."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.django.managers import ALL, ANNOTATIONS, DEFAULT_MANAGER, QUERYSET, VALUES_QUERYSET, is_named_query
from coupling_lsp.django.model_classes import MODEL
from coupling_lsp.django.queryset_api import VALUES
from coupling_lsp.django.third_party import MODEL_WRAPPERS
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.source.tree import enclosing_symbol, text

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_WRAPPERS = (
    *("Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired", "ReadOnly", "InitVar"),
    *MODEL_WRAPPERS,
)
_CONTAINERS = (
    *("list", "List", "set", "Set", "frozenset", "FrozenSet", "Iterable", "Iterator", "Sequence", "Collection"),
    *("Generator", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "deque", "Deque", "Reversible", "Container"),
    *("dict_values", "ValuesView", "MutableSequence", "AbstractSet", "MutableSet"),
)
_TUPLES = ("tuple", "Tuple")
_MAPPINGS = ("dict", "Dict", "Mapping", "defaultdict", "DefaultDict", "OrderedDict", "MutableMapping")
_SELF = "Self"
_OF_ANYTHING = ("Any", "object", MODEL, *_CONTAINERS, *_TUPLES, *_MAPPINGS, *ANNOTATIONS)
_NO_CLASS = ("None", "NoReturn", _SELF, "Never", "Callable", *_OF_ANYTHING)
_ADDS_NOTHING = frozenset(("None", "Union", "type", "Type", *_WRAPPERS))

_MAX_DEPTH = 6
"""How many brackets of an annotation are entered; what is nested deeper is unknown."""


def annotation_path(annotation: str, class_name: str = "") -> ValuePath:
    """Return the value path of an annotation's text; unknown when it names no class.

    `class_name` is the class around it, which `Self` stands for.
    """
    return _path(annotation, class_name, 0)


def annotated_path(annotation: Node) -> ValuePath:
    """Return the value path of an annotation in a function, whose type variables stand for their bounds.

    https://docs.python.org/3/reference/compound_stmts.html#type-params
    """
    source = text(annotation)
    function = annotation.parent
    while function is not None and function.type != "function_definition":
        function = function.parent
    if function is None:
        return annotation_path(source)
    for name, bound in _type_parameters(function):
        source = re.sub(rf"\b{name}\b", bound, source)
    return annotation_path(source, enclosing_symbol(function))


def _type_parameters(function: Node) -> Iterator[tuple[str, str]]:
    """Yield the type variables of a function that have a bound: `T: Order`."""
    parameters = function.child_by_field_name("type_parameters")
    for parameter in parameters.named_children if parameters is not None else ():
        constrained = parameter.named_children[0] if parameter.named_children else None
        if constrained is not None and constrained.type == "constrained_type":
            name, bound = constrained.named_children[:2]
            yield text(name), text(bound)


def leaves_open(annotation: str) -> bool:
    """Return whether an annotation allows any model, as `QuerySet` and `list[Any]` do, so that a value tells more."""
    names = {name.rpartition(".")[2] for name in _DOTTED.findall(annotation)} - _ADDS_NOTHING
    return bool(names) and names.issubset(_OF_ANYTHING)


_DOTTED = re.compile(r"[\w.]+")


def _path(annotation: str, class_name: str, depth: int) -> ValuePath:
    annotation = annotation.strip().strip("\"'").strip()
    if depth > _MAX_DEPTH or not annotation:
        return value_path.UNKNOWN
    alternatives = _split(annotation, "|")
    if len(alternatives) > 1:
        return either(_path(part, class_name, depth + 1) for part in alternatives)
    name, bracket, subscript = annotation.partition("[")
    name = name.strip()
    last = name.rpartition(".")[2]
    if not bracket:
        if last == _SELF:
            return value_path.instance(class_name)
        usable = _NAME.fullmatch(name) and last[:1].isupper() and last not in _NO_CLASS
        return value_path.instance(name) if usable else value_path.UNKNOWN
    arguments = _split(subscript.rpartition("]")[0], ",")
    paths = [_path(argument, class_name, depth + 1) for argument in arguments] or [value_path.UNKNOWN]
    if last in _TUPLES and arguments[-1:] != ["..."]:
        return value_path.items(paths)
    if last in _CONTAINERS or last in _TUPLES:
        return value_path.container(paths[0])
    if last in _MAPPINGS:
        return value_path.mapping(paths[-1])
    if last == "Coroutine":
        return paths[-1]
    if is_named_query(last) and paths[0]:
        return _query(last, paths)
    if last == "Union":
        return either(paths)
    if last in _WRAPPERS:
        return paths[0]
    if last in ("type", "Type"):
        return value_path.class_of(paths[0])
    return _path(name, class_name, depth + 1)


def _query(annotation: str, paths: list[ValuePath]) -> ValuePath:
    """Return the path of rows of the model that a query's first argument names; a second one tells what rows are.

    So it is in `QuerySet[Order, dict[str, int]]`, not in `ManyRelatedManager[Order, Through]`:
    https://github.com/typeddjango/django-stubs
    """
    manager = value_path.attribute(value_path.class_of(paths[0]), DEFAULT_MANAGER)
    is_of_other_rows = annotation == QUERYSET and len(paths) > 1 and paths[1] != paths[0]
    is_of_values = annotation == VALUES_QUERYSET or is_of_other_rows
    return value_path.called(value_path.attribute(manager, VALUES if is_of_values else ALL))


def _split(text: str, separator: str) -> list[str]:
    """Split a text at a separator that stands outside of brackets; empty parts are left out."""
    parts, level, start = [], 0, 0
    for number, char in enumerate(text):
        if char in "[(":
            level += 1
        elif char in "])":
            level -= 1
        elif char == separator and level == 0:
            parts.append(text[start:number])
            start = number + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
