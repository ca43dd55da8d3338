"""Which single imports import-linter's contracts do not allow."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.model.linter import LinterContract
from coupling_lsp.rules.import_linter.module_tree import ImportExceptions, ModuleTree, enclosing, is_in, overlap


class Breach(NamedTuple):
    """A contract, why it does not allow an import, and the two of its modules that are concerned."""

    contract: LinterContract
    detail: str
    ends: tuple[str, str]


class ContractCheck:
    """One contract over the modules of a project, ready to be asked about imports."""

    def __init__(self, contract: LinterContract, tree: ModuleTree) -> None:
        self.contract = contract
        self.tree = tree
        self.sources = tree.matching(contract.sources)
        self.targets = tree.matching(contract.targets)
        self.layer_stacks = list(_layer_stacks(contract, tree)) if contract.type == "layers" else []
        self.exceptions = ImportExceptions(contract.ignored)

    def breach(self, importer: str, imported_module: str) -> Breach | None:
        """Return why an import is not allowed by itself; None if it is."""
        objection = next(self._objections(importer, imported_module), None)
        if objection is None or self.exceptions.cover(importer, imported_module):
            return None
        return Breach(self.contract, *objection)

    def _objections(self, importer: str, imported_module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        match self.contract.type:
            case "forbidden":
                yield from self._forbidden(importer, imported_module)
            case "independence":
                yield from self._independence(importer, imported_module)
            case "layers":
                yield from self._layers(importer, imported_module)
            case "protected":
                yield from self._protected(importer, imported_module)

    def _forbidden(self, importer: str, imported_module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        as_packages = self.contract.as_packages
        for source in enclosing(importer, self.sources, as_packages):
            for target in enclosing(imported_module, self.targets, as_packages):
                if not overlap(source, target, as_packages):
                    yield f"{source} may not import {target}", (source, target)

    def _independence(self, importer: str, imported_module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        for source in enclosing(importer, self.sources):
            for target in enclosing(imported_module, self.sources):
                if not overlap(source, target):
                    yield f"{source} and {target} are to be independent", (source, target)

    def _layers(self, importer: str, imported_module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        for stack in self.layer_stacks:
            source, target = stack.layer_module(importer), stack.layer_module(imported_module)
            if source and target and (detail := stack.objection(source, target)):
                yield detail, (source, target)

    def _protected(self, importer: str, imported_module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        as_packages = self.contract.as_packages
        if any(enclosing(importer, self.sources, as_packages)):
            return
        for target in enclosing(imported_module, self.targets, as_packages):
            if not (is_in(importer, target) if as_packages else importer == target):
                importers = ", ".join(it.text for it in self.contract.sources)
                yield f"{target} may be imported by {importers} only", (importer, target)


class LayerStack(NamedTuple):
    """The layers of one contract as they stand, or inside one container.

    `depths` has the number of the layer of each module, 0 at the top; `independent` the layers whose modules may not
    import each other.
    """

    depths: dict[str, int]
    independent: frozenset[int]

    def layer_module(self, module: str) -> str:
        """Return the module of the layers that a module is or lies in, or nothing."""
        return next(enclosing(module, self.depths), "")

    def objection(self, importer: str, imported_module: str) -> str:
        """Return why a module of the layers may not import another; empty if it may."""
        importer_depth, imported_depth = self.depths[importer], self.depths[imported_module]
        if importer_depth > imported_depth:
            return f"{importer} lies below {imported_module}"
        if importer_depth == imported_depth and importer != imported_module and importer_depth in self.independent:
            return f"{importer} and {imported_module} are to be independent in one layer"
        return ""


def _layer_stacks(contract: LinterContract, tree: ModuleTree) -> Iterator[LayerStack]:
    containers: Iterable[str] = sorted(tree.matching(contract.containers)) if contract.containers else [""]
    independent = frozenset(depth for depth, layer in enumerate(contract.layers) if layer.independent)
    for container in containers:
        depths = {
            f"{container}.{module.text}" if container else module.text: depth
            for depth, layer in enumerate(contract.layers)
            for module in layer.modules
        }
        yield LayerStack({module: depth for module, depth in depths.items() if module in tree.modules}, independent)
