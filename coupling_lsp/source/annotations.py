"""Type annotations as value paths (see `source.values`): `Order | None` is an `Order()`, `list[Order]` a container."""

import re
from collections.abc import Iterable

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_WRAPPERS = ("Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired")
_CONTAINERS = (
    *("list", "List", "set", "Set", "frozenset", "FrozenSet", "tuple", "Tuple", "Iterable", "Iterator", "Sequence"),
    *("Collection", "Generator", "AsyncIterator", "deque", "dict_values", "ValuesView", "MutableSequence"),
)
_MAPPINGS = ("dict", "Dict", "Mapping", "defaultdict", "DefaultDict", "OrderedDict", "MutableMapping")
_QUERIES = ("QuerySet", "Manager", "BaseManager", "RelatedManager", "ManyRelatedManager", "ValuesQuerySet")
_NOTHING = ("None", "Any", "NoReturn", "Self", "Never", "Model", "Callable", *_CONTAINERS, *_MAPPINGS, *_QUERIES)


def annotated(written: str, depth: int = 0) -> str:
    """The value path of an annotation's text; empty when it names no class."""
    written = written.strip().strip("\"'").strip()
    if depth > 6 or not written:
        return ""
    alternatives = _split(written, "|")
    if len(alternatives) > 1:
        return either(annotated(part, depth + 1) for part in alternatives)
    name, bracket, inside = written.partition("[")
    name = name.strip()
    last = name.rpartition(".")[2]
    if not bracket:
        usable = _NAME.fullmatch(name) and last[:1].isupper() and last not in _NOTHING
        return f"{name}()" if usable else ""
    parts = _split(inside.rpartition("]")[0], ",") or [""]
    if last in _WRAPPERS or last == "Union":
        return either(annotated(part, depth + 1) for part in parts)
    if last in _CONTAINERS:
        inner = annotated(parts[0], depth + 1)
        return f"{inner}{{}}" if inner else ""
    if last in _MAPPINGS:
        inner = annotated(parts[-1], depth + 1)
        return f"{inner}{{}}" if inner else ""
    if last in _QUERIES:
        inner = annotated(parts[0], depth + 1)
        return f"{inner.removesuffix('()')}.objects" if inner.endswith("()") else ""
    if last in ("type", "Type"):
        return annotated(parts[0], depth + 1).removesuffix("()")
    return annotated(name, depth + 1)


def either(paths: Iterable[str]) -> str:
    """The path of one value or another; those that are not known are left out."""
    known = list(dict.fromkeys(path for path in paths if path))
    return known[0] if len(known) == 1 else f"<{'|'.join(known)}>" if known else ""


def _split(written: str, separator: str) -> list[str]:
    """The parts of a text at a separator outside of brackets."""
    parts, level, start = [], 0, 0
    for number, char in enumerate(written):
        if char in "[(":
            level += 1
        elif char in "])":
            level -= 1
        elif char == separator and level == 0:
            parts.append(written[start:number])
            start = number + 1
    return [part.strip() for part in (*parts, written[start:]) if part.strip()]
