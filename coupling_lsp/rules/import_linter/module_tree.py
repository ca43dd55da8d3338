"""Modules as import-linter's contracts name them: root packages, wildcards, external packages."""

from collections.abc import Collection, Iterable, Iterator

from coupling_lsp.globs.dialects import module_expression
from coupling_lsp.model.linter import IgnoredImport, LinterConfig, ModuleExpression

Import = tuple[str, str]
"""The names of two modules, of which the first imports the second."""


class ModuleTree:
    """The modules import-linter reads for a configuration: those of the project under its root packages."""

    def __init__(self, config: LinterConfig, modules: Iterable[str]) -> None:
        self._with_external = config.with_external
        self.roots = tuple(dict.fromkeys(root.text for root in config.roots))
        self.modules = frozenset(module for module in modules if self.is_internal(module))
        self.children: dict[str, set[str]] = {}
        for module in self.modules:
            if module not in self.roots:
                self.children.setdefault(module.rpartition(".")[0], set()).add(module)

    def is_internal(self, module: str) -> bool:
        """Whether a module belongs to a root package."""
        return any(is_in(module, root) for root in self.roots)

    def graph_name(self, module: str) -> str:
        """Return what import-linter's graph calls an imported module: an external one by its package.

        Nothing for a module that the graph leaves out.
        """
        if module in self.modules:
            return module
        if self.is_internal(module) or not self._with_external:
            return ""
        parts = module.split(".")
        for depth in range(1, len(parts) + 1):
            package = ".".join(parts[:depth])
            if not any(root.startswith(f"{package}.") for root in self.roots):
                return package
        return module

    def matching(self, expressions: Iterable[ModuleExpression]) -> frozenset[str]:
        """Return the modules that expressions name; one without wildcards also when there is no such module."""
        names: set[str] = set()
        for expression in expressions:
            if "*" in expression.text:
                pattern = module_expression(expression.text)
                names.update(module for module in self.modules if pattern.matches(module.split(".")))
            else:
                names.add(expression.text)
        return frozenset(names)

    def subtree(self, package: str) -> Iterator[str]:
        """Yield a package and all modules below it."""
        pending = [package]
        while pending:
            module = pending.pop()
            yield module
            pending += self.children.get(module, ())


class ImportExceptions:
    """The imports that `ignore_imports` names."""

    def __init__(self, entries: Iterable[IgnoredImport]) -> None:
        plain = [it for it in entries if "*" not in it.importer + it.imported]
        self._exact = {(it.importer, it.imported) for it in plain}
        patterns = [it for it in entries if it not in plain]
        self._patterns = [(module_expression(it.importer), module_expression(it.imported)) for it in patterns]

    def cover(self, importer: str, imported_module: str) -> bool:
        """Whether an import is one of them."""
        if (importer, imported_module) in self._exact:
            return True
        if not self._patterns:
            return False
        importer_parts, imported_parts = importer.split("."), imported_module.split(".")
        return any(
            importer_pattern.matches(importer_parts) and imported_pattern.matches(imported_parts)
            for importer_pattern, imported_pattern in self._patterns
        )


def is_in(module: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def enclosing(module: str, packages: Collection[str], as_packages: bool = True) -> Iterator[str]:
    """Yield those of some packages that a module is or lies in, the innermost first.

    Without `as_packages` nothing lies in another, so it is the module itself, if anything.
    """
    while module:
        if module in packages:
            yield module
        module = module.rpartition(".")[0] if as_packages else ""


def overlap(module: str, other_module: str, as_packages: bool = True) -> bool:
    """Whether two modules are the same, or, as packages, one lies in the other."""
    if module == other_module:
        return True
    return as_packages and (is_in(module, other_module) or is_in(other_module, module))
