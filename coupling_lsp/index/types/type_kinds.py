"""The kinds of values, and what the methods of querysets make of them.

https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.model.value_steps import ANY_KEY, Step

_TAKING = ("get", "pop", "popleft", "setdefault")
_COPYING = ("values", "items", "copy")
_MAX_UNION_MEMBERS = 6

TypeKind = Literal[
    "rows",
    "descriptor",
    "super",
    "class",
    "instance",
    "query",
    "container",
    "mapping",
    "method",
    "module",
    "pair",
    "tuple",
    "named",
    "getter",
    "form class",
    "form",
    "unknown",
]
"""`named` is an instance as far as a name tells, so only relations count; of what is `unknown` only names do.

A call of a `getter` gives its `inner` type. A `form class` is one that Django makes for a model, or of formsets for a
form, which is the `inner` type then; an instance of it is a `form`.
"""

TypeSet = tuple["Type", ...]


class Type(NamedTuple):
    """A kind of value, and the class it is of.

    For a query `name` is the accessor it was reached by, and `m2m` tells whether that has `add` and `remove`. `items`
    are those of a tuple, each with the types it may have.
    """

    kind: TypeKind
    target: Target
    name: str = ""
    m2m: bool = False
    inner: "Type | None" = None
    items: "tuple[TypeSet, ...]" = ()


def method_result(inner: Type, name: str) -> list[Type] | None:
    """Return what a method of a container or queryset gives; None for one that Django does not have."""
    if inner.kind in _CONTAINERS:
        return _of_container(inner, name)
    result = RESULTS.get(name)
    if result == "dictionaries":
        return [inner._replace(kind="rows", inner=None)]
    if inner.kind == "rows":  # Dictionaries and tuples: still a query, but none of models.
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


def takes_element(steps: Sequence[Step]) -> bool:
    """Return whether steps begin with one that a container has: `[]`, `.get`, `.values`."""
    is_item = bool(steps) and steps[0].kind in ("element", "item")
    return is_item or (bool(steps) and steps[0].name in (*_TAKING, *_COPYING))


def _of_container(container: Type, name: str) -> list[Type]:
    """Return what a method of a list, a set or a dictionary gives."""
    if container.inner is None:
        return []
    match name:
        case _ if name in _TAKING:
            return [container.inner]
        case "copy":
            return [container]
        case "values":
            return container_of(container.inner)
        case "items":
            return container_of(Type("tuple", container.target, items=((), (container.inner,))))
    return []


def container_of(element_type: Type, kind: Literal["container", "mapping"] = "container") -> list[Type]:
    """Return a container of a type; none for containers of containers of containers, which are of no use."""
    inner = element_type.inner
    is_deep = element_type.kind in _CONTAINERS and inner is not None and inner.kind in _CONTAINERS
    return [] if is_deep else [Type(kind, element_type.target, inner=element_type)]


_CONTAINERS = ("container", "mapping")


def element_of(current: Type) -> TypeSet:
    """Return what a loop over a value gives; of a dictionary these are its keys, of which nothing is known."""
    if current.kind == "query":
        return (Type("instance", current.target),)
    if current.kind == "container":
        return (current.inner,) if current.inner is not None else ()
    if current.kind == "form":
        return (current.inner or current,)
    return tuple(type_ for item in current.items for type_ in item)


def item_of(current: Type, key: str) -> TypeSet:
    """Return what stands in a value under a number, from 0, or under another key."""
    if current.kind == "mapping":
        return (current.inner,) if current.inner is not None else ()
    if current.kind not in ("tuple", "pair") or key == ANY_KEY:
        return element_of(current)
    items = current.items or ((Type("instance", current.target),),)
    return items[int(key)] if key.isdecimal() and int(key) < len(items) else ()


def bounded(types: Iterable[Type], is_model: Callable[[Target], bool]) -> TypeSet:
    """Return the types, each once; too many models become any model, as such code is no access to each."""
    distinct = tuple(dict.fromkeys(types))
    if len({(it.kind, it.target) for it in distinct}) <= _MAX_UNION_MEMBERS:
        return distinct
    kind = distinct[0].kind
    is_any = kind in ("class", "instance", "query") and all(it.kind == kind and is_model(it.target) for it in distinct)
    return (Type(kind, ANY_MODEL),) if is_any else ()
