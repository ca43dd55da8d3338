"""Imports by way of other modules that a contract does not allow, where no single import breaks it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from coupling_lsp.graphs.search import breadth_first, path_back
from coupling_lsp.rules.import_linter.import_checks import ContractCheck
from coupling_lsp.rules.import_linter.module_tree import enclosing, overlap

ImportChain = tuple[str, ...]
"""Modules, each of which imports the next."""

_Graph = Mapping[str, tuple[str, ...]]


def chains(check: ContractCheck, graph: _Graph) -> Iterator[ImportChain]:
    """Yield a shortest chain between each two modules of a contract that import each other only by way of others."""
    if check.contract.type == "forbidden":
        yield from _forbidden(check, graph)
    elif check.contract.type == "independence":
        yield from _independence(check, graph)
    elif check.contract.type == "layers":
        yield from _layers(check, graph)


def _forbidden(check: ContractCheck, graph: _Graph) -> Iterator[ImportChain]:
    as_packages = check.contract.as_packages
    for source in sorted(check.sources):
        targets = {target for target in check.targets if not overlap(source, target, as_packages)}
        starts = check.tree.subtree(source) if as_packages else (source,)
        ends_of = partial(enclosing, packages=targets, as_packages=as_packages)
        yield from _chains_to_ends(starts, graph, ends_of, through_ends=True)


def _independence(check: ContractCheck, graph: _Graph) -> Iterator[ImportChain]:
    for source in sorted(check.sources):
        targets = {target for target in check.sources if not overlap(source, target)}
        starts = check.tree.subtree(source)
        yield from _chains_to_ends(starts, graph, partial(enclosing, packages=targets), through_ends=False)


def _layers(check: ContractCheck, graph: _Graph) -> Iterator[ImportChain]:
    for stack in check.layer_stacks:
        for source in sorted(stack.depths):
            targets = {target for target in stack.depths if target != source}
            starts = check.tree.subtree(source)
            for chain in _chains_to_ends(starts, graph, partial(enclosing, packages=targets), through_ends=False):
                if stack.objection(source, stack.layer_module(chain[-1])):
                    yield chain


def _chains_to_ends(
    starts: Iterable[str], graph: _Graph, ends_of: Callable[[str], Iterable[str]], *, through_ends: bool
) -> Iterator[ImportChain]:
    """Yield a shortest chain to each end that no single import leads to.

    `ends_of` tells which ends a module belongs to; `through_ends`, whether chains go on behind such a module.
    """
    first_modules = dict.fromkeys(sorted(starts))
    predecessors: dict[str, str] = {}
    last_modules: dict[str, str] = {}

    def successors(module: str) -> tuple[str, ...]:
        goes_on = through_ends or module in first_modules or not any(ends_of(module))
        return graph.get(module, ()) if goes_on else ()

    for importer, imported_module in breadth_first(first_modules, successors):
        predecessors[imported_module] = importer
        for end in ends_of(imported_module):
            last_modules.setdefault(end, imported_module)
    for module in last_modules.values():
        chain = path_back(module, predecessors)
        if len(chain) > 2 and chain[-2] not in first_modules:
            yield chain
