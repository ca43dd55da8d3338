"""The shapes that values have, and what the methods of querysets make of them.

https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.index.symbols.target import ANY_MODEL, Target

_TAKING = frozenset(["get", "pop", "popleft", "setdefault"])
_MOST = 6

Shape = Literal[
    "rows",
    "descriptor",
    "super",
    "class",
    "instance",
    "query",
    "container",
    "method",
    "module",
    "pair",
    "named",
    "unknown",
]
"""`named` is an instance as far as a name tells, so only relations count; of what is `unknown` only names do."""

Found = tuple["Type", ...]


class Type(NamedTuple):
    """A shape and what it is of. For a query `name` tells by which accessor it was reached, `m2m` of which kind."""

    shape: Shape
    target: Target
    name: str = ""
    m2m: bool = False
    inner: "Type | None" = None


def called(inner: Type, name: str) -> list[Type] | None:
    """What a method of a container or queryset gives; None for one that Django does not have."""
    if inner.shape == "container":
        if name in _TAKING:
            return [inner.inner] if inner.inner is not None else []
        return [inner] if name in ("values", "copy") else []
    result = RESULTS.get(name)
    if result == "dictionaries":
        return [inner._replace(shape="rows", inner=None)]
    if inner.shape == "rows":  # Dictionaries and tuples: still a query, but none of models.
        return [inner._replace(inner=None)] if result == "query" else []
    match result:
        case "query":
            return [inner._replace(inner=None)]
        case "row":
            return [Type("instance", inner.target)]
        case "pair":
            return [Type("pair", inner.target)]
        case "rows":
            return [Type("container", inner.target, inner=Type("instance", inner.target))]
        case "value":
            return []
    return None


def contained(it: Type) -> list[Type]:
    """A container of it; containers of containers of containers are of no use to anyone."""
    is_deep = it.shape == "container" and it.inner is not None and it.inner.shape == "container"
    return [] if is_deep else [Type("container", it.target, inner=it)]


def element(current: Type, step: str) -> Type | None:
    if current.shape == "query" and step == "[]":
        return Type("instance", current.target)
    if current.shape == "container":
        return current.inner
    return Type("instance", current.target) if current.shape == "pair" and step == "[0]" else None


def few(found: Iterable[Type], is_model: Callable[[Target], bool]) -> Found:
    """The types, each once. Many models are any model: such code is no access to each."""
    distinct = tuple(dict.fromkeys(found))
    if len({(it.shape, it.target) for it in distinct}) <= _MOST:
        return distinct
    shape = distinct[0].shape
    is_any = shape in ("class", "instance", "query") and all(
        it.shape == shape and is_model(it.target) for it in distinct
    )
    return (Type(shape, ANY_MODEL),) if is_any else ()
