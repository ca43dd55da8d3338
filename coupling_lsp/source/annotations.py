"""Type annotations as value paths: `Order | None` is an `Order()`, `list[Order]` a container of them."""

import re

from coupling_lsp.django.managers import ANNOTATIONS, DEFAULT_MANAGER
from coupling_lsp.django.model_classes import MODEL
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_WRAPPERS = ("Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired")
_CONTAINERS = (
    *("list", "List", "set", "Set", "frozenset", "FrozenSet", "tuple", "Tuple", "Iterable", "Iterator", "Sequence"),
    *("Collection", "Generator", "AsyncIterator", "deque", "dict_values", "ValuesView", "MutableSequence"),
)
_MAPPINGS = ("dict", "Dict", "Mapping", "defaultdict", "DefaultDict", "OrderedDict", "MutableMapping")
_NO_CLASS = ("None", "Any", "NoReturn", "Self", "Never", MODEL, "Callable", *_CONTAINERS, *_MAPPINGS, *ANNOTATIONS)

_MAX_DEPTH = 6
"""How many brackets of an annotation are entered; what is nested deeper is unknown."""


def annotation_path(annotation: str, depth: int = 0) -> ValuePath:
    """Return the value path of an annotation's text; unknown when it names no class."""
    annotation = annotation.strip().strip("\"'").strip()
    if depth > _MAX_DEPTH or not annotation:
        return value_path.UNKNOWN
    alternatives = _split(annotation, "|")
    if len(alternatives) > 1:
        return either(annotation_path(part, depth + 1) for part in alternatives)
    name, bracket, subscript = annotation.partition("[")
    name = name.strip()
    last = name.rpartition(".")[2]
    if not bracket:
        usable = _NAME.fullmatch(name) and last[:1].isupper() and last not in _NO_CLASS
        return value_path.instance(name) if usable else value_path.UNKNOWN
    parts = _split(subscript.rpartition("]")[0], ",") or [""]
    if last in _WRAPPERS or last == "Union":
        return either(annotation_path(part, depth + 1) for part in parts)
    if last in _CONTAINERS:
        return value_path.container(annotation_path(parts[0], depth + 1))
    if last in _MAPPINGS:
        return value_path.container(annotation_path(parts[-1], depth + 1))
    if last in ANNOTATIONS:
        return value_path.attribute(value_path.class_of(annotation_path(parts[0], depth + 1)), DEFAULT_MANAGER)
    if last in ("type", "Type"):
        return value_path.class_of(annotation_path(parts[0], depth + 1))
    return annotation_path(name, depth + 1)


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
