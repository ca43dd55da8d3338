"""What import-linter's contracts say of all imports together: indirect ones, cycles, exceptions that name none."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.model.linter import LinterContract, LinterFault
from coupling_lsp.rules.import_linter.import_checks import Breach, ContractCheck
from coupling_lsp.rules.import_linter.indirect_imports import ImportChain, chains
from coupling_lsp.rules.import_linter.module_tree import Import, ImportExceptions
from coupling_lsp.rules.import_linter.sibling_cycles import cycle_breakers

ImportGraph = Mapping[str, tuple[str, ...]]
"""The modules that each module imports, by name."""


class IndirectBreach(NamedTuple):
    """A contract that modules break only by way of others: its shortest chains of imports."""

    contract: LinterContract
    chains: tuple[ImportChain, ...]


class UnlistedModules(NamedTuple):
    """An exhaustive contract, and the modules that stand in none of its layers."""

    contract: LinterContract
    modules: tuple[str, ...]


class GraphFindings(NamedTuple):
    """What can be said only of all imports together. `cycle_breakers` are those to cut so that no cycle is left."""

    cycle_breakers: Mapping[Import, Breach]
    indirect_breaches: tuple[IndirectBreach, ...]
    unlisted_modules: tuple[UnlistedModules, ...]
    faults: tuple[LinterFault, ...]


def check_graph(checks: Iterable[ContractCheck], graph: ImportGraph) -> GraphFindings:
    """Return the findings of some contracts about a graph of imports."""
    breakers: dict[Import, Breach] = {}
    indirect_breaches: list[IndirectBreach] = []
    unlisted_modules: list[UnlistedModules] = []
    faults: list[LinterFault] = []
    for check in checks:
        contract = check.contract
        counted_imports = _without_exceptions(graph, check.exceptions) if contract.ignored else graph
        faults += _idle_exceptions(contract, graph)
        if contract.type == "acyclic_siblings":
            for imports, breach in cycle_breakers(check, counted_imports):
                breakers.setdefault(imports, breach)
        elif not contract.is_direct:
            shortest_first = sorted(chains(check, counted_imports), key=lambda chain: (len(chain), chain))
            indirect_breaches += [IndirectBreach(contract, tuple(shortest_first))] if shortest_first else []
        if contract.is_exhaustive and (unlisted := tuple(sorted(_unlisted_modules(check)))):
            unlisted_modules.append(UnlistedModules(contract, unlisted))
    return GraphFindings(breakers, tuple(indirect_breaches), tuple(unlisted_modules), tuple(faults))


def _without_exceptions(graph: ImportGraph, exceptions: ImportExceptions) -> ImportGraph:
    return {
        importer: tuple(target for target in modules if not exceptions.cover(importer, target))
        for importer, modules in graph.items()
    }


def _idle_exceptions(contract: LinterContract, graph: ImportGraph) -> Iterator[LinterFault]:
    """Yield a fault for each entry of `ignore_imports` that names no import, unless the contract wants none told."""
    if contract.unmatched == "off":
        return
    consequence = "stops here" if contract.unmatched == "error" else "warns of it"
    for entry in contract.ignored:
        exception = ImportExceptions((entry,))
        importers = graph if "*" in entry.importer else [entry.importer]
        if not any(exception.cover(importer, it) for importer in importers for it in graph.get(importer, ())):
            entry_text = f"`{entry.importer} -> {entry.imported}`"
            message = f"No import is {entry_text}: lint-imports {consequence}\nRemove it, or mend the names"
            yield LinterFault(entry.span, contract.unmatched, message)


def _unlisted_modules(check: ContractCheck) -> Iterator[str]:
    """Yield the children of containers that are in no layer."""
    layer_names = {module.text for layer in check.contract.layers for module in layer.modules}
    layer_names.update(check.contract.exhaustive_ignores)
    for container in check.tree.matching(check.contract.containers):
        children = check.tree.children.get(container, ())
        yield from (child for child in children if child.rpartition(".")[2] not in layer_names)
