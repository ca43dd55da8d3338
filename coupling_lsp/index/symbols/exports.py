"""What a module offers to others, name by name, so that an edit touches only those who asked for what it changed.

`module.name` is what the module binds to a name, for a class its bases and options; `module.*` its star imports;
`field:module.name` what classes of it hold under a name, and `body:module.Class` all that one holds;
`writes:module.Class.method` whether a method writes; `module:module` any of it.
"""

from collections.abc import Iterable
from typing import TypeVar

from coupling_lsp.index.incremental.dependencies import differing
from coupling_lsp.model.facts import Class, Facts

_Key = TypeVar("_Key")


def attribute(it: Class, name: str, module: str, seen: set[str]) -> str | None:
    """The value path of what a class of a module says its instances hold under a name."""
    seen.add(f"field:{module}.{name}")
    return next((path for key, path in it.attributes if key == name), None)


def callee(it: Class, name: str, module: str, seen: set[str]) -> str | None:
    """What a class of a module calls to make what it holds under a name."""
    seen.add(f"field:{module}.{name}")
    return next((field.callee for field in it.fields if field.name == name), None)


def changed(module: str, before: Facts, after: Facts) -> set[str]:
    """The keys under which something else is found after an edit."""
    touched = {f"module:{module}", *(f"{module}.{name}" for name in differing(_names(after), _names(before)))}
    touched |= {f"field:{module}.{name}" for _, name in differing(_fields(after), _fields(before))}
    touched |= {f"body:{module}.{name}" for name in differing(_bodies(after), _bodies(before))}
    return touched | {f"writes:{module}.{name}" for name in set(after.writers) ^ set(before.writers)}


def _names(facts: Facts) -> dict[str, list[object]]:
    imports = ((it.bound.partition(".")[0] if it.name != "*" else "*", it) for it in facts.imports if not it.local)
    classes = ((it.name, (it.bases, it.options, it.partial)) for it in facts.classes)
    return _grouped((*imports, *classes, *facts.aliases))


def _fields(facts: Facts) -> dict[tuple[str, str], list[object]]:
    fields = (((it.name, field.name), field) for it in facts.classes for field in it.fields)
    attributes = (((it.name, name), path) for it in facts.classes for name, path in it.attributes)
    return _grouped((*fields, *attributes))


def _bodies(facts: Facts) -> dict[str, list[object]]:
    return _grouped((it.name, (it.fields, it.attributes)) for it in facts.classes)


def _grouped(pairs: Iterable[tuple[_Key, object]]) -> dict[_Key, list[object]]:
    found: dict[_Key, list[object]] = {}
    for key, it in pairs:
        found.setdefault(key, []).append(it)
    return found
