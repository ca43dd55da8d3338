"""Contracts that hold once all tech debt is paid: apps in layers, and no import that is tech debt."""

from collections.abc import Iterable, Iterator

from coupling_lsp.graphs.arcs import successors_of
from coupling_lsp.graphs.search import reachable
from coupling_lsp.model.edges import Pair
from coupling_lsp.reports.export.agreed_contract import agreed_imports_contract
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, list_lines
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.snapshot.state import Snapshot

LAYERS = "goal-layers"
NO_DEBT = "no-tech-debt"


def goal_sections(snapshot: Snapshot, imports: ModuleImports) -> Iterator[ContractSection]:
    """Yield the contracts, each with the tech debt that breaks it today."""
    outer = _outermost_apps(imports)
    heights = _layer_heights(outer, _agreed_pairs(snapshot, imports, outer))
    debt = {pair: ids for pair, ids in _debt_rules(snapshot).items() if {*pair} <= {*imports.apps}}
    layers = [
        " : ".join(imports.packages(label for label in outer if heights[label] == height))
        for height in sorted(set(heights.values()), reverse=True)
    ]
    if len(layers) > 1:
        upward = [
            crossing
            for crossing in imports.crossings
            if crossing.status not in ("open", "debt", "approved")
            and heights.get(crossing.app, 0) < heights.get(crossing.to_app, 0)
            and {crossing.app, crossing.to_app} <= {*outer}
        ]
        exceptions = (("ignore_imports", tuple(ListLine(it.arrow_text) for it in upward)), STRICT) if upward else ()
        upward_debt = {pair: ids for pair, ids in debt.items() if heights.get(pair[0], 0) < heights.get(pair[1], 0)}
        notes = tuple(_pair_list("Tech debt that breaks it today", upward_debt))
        yield ContractSection(LAYERS, "Apps in layers", "layers", (("layers", list_lines(layers)), *exceptions), notes)
    notes = tuple(_pair_list("Tech debt that breaks it today, where it is an import", debt))
    yield from agreed_imports_contract(NO_DEBT, "Apps import only what is no tech debt", imports, False, notes)


def _pair_list(head: str, pairs: dict[Pair, list[str]]) -> Iterator[str]:
    yield f"{head}:" if pairs else f"{head}: none"
    for (source, target), ids in sorted(pairs.items()):
        yield f"  {source} -> {target}: {', '.join(ids)}"


def _outermost_apps(imports: ModuleImports) -> tuple[str, ...]:
    """Return the apps that lie in no other app; import-linter's layers cannot hold a part of another layer."""
    packages = {app.package: label for label, app in imports.apps.items()}
    return tuple(
        label for package, label in sorted(packages.items()) if not any(package.startswith(f"{it}.") for it in packages)
    )


def _agreed_pairs(snapshot: Snapshot, imports: ModuleImports, apps: Iterable[str]) -> set[Pair]:
    """Return the pairs of apps with edges that are neither tech debt nor forbidden, those into shared apps included."""
    pairs = {(it.app, it.to_app) for it in imports.crossings if it.status in ("shared", "silenced")}
    for edge, decision in snapshot.judged():
        if not edge.test and decision.verdict in ("approved", "undeclared"):
            pairs.add((edge.app, edge.to_app))
    return {(a, b) for a, b in pairs if a != b and {a, b} <= {*apps}}


def _debt_rules(snapshot: Snapshot) -> dict[Pair, list[str]]:
    """Return the ids of the rules behind tech debt, by pair of apps."""
    rule_ids: dict[Pair, list[str]] = {}
    for edge, decision in snapshot.judged():
        if not edge.test and decision.verdict == "tech-debt" and decision.rule is not None:
            ids = rule_ids.setdefault((edge.app, edge.to_app), [])
            ids += [decision.rule.id] if decision.rule.id not in ids else []
    return rule_ids


def _layer_heights(apps: Iterable[str], pairs: set[Pair]) -> dict[str, int]:
    """Return how many layers lie below each app. Apps in a cycle share a layer."""
    apps = tuple(apps)
    successors = successors_of(pairs)
    apps_below = {app: reachable(app, successors) for app in apps}
    cycles = {app: frozenset({app, *(it for it in apps_below[app] if app in apps_below[it])}) for app in apps}
    heights = dict.fromkeys(apps, 0)
    # What lies below an app comes before it.
    for app in sorted(apps, key=lambda it: len(apps_below[it] | cycles[it])):
        lower_apps = apps_below[app] - cycles[app]
        heights[app] = max((heights[it] + 1 for it in lower_apps), default=0)
    return heights
