"""The contracts of `rules.yaml`, translated for import-linter.

Ours are about direct edges, import-linter's mostly about chains of imports. Where its own type would also forbid a
chain that exists today, a contract of type `forbidden` for direct imports takes its place.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.model.edges import Pair
from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, Option, list_lines
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.rules.contracts import broken_pairs


class DirectBan(NamedTuple):
    """Apps that may not import some others directly; `all_targets` has these others and the shared apps among them."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    all_targets: tuple[str, ...]


def contract_sections(contract: Contract, imports: ModuleImports) -> Iterator[ContractSection]:
    """Yield the translation of a contract; nothing where import-linter has no words for it."""
    if contract.type == "acyclic":
        yield from _acyclic_section(contract, imports)
        return
    bans = [it for it in _direct_bans(contract, imports) if it.sources and it.targets]
    is_native = contract.type != "forbidden" and _finds_the_same(contract, bans, imports)
    if is_native:
        apps = imports.packages(contract.apps)
        layers = (" | ".join(imports.packages(layer)) for layer in contract.layers)
        key, lines = ("modules", apps) if contract.type == "independence" else ("layers", [it for it in layers if it])
        if len(lines) > 1:
            yield _section(
                contract,
                contract.id,
                contract.type,
                ((key, list_lines(lines)),),
                _exempt_imports(contract, bans, imports),
            )
        return
    notes = (
        ()
        if contract.type == "forbidden"
        else (f"`{contract.id}` speaks of direct imports: today there are ways around by other modules",)
    )
    for number, ban in enumerate(bans, 1):
        name = contract.id if len(bans) == 1 else f"{contract.id}-{number}"
        shape = (
            ("source_modules", list_lines(imports.packages(ban.sources))),
            ("forbidden_modules", list_lines(imports.packages(ban.targets))),
            ("allow_indirect_imports", "True"),
        )
        yield _section(
            contract, name, "forbidden", shape, _exempt_imports(contract, [ban], imports), notes if number == 1 else ()
        )


def _direct_bans(contract: Contract, imports: ModuleImports) -> Iterator[DirectBan]:
    """Yield what a contract forbids between two apps. Edges into shared apps are never counted."""

    def direct_ban(sources: Iterable[str], targets: Iterable[str]) -> DirectBan:
        known_sources, all_targets = (tuple(it for it in labels if it in imports.apps) for labels in (sources, targets))
        return DirectBan(known_sources, tuple(it for it in all_targets if not imports.apps[it].shared), all_targets)

    if contract.type == "independence":
        yield direct_ban(contract.apps, contract.apps)
    elif contract.type == "forbidden":
        yield direct_ban(contract.sources, contract.targets)
    else:
        higher_apps: tuple[str, ...] = ()
        for layer in contract.layers:
            higher_apps += layer
            if len(higher_apps) > 1:
                yield direct_ban(layer, higher_apps)


def _finds_the_same(contract: Contract, bans: Iterable[DirectBan], imports: ModuleImports) -> bool:
    """Return whether import-linter's type of the same name finds nothing today that ours does not."""
    ends = frozenset({*contract.apps, *(label for layer in contract.layers for label in layer)})
    packages = imports.packages(ends)
    if any(a != b and b.startswith(f"{a}.") for a in packages for b in packages):
        return False
    exempt_imports = frozenset(it.text for it in _exempt_imports(contract, bans, imports))
    ours = broken_pairs(contract, _direct_pairs(contract, imports))
    for ban in bans:
        for source in ban.sources:
            reached_apps = imports.reachable_apps(source, ends, exempt_imports) & {*ban.all_targets}
            if any((source, it) not in ours for it in reached_apps):
                return False
    return True


def _direct_pairs(contract: Contract, imports: ModuleImports) -> Iterator[Pair]:
    return ((it.app, it.to_app) for it in imports.crossings if not imports.is_exempt(it, contract))


def _exempt_imports(contract: Contract, bans: Iterable[DirectBan], imports: ModuleImports) -> tuple[ListLine, ...]:
    """Return the imports of these apps that a contract does not count, such as those of tests."""
    bans = tuple(bans)
    return tuple(
        ListLine(crossing.arrow_text)
        for crossing in imports.crossings
        if imports.is_exempt(crossing, contract)
        and any(crossing.app in ban.sources and imports.leads_into(crossing, ban.targets) for ban in bans)
    )


def _acyclic_section(contract: Contract, imports: ModuleImports) -> Iterator[ContractSection]:
    """Yield `acyclic_siblings`, which is about all children of a package, so it needs apps with one parent."""
    packages = imports.packages(contract.apps or imports.apps)
    parents = {it.rpartition(".")[0] for it in packages}
    parent = next(iter(parents)) if len(parents) == 1 else ""
    if not parent or len(packages) < 2 or any(imports.owner(it) for it in parents):
        return
    depth = parent.count(".") + 2
    pairs = set()
    exempt_imports = _exempt_imports(contract, [DirectBan(*[tuple(imports.apps)] * 3)], imports)
    left_out = {it.text for it in exempt_imports}
    for importer, imported_module in imports.pairs:
        if f"{importer} -> {imported_module}" in left_out:
            continue
        a, b = (".".join(it.split(".")[:depth]) for it in (importer, imported_module))
        if a != b and a.startswith(f"{parent}.") and b.startswith(f"{parent}."):
            pairs.add((a, b))
    ours = broken_pairs(contract, _direct_pairs(contract, imports))
    app_cycles = {(imports.apps[a].package, imports.apps[b].package) for a, b in ours}
    package_cycles = broken_pairs(contract._replace(apps=()), pairs)
    if package_cycles <= app_cycles:
        siblings = (("ancestors", list_lines([parent])), ("depth", "0"))
        yield _section(contract, contract.id, "acyclic_siblings", siblings, exempt_imports)


def _section(
    contract: Contract,
    name: str,
    contract_type: str,
    shape: tuple[Option, ...],
    exceptions: tuple[ListLine, ...],
    notes: tuple[str, ...] = (),
) -> ContractSection:
    options = shape
    if exceptions:
        options = (*options, ("ignore_imports", exceptions), STRICT)
    if contract.why:
        options = (*options, ("broken_contract_guidance", contract.why))
    return ContractSection(name, name, contract_type, options, notes)
