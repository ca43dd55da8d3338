"""Which single imports import-linter's contracts do not allow, and which names in them lead nowhere."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.model.linter import LinterConfig, LinterContract, LinterFault, Named
from coupling_lsp.rules.import_linter.module_tree import Exceptions, Known, around, is_in, overlap

Pair = tuple[str, str]


class Breach(NamedTuple):
    """A contract, why it does not allow an import, and the two of its modules that are concerned."""

    contract: LinterContract
    detail: str
    ends: Pair


class Checked:
    """One contract over the modules of a project, ready to be asked about imports."""

    def __init__(self, contract: LinterContract, known: Known) -> None:
        self.contract = contract
        self.known = known
        self.sources = known.named(contract.sources)
        self.targets = known.named(contract.targets)
        self.towers = list(_towers(contract, known)) if contract.type == "layers" else []
        self.exceptions = Exceptions(contract.ignored)

    def breach(self, importer: str, imported: str) -> Breach | None:
        """Why an import is not allowed by itself; None if it is."""
        found = next(self._breaches(importer, imported), None)
        if found is None or self.exceptions.hold(importer, imported):
            return None
        return Breach(self.contract, *found)

    def _breaches(self, importer: str, imported: str) -> Iterator[tuple[str, Pair]]:
        match self.contract.type:
            case "forbidden":
                yield from self._forbidden(importer, imported)
            case "independence":
                for one in around(importer, self.sources):
                    for other in around(imported, self.sources):
                        if not overlap(one, other):
                            yield f"{one} and {other} are to be independent", (one, other)
            case "layers":
                for tower in self.towers:
                    one, other = tower.layer(importer), tower.layer(imported)
                    if one and other and (told := tower.forbids(one, other)):
                        yield told, (one, other)
            case "protected":
                yield from self._protected(importer, imported)

    def _forbidden(self, importer: str, imported: str) -> Iterator[tuple[str, Pair]]:
        wide = self.contract.as_packages
        for one in around(importer, self.sources, wide):
            for other in around(imported, self.targets, wide):
                if not overlap(one, other, wide):
                    yield f"{one} may not import {other}", (one, other)

    def _protected(self, importer: str, imported: str) -> Iterator[tuple[str, Pair]]:
        wide = self.contract.as_packages
        if any(around(importer, self.sources, wide)):
            return
        for other in around(imported, self.targets, wide):
            if not (is_in(importer, other) if wide else importer == other):
                allowed = ", ".join(it.text for it in self.contract.sources)
                yield f"{other} may be imported by {allowed} only", (importer, other)


class Tower(NamedTuple):
    """The layers of one contract as they stand, or inside one container: the number of each module from the top."""

    levels: dict[str, int]
    independent: frozenset[int]

    def layer(self, module: str) -> str:
        """The module of the layers around a module, or nothing."""
        return next(around(module, self.levels), "")

    def forbids(self, one: str, other: str) -> str:
        """Why a module of the layers may not import another; empty if it may."""
        mine, its = self.levels[one], self.levels[other]
        if mine > its:
            return f"{one} lies below {other}"
        if mine == its and one != other and mine in self.independent:
            return f"{one} and {other} are to be independent in one layer"
        return ""


def faults(config: LinterConfig, known: Known) -> Iterator[LinterFault]:
    """What of a configuration names nothing, so that lint-imports stops or leaves it out."""
    for root in config.roots:
        if root.text not in known.modules and not known.children.get(root.text):
            told = f"There is no package `{root.text}` in this project{_hint(root)}\nIts imports are not shown"
            yield LinterFault(root.span, "error", told)
    for contract in config.contracts:
        for name, base in _needed(contract, known):
            module = f"{base}.{name.text}" if base else name.text
            if module not in known.modules:
                told = f"There is no module `{module}`: lint-imports stops here{_hint(name)}"
                yield LinterFault(name.span, "error", told)
        for name in contract.containers:
            if "*" not in name.text and not known.is_inside(name.text):
                told = f"The container `{name.text}` is in no root package: lint-imports stops here"
                yield LinterFault(name.span, "error", told)
        if contract.type == "forbidden":
            yield from _external(contract, config, known)
        if contract.type == "acyclic_siblings":
            yield from _ancestors(contract, known)


def _hint(name: Named) -> str:
    return "\nWrite each name on a line of its own" if "," in name.text else ""


def _needed(contract: LinterContract, known: Known) -> Iterator[tuple[Named, str]]:
    """The names that have to be modules of the project, each with the container it is in."""
    plain: tuple[Named, ...] = ()
    if contract.type in ("forbidden", "independence", "acyclic_siblings"):
        plain = contract.sources
    if contract.type == "forbidden":
        plain += tuple(it for it in contract.targets if known.is_inside(it.text))
    if contract.type == "acyclic_siblings":
        plain += contract.targets
    yield from ((it, "") for it in plain if "*" not in it.text)
    containers = sorted(it for it in known.named(contract.containers) if known.is_inside(it))
    for layer in contract.layers:
        for it in layer.modules:
            if it.text not in layer.optional:
                yield from ((it, base) for base in (containers if contract.containers else [""]))


def _external(contract: LinterContract, config: LinterConfig, known: Known) -> Iterator[LinterFault]:
    for it in contract.targets:
        if "*" in it.text or known.is_inside(it.text):
            continue
        if not config.with_external:
            told = f"`{it.text}` is in no root package: lint-imports needs `include_external_packages = True` for it"
            yield LinterFault(it.span, "error", told)
        elif "." in it.text:
            told = f"`{it.text}` lies inside an external package: name the package, `{it.text.partition('.')[0]}`"
            yield LinterFault(it.span, "error", told)


def _ancestors(contract: LinterContract, known: Known) -> Iterator[LinterFault]:
    for it in (*contract.sources, *contract.targets):
        if "*" in it.text and not known.named([it]):
            yield LinterFault(it.span, "error", f"No module is named by `{it.text}`: lint-imports stops here")
    for it in contract.targets:
        if any(it.text == ancestor.text for ancestor in contract.sources):
            yield LinterFault(
                it.span, "error", f"`{it.text}` is an ancestor and skipped as well: lint-imports stops here"
            )


def _towers(contract: LinterContract, known: Known) -> Iterator[Tower]:
    containers: Iterable[str] = sorted(known.named(contract.containers)) if contract.containers else [""]
    independent = frozenset(number for number, it in enumerate(contract.layers) if it.independent)
    for base in containers:
        levels = {
            f"{base}.{it.text}" if base else it.text: number
            for number, layer in enumerate(contract.layers)
            for it in layer.modules
        }
        yield Tower({module: level for module, level in levels.items() if module in known.modules}, independent)
