"""Contracts of type `acyclic_siblings`: the children of a package may not import each other in a cycle."""

from collections.abc import Iterator, Mapping

from coupling_lsp.graphs.arcs import successors_of
from coupling_lsp.graphs.feedback_arc_set import light_feedback_arc_set
from coupling_lsp.graphs.search import shortest_path
from coupling_lsp.rules.import_linter.import_checks import Breach, ContractCheck
from coupling_lsp.rules.import_linter.module_tree import Import

_Siblings = tuple[str, str]
"""Two children of one package, of which the first imports the second, or a module in it does."""


def cycle_breakers(check: ContractCheck, graph: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Import, Breach]]:
    """Yield imports to cut so that no children of a package import each other in a cycle."""
    for package, imports in sorted(_imports_between_siblings(_packages(check), graph).items()):
        successors = successors_of(imports)
        for siblings in light_feedback_arc_set({arc: len(arc_imports) for arc, arc_imports in imports.items()}):
            path_back = shortest_path(siblings[1], siblings[0], successors)
            names = [child.rpartition(".")[2] for child in path_back]
            cycle = " → ".join([*names[-1:], *names])
            for importer, imported_module in imports[siblings]:
                detail = f"It closes a circle inside {package}: {cycle}"
                yield (importer, imported_module), Breach(check.contract, detail, siblings)


def _imports_between_siblings(
    packages: set[str], graph: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[_Siblings, list[Import]]]:
    """Return the imports from one child of a package to another, by package and by the two children."""
    by_package: dict[str, dict[_Siblings, list[Import]]] = {}
    for importer, modules in graph.items():
        for imported_module in modules:
            package, siblings = _siblings(importer, imported_module)
            if package in packages and siblings is not None:
                by_package.setdefault(package, {}).setdefault(siblings, []).append((importer, imported_module))
    return by_package


def _packages(check: ContractCheck) -> set[str]:
    """Return the packages whose children may not import each other in a cycle: ancestors, and what is not too deep."""
    depths: dict[str, int] = {}
    pending = [(ancestor, check.contract.depth) for ancestor in check.sources]
    while pending:
        package, depth = pending.pop()
        if depths.get(package, -1) >= depth:
            continue
        depths[package] = depth
        if depth:
            children = check.tree.children.get(package, ())
            pending += [(child, depth - 1) for child in children if child not in check.targets]
    return set(depths)


def _siblings(importer: str, imported_module: str) -> tuple[str, _Siblings | None]:
    """Return the innermost package around an import, and its children that it connects.

    An import from `shop.orders.models` to `shop.billing` connects `shop.orders` and `shop.billing` inside `shop`.
    """
    importer_parts, imported_parts = importer.split("."), imported_module.split(".")
    pairs = zip(importer_parts, imported_parts, strict=False)
    depth = next((number for number, (part, other_part) in enumerate(pairs) if part != other_part), None)
    if not depth:
        return "", None
    children = ".".join(importer_parts[: depth + 1]), ".".join(imported_parts[: depth + 1])
    return ".".join(importer_parts[:depth]), children
