"""The contracts of import-linter in the editor: at the imports that break them, and in the file that states them."""

from collections.abc import Iterator
from itertools import pairwise

from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.model.linter import LinterContract
from coupling_lsp.rules.import_linter.indirect_imports import ImportChain
from coupling_lsp.snapshot.state import Snapshot

_SHOWN = 3


def breaches(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """The imports of a file that a contract does not allow."""
    severity = snapshot.ruleset.severity("contracts")
    if severity == "off":
        return
    linted = snapshot.linted
    for site, importer, imported, breach in linted.breaches(path):
        name = breach.contract.name
        lines = [f"{importer} imports {imported}, against import-linter's contract `{name}`", breach.detail]
        message = "\n".join(filter(None, (*lines, breach.contract.why)))
        place = Related(Place(linted.config.path, breach.contract.span), f"Contract `{name}`")
        yield Diagnostic(snapshot.span(path, site), severity, "contract-broken", message, related=(place,))


def faults(snapshot: Snapshot) -> list[Diagnostic]:
    """The diagnostics of the file with the contracts: what lint-imports refuses, and what no single import breaks."""
    linted = snapshot.linted
    found = [Diagnostic(it.span, it.severity, "invalid-rules", it.message) for it in linted.config.faults]
    found += [Diagnostic(it.span, it.severity, "invalid-rules", it.message) for it in linted.faults]
    severity = snapshot.ruleset.severity("contracts")
    if severity != "off":
        for contract, left_out in linted.whole.unlisted_modules:
            named = ", ".join(left_out[:_SHOWN]) + (", …" if len(left_out) > _SHOWN else "")
            message = f"{named}: in no layer of `{contract.name}`, which has to name every one\nAdd a layer for each"
            found.append(Diagnostic(contract.span, severity, "contract-broken", message))
        for around in linted.whole.indirect_breaches:
            message, related = _around(snapshot, around.contract, around.chains)
            found.append(Diagnostic(around.contract.span, severity, "contract-broken", message, related=related))
    return sorted(found, key=lambda it: it.span)


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """The files whose diagnostics of this sort may differ between two snapshots, those edited aside."""
    one, other = before.linted, after.linted
    if one is other:
        return set()
    files = {one.config.path, other.config.path}
    if one.config is not other.config or one.known is not other.known:
        return {*files, *one.paths(), *other.paths()}
    if one.whole is other.whole:
        return set()
    differing = {pair for pair in one.cut.keys() | other.cut.keys() if one.cut.get(pair) != other.cut.get(pair)}
    return {*files, *(path for pair in differing for it in (one, other) for path, _ in it.places(*pair))}


def _around(
    snapshot: Snapshot, contract: LinterContract, chains: tuple[ImportChain, ...]
) -> tuple[str, tuple[Related, ...]]:
    """That modules import each other by way of others, and where each import of the shortest way stands."""
    way = chains[0]
    more = f", and {len(chains) - 1} more" if len(chains) > 1 else ""
    message = (
        f"`{contract.name}` is broken by imports of imports: {' → '.join(way)}{more}\n"
        "lint-imports follows these too; no import of them breaks it alone\nCut one of the imports on the way"
    )
    related = []
    for importer, imported in pairwise(way):
        place = next(snapshot.linted.places(importer, imported), None)
        if place is not None:
            span = snapshot.span(*place)
            related.append(Related(Place(place[0], span), f"{importer} imports {imported}"))
    return message, tuple(related)
