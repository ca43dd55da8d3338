"""The kinds of values, and what the methods of querysets make of them.

https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.model.value_steps import Step, StepKind

_TAKING = frozenset(["get", "pop", "popleft", "setdefault"])
_COPYING = ("values", "copy")
_MAX_UNION_MEMBERS = 6

TypeKind = Literal[
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

    For a query `name` is the accessor it was reached by, and `m2m` tells whether that has `add` and `remove`.
    """

    kind: TypeKind
    target: Target
    name: str = ""
    m2m: bool = False
    inner: "Type | None" = None


def method_result(inner: Type, name: str) -> list[Type] | None:
    """Return what a method of a container or queryset gives; None for one that Django does not have."""
    if inner.kind == "container":
        if name in _TAKING:
            return [inner.inner] if inner.inner is not None else []
        return [inner] if name in _COPYING else []
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
    return bool(steps) and (steps[0].kind == "element" or steps[0].name in _TAKING or steps[0].name in _COPYING)


def container_of(element_type: Type) -> list[Type]:
    """Return a container of a type; none for containers of containers of containers, which are of no use."""
    is_deep = (
        element_type.kind == "container" and element_type.inner is not None and element_type.inner.kind == "container"
    )
    return [] if is_deep else [Type("container", element_type.target, inner=element_type)]


def element_of(current: Type, step: StepKind) -> Type | None:
    """Return what a loop over a value gives, or the first of a pair; None for a value that has no elements."""
    if current.kind == "query" and step == "element":
        return Type("instance", current.target)
    if current.kind == "container":
        return current.inner
    if current.kind == "form" and step == "element":
        return current.inner or current
    return Type("instance", current.target) if current.kind == "pair" and step == "first" else None


def bounded(types: Iterable[Type], is_model: Callable[[Target], bool]) -> TypeSet:
    """Return the types, each once; too many models become any model, as such code is no access to each."""
    distinct = tuple(dict.fromkeys(types))
    if len({(it.kind, it.target) for it in distinct}) <= _MAX_UNION_MEMBERS:
        return distinct
    kind = distinct[0].kind
    is_any = kind in ("class", "instance", "query") and all(it.kind == kind and is_model(it.target) for it in distinct)
    return (Type(kind, ANY_MODEL),) if is_any else ()
