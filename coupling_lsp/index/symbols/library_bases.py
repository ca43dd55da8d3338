"""The classes outside the project that a class inherits from: those of Django and of its libraries."""

from collections.abc import Iterator

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target


def library_bases(target: Target, names: Names, dependencies: Dependencies) -> Iterator[str]:
    """Yield the dotted names of the classes outside the project that a class inherits from, as far as known."""
    for owner in names.mro(target, dependencies):
        class_ = names.find_class(owner.module, owner.name, dependencies)
        for base in class_.bases if class_ is not None else ():
            ancestor = names.expression(base, owner.module, dependencies)
            if ancestor and not ancestor.in_project:
                yield f"{ancestor.module}.{ancestor.name}"


def has_library_base(target: Target, endings: tuple[str, ...], names: Names, dependencies: Dependencies) -> bool:
    """Return whether a class inherits from one outside the project whose name ends with one of `endings`."""
    return any(name.endswith(endings) for name in library_bases(target, names, dependencies))
