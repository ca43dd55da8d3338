"""Names of modules as import-linter's contracts use them: packages around a module, wildcards, external packages."""

import re
from collections.abc import Collection, Iterable, Iterator

from coupling_lsp.model.linter import IgnoredImport, LinterConfig, Named


class Known:
    """The modules import-linter reads for a configuration: those of the project under its root packages."""

    def __init__(self, config: LinterConfig, found: Iterable[str]) -> None:
        self._config = config
        self.roots = tuple(dict.fromkeys(it.text for it in config.roots))
        self.modules = frozenset(it for it in found if self.is_inside(it))
        self.children: dict[str, set[str]] = {}
        for it in self.modules:
            if it not in self.roots:
                self.children.setdefault(it.rpartition(".")[0], set()).add(it)

    def is_inside(self, module: str) -> bool:
        """Whether a module belongs to a root package."""
        return any(is_in(module, root) for root in self.roots)

    def called(self, module: str) -> str:
        """What the graph calls an imported module: itself, its package for an external one, nothing if left out."""
        if module in self.modules:
            return module
        if self.is_inside(module) or not self._config.with_external:
            return ""
        names = module.split(".")
        for depth in range(1, len(names) + 1):
            package = ".".join(names[:depth])
            if not any(root.startswith(f"{package}.") for root in self.roots):
                return package
        return module

    def named(self, expressions: Iterable[Named]) -> frozenset[str]:
        """The modules that expressions name; one without wildcards also when there is none."""
        found: set[str] = set()
        for it in expressions:
            if "*" in it.text:
                pattern = _wildcard(it.text)
                found.update(module for module in self.modules if pattern.fullmatch(module))
            else:
                found.add(it.text)
        return frozenset(found)

    def inside(self, package: str) -> Iterator[str]:
        """A package and all modules below it."""
        waiting = [package]
        while waiting:
            module = waiting.pop()
            yield module
            waiting += self.children.get(module, ())


class Exceptions:
    """The imports that `ignore_imports` names."""

    def __init__(self, ignored: Iterable[IgnoredImport]) -> None:
        plain = [it for it in ignored if "*" not in it.importer + it.imported]
        self._exact = {(it.importer, it.imported) for it in plain}
        self._loose = [(_wildcard(it.importer), _wildcard(it.imported)) for it in ignored if it not in plain]

    def hold(self, importer: str, imported: str) -> bool:
        """Whether an import is one of them."""
        if (importer, imported) in self._exact:
            return True
        return any(one.fullmatch(importer) and other.fullmatch(imported) for one, other in self._loose)


def is_in(module: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def around(module: str, packages: Collection[str], as_packages: bool = True) -> Iterator[str]:
    """Those of some packages that a module is or lies in, the nearest first."""
    while module:
        if module in packages:
            yield module
        module = module.rpartition(".")[0] if as_packages else ""


def overlap(one: str, other: str, as_packages: bool = True) -> bool:
    """Whether two modules are the same, or, as packages, one lies in the other."""
    return one == other or (as_packages and (is_in(one, other) or is_in(other, one)))


def _wildcard(expression: str) -> re.Pattern[str]:
    """`*` stands for one part of a name, `**` for one or more."""
    parts = ({"*": r"[^.]+", "**": r".+"}.get(part, re.escape(part)) for part in expression.split("."))
    return re.compile(r"\.".join(parts))
