"""The contracts of import-linter in the editor: at the imports that break them, and in the file that states them."""

from collections.abc import Iterator
from itertools import pairwise

from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.model.linter import LinterContract
from coupling_lsp.rules.import_linter.indirect_imports import ImportChain
from coupling_lsp.snapshot.state import Snapshot

_MAX_SHOWN_MODULES = 3
"""How many modules a message names; more are told by an ellipsis."""


def breaches(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each import of a file that a contract does not allow."""
    severity = snapshot.ruleset.severity("contracts")
    if severity == "off":
        return
    linter_state = snapshot.linted
    for site, importing_module, imported_module, breach in linter_state.breaches(path):
        name = breach.contract.name
        lines = [
            f"{importing_module} imports {imported_module}, against import-linter's contract `{name}`",
            breach.detail,
        ]
        message = "\n".join(filter(None, (*lines, breach.contract.why)))
        place = Related(Place(linter_state.config.path, breach.contract.span), f"Contract `{name}`")
        yield Diagnostic(snapshot.span(path, site), severity, "contract-broken", message, related=(place,))


def faults(snapshot: Snapshot) -> list[Diagnostic]:
    """Return the diagnostics of the file with the contracts.

    They are what lint-imports refuses to read, and breaches that no single import makes.
    """
    linter_state = snapshot.linted
    diagnostics = [Diagnostic(it.span, it.severity, "invalid-rules", it.message) for it in linter_state.config.faults]
    diagnostics += [Diagnostic(it.span, it.severity, "invalid-rules", it.message) for it in linter_state.faults]
    severity = snapshot.ruleset.severity("contracts")
    if severity != "off":
        for contract, missing_modules in linter_state.whole.unlisted_modules:
            names = ", ".join(missing_modules[:_MAX_SHOWN_MODULES]) + (
                ", …" if len(missing_modules) > _MAX_SHOWN_MODULES else ""
            )
            message = f"{names}: in no layer of `{contract.name}`, which has to name every one\nAdd a layer for each"
            diagnostics.append(Diagnostic(contract.span, severity, "contract-broken", message))
        for indirect_breach in linter_state.whole.indirect_breaches:
            message, related = _indirect_breach(snapshot, indirect_breach.contract, indirect_breach.chains)
            diagnostics.append(
                Diagnostic(indirect_breach.contract.span, severity, "contract-broken", message, related=related)
            )
    return sorted(diagnostics, key=lambda it: it.span)


def changed_paths(old: Snapshot, new: Snapshot) -> set[str]:
    """Return the files whose diagnostics of this sort may differ between two snapshots, those edited aside."""
    old_state, new_state = old.linted, new.linted
    if old_state is new_state:
        return set()
    files = {old_state.config.path, new_state.config.path}
    if old_state.config is not new_state.config or old_state.known is not new_state.known:
        return {*files, *old_state.paths(), *new_state.paths()}
    if old_state.whole is new_state.whole:
        return set()
    differing_pairs = {
        pair
        for pair in old_state.cut.keys() | new_state.cut.keys()
        if old_state.cut.get(pair) != new_state.cut.get(pair)
    }
    return {
        *files,
        *(path for pair in differing_pairs for it in (old_state, new_state) for path, _ in it.places(*pair)),
    }


def _indirect_breach(
    snapshot: Snapshot, contract: LinterContract, chains: tuple[ImportChain, ...]
) -> tuple[str, tuple[Related, ...]]:
    """Return the message about modules that import each other by way of others, and the imports of the shortest way."""
    shortest_chain = chains[0]
    more_chains = f", and {len(chains) - 1} more" if len(chains) > 1 else ""
    message = (
        f"`{contract.name}` is broken by imports of imports: {' → '.join(shortest_chain)}{more_chains}\n"
        "lint-imports follows these too; no import of them breaks it alone\nCut one of the imports on the way"
    )
    related = []
    for importing_module, imported_module in pairwise(shortest_chain):
        place = next(snapshot.linted.places(importing_module, imported_module), None)
        if place is not None:
            span = snapshot.span(*place)
            related.append(Related(Place(place[0], span), f"{importing_module} imports {imported_module}"))
    return message, tuple(related)
