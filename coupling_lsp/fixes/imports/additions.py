"""The imports that a new function of a module needs, where the module has them not."""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from operator import itemgetter

from tree_sitter import Node

from coupling_lsp.fixes.imports import placement, statements, swap
from coupling_lsp.fixes.imports.names import module_bindings
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Span, Text, TextEdit

Names = tuple[tuple[str, str], ...]
"""Modules, and names that are imported from them."""

DJANGO = "django"
STANDARD_MODULES = ("collections.abc", "datetime", "decimal", "typing", "uuid")
"""The modules of Python that annotations of fields name."""


def is_usable(tree: Tree, module: str, relative: str, name: str) -> bool:
    """Return whether a name is free in a module, or is what an import of it gives; `relative` names it with dots."""
    bindings = module_bindings(tree, name)
    return not bindings or any(statements.has_import(tree, it, name) for it in (module, relative) if it)


def edits(
    source: Text,
    tree: Tree,
    imports: Names,
    relative: Callable[[str], str],
    own_packages: Collection[str],
    assignment: str = "",
) -> list[TextEdit]:
    """Return the edits that import the names that are not bound; `relative` gives a module with dots.

    An assignment goes behind all imports.
    """
    missing = sorted({it for it in imports if not module_bindings(tree, it[1])}, key=_order)
    found: list[TextEdit] = []
    for module, pairs in groupby(missing, itemgetter(0)):
        names = [name for _, name in pairs]
        if _imports_of(tree, {module, relative(module)}) or not _is_library(module):
            found += swap.additions(source, tree, module, names, relative(module))
        else:
            found.append(_of_library(source, tree, module, names, own_packages))
    if assignment:
        found.append(placement.at_top(source, tree, f"\n{assignment}"))
    return _merged(found)


def lines(imports: Names) -> str:
    """Return the import statements of a new module, in groups: Python's own, Django's, the project's."""
    groups = [
        "\n".join(_lines(group)) for _, group in groupby(sorted(set(imports), key=_order), lambda it: _order(it)[0])
    ]
    return "\n\n".join(groups)


def _lines(imports: Iterable[tuple[str, str]]) -> list[str]:
    return [f"from {module} import {_joined(pairs)}" for module, pairs in groupby(imports, itemgetter(0))]


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(name for _, name in pairs)


def _order(item: tuple[str, str]) -> tuple[int, str, str]:
    """Return what imports are sorted by, as isort does: https://pycqa.github.io/isort/"""
    module, name = item
    section = 0 if module in STANDARD_MODULES else 1 if module.startswith(DJANGO) else 2
    return section, module, name


def _is_library(module: str) -> bool:
    return module in STANDARD_MODULES or module.partition(".")[0] == DJANGO


def _imports_of(tree: Tree, modules: set[str]) -> list[Node]:
    statements_of_module = (it for it in tree.root.named_children if it.type == statements.FROM)
    return [it for it in statements_of_module if text(it.child_by_field_name("module_name")) in modules]


def _of_library(source: Text, tree: Tree, module: str, names: list[str], own_packages: Collection[str]) -> TextEdit:
    line = f"from {module} import {', '.join(names)}"
    if module in STANDARD_MODULES:
        return placement.among_standard(source, tree, line)
    return placement.among_libraries(source, tree, line, DJANGO, own_packages)


def _merged(found: list[TextEdit]) -> list[TextEdit]:
    """Return the edits with those that go to one place as one."""
    by_place: dict[Span, str] = {}
    for edit in found:
        by_place[edit.span] = by_place.get(edit.span, "") + edit.text
    return [TextEdit(span, text_of_edit) for span, text_of_edit in by_place.items()]
