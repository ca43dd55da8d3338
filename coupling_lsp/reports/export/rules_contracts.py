"""The contracts of `rules.yaml` in import-linter's words.

Ours speak of direct edges. Where import-linter's own type would also forbid a way around that exists today, a contract
of type `forbidden` for direct imports says the same in its place.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, Option, list_lines
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.rules.contracts import broken_pairs

Pair = tuple[str, str]


class DirectBan(NamedTuple):
    """Apps that may not import some others directly; `named` are these others and the shared apps among them."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    named: tuple[str, ...]


def contract_sections(contract: Contract, imports: ModuleImports) -> Iterator[ContractSection]:
    """A contract of the rules in import-linter's words; nothing if it has none for it."""
    if contract.type == "acyclic":
        yield from _acyclic_section(contract, imports)
        return
    sides = [it for it in _direct_bans(contract, imports) if it.sources and it.targets]
    native = contract.type != "forbidden" and _finds_the_same(contract, sides, imports)
    if native:
        apps = imports.packages(contract.apps)
        layers = (" | ".join(imports.packages(layer)) for layer in contract.layers)
        key, lines = ("modules", apps) if contract.type == "independence" else ("layers", [it for it in layers if it])
        if len(lines) > 1:
            yield _section(
                contract,
                contract.id,
                contract.type,
                ((key, list_lines(lines)),),
                _exempt_imports(contract, sides, imports),
            )
        return
    notes = (
        ()
        if contract.type == "forbidden"
        else (f"`{contract.id}` speaks of direct imports: today there are ways around by other modules",)
    )
    for number, side in enumerate(sides, 1):
        name = contract.id if len(sides) == 1 else f"{contract.id}-{number}"
        shape = (
            ("source_modules", list_lines(imports.packages(side.sources))),
            ("forbidden_modules", list_lines(imports.packages(side.targets))),
            ("allow_indirect_imports", "True"),
        )
        yield _section(
            contract, name, "forbidden", shape, _exempt_imports(contract, [side], imports), notes if number == 1 else ()
        )


def _direct_bans(contract: Contract, imports: ModuleImports) -> Iterator[DirectBan]:
    """What the contract says of direct edges. Edges into shared apps do not count."""

    def side(sources: Iterable[str], targets: Iterable[str]) -> DirectBan:
        known, named = (tuple(it for it in labels if it in imports.apps) for labels in (sources, targets))
        return DirectBan(known, tuple(it for it in named if not imports.apps[it].shared), named)

    if contract.type == "independence":
        yield side(contract.apps, contract.apps)
    elif contract.type == "forbidden":
        yield side(contract.sources, contract.targets)
    else:
        above: tuple[str, ...] = ()
        for layer in contract.layers:
            above += layer
            if len(above) > 1:
                yield side(layer, above)


def _finds_the_same(contract: Contract, sides: Iterable[DirectBan], imports: ModuleImports) -> bool:
    """Whether import-linter's type of that name finds nothing today that ours does not."""
    ends = frozenset({*contract.apps, *(label for layer in contract.layers for label in layer)})
    named = imports.packages(ends)
    if any(a != b and b.startswith(f"{a}.") for a in named for b in named):
        return False
    without = frozenset(it.text for it in _exempt_imports(contract, sides, imports))
    ours = broken_pairs(contract, _direct_pairs(contract, imports))
    for side in sides:
        for source in side.sources:
            reached = imports.reached(source, ends, without) & {*side.named}
            if any((source, it) not in ours for it in reached):
                return False
    return True


def _direct_pairs(contract: Contract, imports: ModuleImports) -> Iterator[Pair]:
    return ((it.app, it.to_app) for it in imports.crossings if not imports.is_exempt(it, contract))


def _exempt_imports(contract: Contract, sides: Iterable[DirectBan], imports: ModuleImports) -> tuple[ListLine, ...]:
    """The imports that a contract does not count, such as those of tests, where these apps have any."""
    sides = tuple(sides)
    return tuple(
        ListLine(it.written)
        for it in imports.crossings
        if imports.is_exempt(it, contract)
        and any(it.app in side.sources and imports.leads_into(it, side.targets) for side in sides)
    )


def _acyclic_section(contract: Contract, imports: ModuleImports) -> Iterator[ContractSection]:
    """`acyclic_siblings` speaks of all children of a package, so the apps must have one parent."""
    packages = imports.packages(contract.apps or imports.apps)
    parents = {it.rpartition(".")[0] for it in packages}
    parent = next(iter(parents)) if len(parents) == 1 else ""
    if not parent or len(packages) < 2 or any(imports.owner(it) for it in parents):
        return
    depth = parent.count(".") + 2
    pairs = set()
    exempt = _exempt_imports(contract, [DirectBan(*[tuple(imports.apps)] * 3)], imports)
    left_out = {it.text for it in exempt}
    for importer, imported in imports.pairs:
        if f"{importer} -> {imported}" in left_out:
            continue
        a, b = (".".join(it.split(".")[:depth]) for it in (importer, imported))
        if a != b and a.startswith(f"{parent}.") and b.startswith(f"{parent}."):
            pairs.add((a, b))
    ours = broken_pairs(contract, _direct_pairs(contract, imports))
    labels = {(imports.apps[a].package, imports.apps[b].package) for a, b in ours}
    circles = broken_pairs(contract._replace(apps=()), pairs)
    if circles <= labels:
        siblings = (("ancestors", list_lines([parent])), ("depth", "0"))
        yield _section(contract, contract.id, "acyclic_siblings", siblings, exempt)


def _section(
    contract: Contract,
    name: str,
    kind: str,
    shape: tuple[Option, ...],
    ignored: tuple[ListLine, ...],
    notes: tuple[str, ...] = (),
) -> ContractSection:
    options = shape
    if ignored:
        options = (*options, ("ignore_imports", ignored), STRICT)
    if contract.why:
        options = (*options, ("broken_contract_guidance", contract.why))
    return ContractSection(name, name, kind, options, notes)
