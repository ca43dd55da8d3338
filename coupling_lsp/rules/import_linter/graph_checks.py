"""What import-linter's contracts say of the imports of a project as a whole: ways around, circles, idle exceptions."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from coupling_lsp.model.linter import LinterContract, LinterFault
from coupling_lsp.rules import cycles
from coupling_lsp.rules.import_linter.import_checks import Breach, Checked, Pair
from coupling_lsp.rules.import_linter.module_tree import Exceptions, around, overlap
from coupling_lsp.rules.lightest import lightest

Graph = Mapping[str, tuple[str, ...]]
"""The modules that each module imports, by name."""

Chain = tuple[str, ...]


class Around(NamedTuple):
    """A contract that modules break only by way of others: its shortest ways, each with all modules on it."""

    contract: LinterContract
    chains: tuple[Chain, ...]


class Whole(NamedTuple):
    """What can be told only of all imports together. `cut` are those that close a circle."""

    cut: Mapping[Pair, Breach]
    ways: tuple[Around, ...]
    missing: tuple[tuple[LinterContract, tuple[str, ...]], ...]
    faults: tuple[LinterFault, ...]


def whole(contracts: Iterable[Checked], graph: Graph) -> Whole:
    """The findings about a graph of imports as a whole."""
    cut: dict[Pair, Breach] = {}
    ways: list[Around] = []
    missing: list[tuple[LinterContract, tuple[str, ...]]] = []
    faults: list[LinterFault] = []
    for it in contracts:
        left = graph
        if it.contract.ignored:
            left = {
                importer: tuple(imported for imported in found if not it.exceptions.hold(importer, imported))
                for importer, found in graph.items()
            }
            faults += _unmatched(it.contract, graph)
        if it.contract.type == "acyclic_siblings":
            for pair, breach in _circles(it, left):
                cut.setdefault(pair, breach)
        elif not it.contract.is_direct and (chains := sorted(_chains(it, left), key=lambda way: (len(way), way))):
            ways.append(Around(it.contract, tuple(chains)))
        if it.contract.is_exhaustive and (left_out := tuple(sorted(_left_out(it)))):
            missing.append((it.contract, left_out))
    return Whole(cut, tuple(ways), tuple(missing), tuple(faults))


def _unmatched(contract: LinterContract, graph: Graph) -> Iterator[LinterFault]:
    does = "stops here" if contract.unmatched == "error" else "warns of it"
    for it in contract.ignored if contract.unmatched != "off" else ():
        exception = Exceptions((it,))
        importers = graph if "*" in it.importer else [it.importer]
        if not any(exception.hold(one, other) for one in importers for other in graph.get(one, ())):
            told = f"No import is `{it.importer} -> {it.imported}`: lint-imports {does}\nRemove it, or mend the names"
            yield LinterFault(it.span, contract.unmatched, told)


def _left_out(it: Checked) -> Iterator[str]:
    """The children of containers that are in no layer, where every one has to be."""
    declared = {module.text for layer in it.contract.layers for module in layer.modules}
    declared.update(it.contract.exhaustive_ignores)
    for container in it.known.named(it.contract.containers):
        yield from (child for child in it.known.children.get(container, ()) if child.rpartition(".")[2] not in declared)


def _circles(it: Checked, graph: Graph) -> Iterator[tuple[Pair, Breach]]:
    """The imports to cut so that no children of a package import each other in a circle."""
    packages = _packages(it)
    between: dict[str, dict[Pair, list[Pair]]] = {}
    for importer, found in graph.items():
        for imported in found:
            package, children = _siblings(importer, imported)
            if package in packages and children is not None:
                between.setdefault(package, {}).setdefault(children, []).append((importer, imported))
    for package, pairs in sorted(between.items()):
        for children in lightest({children: len(found) for children, found in pairs.items()}):
            names = [child.rpartition(".")[2] for child in cycles.way(children[1], children[0], pairs)]
            circle = " → ".join([*names[-1:], *names])
            for pair in pairs[children]:
                yield pair, Breach(it.contract, f"It closes a circle inside {package}: {circle}", children)


def _packages(it: Checked) -> set[str]:
    """The packages whose children may not import each other in a circle."""
    found: dict[str, int] = {}
    waiting = [(ancestor, it.contract.depth) for ancestor in it.sources]
    while waiting:
        package, depth = waiting.pop()
        if found.get(package, -1) >= depth:
            continue
        found[package] = depth
        if depth:
            waiting += [(child, depth - 1) for child in it.known.children.get(package, ()) if child not in it.targets]
    return set(found)


def _siblings(importer: str, imported: str) -> tuple[str, Pair | None]:
    """The package in which an import leads from one child to another, and these children."""
    ours, theirs = importer.split("."), imported.split(".")
    depth = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), None)
    if not depth:
        return "", None
    return ".".join(ours[:depth]), (".".join(ours[: depth + 1]), ".".join(theirs[: depth + 1]))


def _chains(it: Checked, graph: Graph) -> Iterator[Chain]:
    """A shortest way between each two modules of a contract that import each other only by way of others."""
    if it.contract.type == "forbidden":
        wide = it.contract.as_packages
        for one in sorted(it.sources):
            ends = {other for other in it.targets if not overlap(one, other, wide)}
            starts = it.known.inside(one) if wide else (one,)
            yield from _ways(starts, graph, partial(around, packages=ends, as_packages=wide), pass_on=True)
    elif it.contract.type == "independence":
        for one in sorted(it.sources):
            ends = {other for other in it.sources if not overlap(one, other)}
            yield from _ways(it.known.inside(one), graph, partial(around, packages=ends), pass_on=False)
    for tower in it.towers:
        for one in sorted(tower.levels):
            others = {other for other in tower.levels if other != one}
            for way in _ways(it.known.inside(one), graph, partial(around, packages=others), pass_on=False):
                if tower.forbids(one, tower.layer(way[-1])):
                    yield way


def _ways(
    starts: Iterable[str], graph: Graph, reached: Callable[[str], Iterable[str]], *, pass_on: bool
) -> Iterator[Chain]:
    """The shortest way to each end that no single import leads to; `pass_on` tells whether ways lead on from ends."""
    before: dict[str, str] = dict.fromkeys(sorted(starts), "")
    first = set(before)
    waiting = deque(before)
    ends: dict[str, str] = {}
    while waiting:
        module = waiting.popleft()
        for imported in graph.get(module, ()):
            if imported in before:
                continue
            before[imported] = module
            found = tuple(reached(imported))
            for end in found:
                ends.setdefault(end, imported)
            if pass_on or not found:
                waiting.append(imported)
    for module in ends.values():
        way = [module]
        while before[way[0]]:
            way.insert(0, before[way[0]])
        if len(way) > 2 and way[-2] not in first:
            yield tuple(way)
