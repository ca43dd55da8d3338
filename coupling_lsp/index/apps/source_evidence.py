"""What the imports of a project say of a folder: whether it is a package of a name, or only called like a library.

Imports of modules that are there, by the name the folder would have, speak for it. Imports of modules that are not
there speak of a library; so do imports of the folder by a longer name, as a part of the package around it.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from coupling_lsp.index.apps.source_tree import Candidate, SourceTree
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.facts import Facts


class Evidence:
    """The imports of a project, gathered only where a folder is in question."""

    def __init__(self, facts: Mapping[str, Facts], modules: Modules) -> None:
        self._facts = facts
        self._modules = modules

    def weigh(self, candidate: Candidate, tree: SourceTree) -> tuple[int, int]:
        """Return how many imported names speak for a folder, and how many against it."""
        n_for, n_against = 0, 0
        for module, name in self._imported(candidate.name):
            is_there = self._is_there(module, name, candidate, tree)
            n_for += is_there is True
            n_against += is_there is False
        own_files = f"{candidate.package}/"
        for importers in self._importers_of(self._longer_name(candidate, tree)):
            n_against += not all(path.startswith(own_files) for path in importers)
        return n_for, n_against

    def _is_there(self, module: str, name: str, candidate: Candidate, tree: SourceTree) -> bool | None:
        """Return whether what is imported from a module lies in a folder; None where that says nothing."""
        if module == candidate.name:
            return tree.has_module(candidate.place(f"{module}.{name}")) or None
        if not tree.has_module(candidate.place(module)):
            return False
        if not name:
            return None
        is_class_name = name[:1].isupper() and not name.isupper()
        facts = self._facts.get(tree.file_of(candidate.place(module))) if is_class_name else None
        return facts is None or any(it.name == name for it in facts.classes) or None

    def _longer_name(self, candidate: Candidate, tree: SourceTree) -> str:
        """Return the name a folder has in the package around it; empty when it lies in none."""
        name = self._modules.names.get(f"{candidate.package}/__init__.py", "")
        return name if tree.is_package(candidate.root) and name.endswith(f".{candidate.name}") else ""

    def _imported(self, package: str) -> Iterator[tuple[str, str]]:
        """Yield what is imported from a package by its full name: modules, and names in them."""
        for module, name in self._imports:
            if module == package or module.startswith(f"{package}."):
                yield module, name

    def _importers_of(self, package: str) -> Iterator[set[str]]:
        """Yield the files that import each thing of a package; nothing without a package."""
        for (module, name), importers in self._imports.items() if package else ():
            if f"{module}.{name}.".startswith(f"{package}."):
                yield importers

    @cached_property
    def _imports(self) -> dict[tuple[str, str], set[str]]:
        """Everything that is imported, by its module and name, with the files that do."""
        imports: dict[tuple[str, str], set[str]] = {}
        for path, facts in self._facts.items():
            own_name = self._modules.names.get(path, "")
            for it in facts.imports:
                module = self._modules.absolute(it.module, it.level, own_name) if own_name or not it.level else ""
                if module:
                    imports.setdefault((module, it.name), set()).add(path)
        return imports
