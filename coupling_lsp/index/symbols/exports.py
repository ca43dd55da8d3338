"""What a module offers to others, name by name, so that an edit touches only those who asked for what it changed.

`module.name` is what the module binds to a name, for a class its bases and options; `module.*` its star imports;
`field:module.name` what classes of it hold under a name, and `body:module.Class` all that one holds;
`module:module` any of it.
"""

from collections.abc import Iterable

from coupling_lsp.index.incremental.dependencies import (
    ATTRIBUTE,
    CLASS_BODY,
    EXPORT,
    MODULE,
    STAR_IMPORTS,
    Dependencies,
    Dependency,
)
from coupling_lsp.model.facts import Class, Facts


def attribute(class_: Class, name: str, module: str, dependencies: Dependencies) -> str | None:
    """Return the value path of what a class says its instances hold under a name; None if it says nothing."""
    dependencies.add(ATTRIBUTE.of(module, name))
    return next((path for key, path in class_.attributes if key == name), None)


def callee(class_: Class, name: str, module: str, dependencies: Dependencies) -> str | None:
    """Return what a class calls to make what it holds under a name; None if it calls nothing."""
    dependencies.add(ATTRIBUTE.of(module, name))
    return next((field.callee for field in class_.fields if field.name == name), None)


def changed(module: str, previous: Facts, current: Facts) -> set[Dependency]:
    """Return the dependencies on what a module exports that an edit changes."""
    names, names_before = _names(current), _names(previous)
    return {
        MODULE.of(module),
        *EXPORT.in_module(module, names, names_before),
        *([STAR_IMPORTS.of(module)] if names.get("*") != names_before.get("*") else []),
        *ATTRIBUTE.in_module(module, _fields(current), _fields(previous)),
        *CLASS_BODY.in_module(module, _bodies(current), _bodies(previous)),
    }


def _names(facts: Facts) -> dict[str, list[object]]:
    imports = ((it.bound.partition(".")[0] if it.name != "*" else "*", it) for it in facts.imports if not it.local)
    classes = ((it.name, (it.bases, it.options)) for it in facts.classes)
    return _grouped((*imports, *classes, *facts.aliases))


def _fields(facts: Facts) -> dict[str, list[object]]:
    fields = ((field.name, (it.name, field)) for it in facts.classes for field in it.fields)
    attributes = ((name, (it.name, path)) for it in facts.classes for name, path in it.attributes)
    return _grouped((*fields, *attributes))


def _bodies(facts: Facts) -> dict[str, list[object]]:
    return _grouped((it.name, (it.fields, it.attributes)) for it in facts.classes)


def _grouped(pairs: Iterable[tuple[str, object]]) -> dict[str, list[object]]:
    groups: dict[str, list[object]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
