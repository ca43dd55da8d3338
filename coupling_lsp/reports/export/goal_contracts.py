"""The goal: layers computed from what is agreed without tech debt, and no import that is tech debt."""

from collections.abc import Iterable, Iterator

from coupling_lsp.reports.export.agreed_contract import agreed_imports_contract
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, list_lines
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.snapshot.state import Snapshot

LAYERS = "goal-layers"
NO_DEBT = "no-tech-debt"

Pair = tuple[str, str]


def goal_sections(snapshot: Snapshot, imports: ModuleImports) -> Iterator[ContractSection]:
    """The contracts that hold once the tech debt is paid."""
    outer = _outermost_apps(imports)
    heights = _layer_heights(outer, _agreed_pairs(snapshot, imports, outer))
    debt = {pair: ids for pair, ids in _debt_rules(snapshot).items() if {*pair} <= {*imports.apps}}
    layers = [
        " : ".join(imports.packages(label for label in outer if heights[label] == height))
        for height in sorted(set(heights.values()), reverse=True)
    ]
    if len(layers) > 1:
        upward = [
            it
            for it in imports.crossings
            if it.status not in ("open", "debt", "approved")
            and heights.get(it.app, 0) < heights.get(it.to_app, 0)
            and {it.app, it.to_app} <= {*outer}
        ]
        ignored = (("ignore_imports", tuple(ListLine(it.written) for it in upward)), STRICT) if upward else ()
        up = {pair: ids for pair, ids in debt.items() if heights.get(pair[0], 0) < heights.get(pair[1], 0)}
        notes = tuple(_pair_list("Tech debt that breaks it today", up))
        yield ContractSection(LAYERS, "Apps in layers", "layers", (("layers", list_lines(layers)), *ignored), notes)
    notes = tuple(_pair_list("Tech debt that breaks it today, where it is an import", debt))
    yield from agreed_imports_contract(NO_DEBT, "Apps import only what is no tech debt", imports, False, notes)


def _pair_list(head: str, pairs: dict[Pair, list[str]]) -> Iterator[str]:
    yield f"{head}:" if pairs else f"{head}: none"
    for (source, target), ids in sorted(pairs.items()):
        yield f"  {source} -> {target}: {', '.join(ids)}"


def _outermost_apps(imports: ModuleImports) -> tuple[str, ...]:
    """The apps that lie in no other app: a layer cannot hold a part of another."""
    packages = {app.package: label for label, app in imports.apps.items()}
    return tuple(
        label for package, label in sorted(packages.items()) if not any(package.startswith(f"{it}.") for it in packages)
    )


def _agreed_pairs(snapshot: Snapshot, imports: ModuleImports, apps: Iterable[str]) -> set[Pair]:
    """The pairs of apps with edges that are no tech debt and not forbidden; shared apps count as well."""
    pairs = {(it.app, it.to_app) for it in imports.crossings if it.status in ("shared", "silenced")}
    for edge, decision in snapshot.judged():
        if not edge.test and decision.verdict in ("approved", "undeclared"):
            pairs.add((edge.app, edge.to_app))
    return {(a, b) for a, b in pairs if a != b and {a, b} <= {*apps}}


def _debt_rules(snapshot: Snapshot) -> dict[Pair, list[str]]:
    """The rules behind tech debt, by pair of apps."""
    found: dict[Pair, list[str]] = {}
    for edge, decision in snapshot.judged():
        if not edge.test and decision.verdict == "tech-debt" and decision.rule is not None:
            ids = found.setdefault((edge.app, edge.to_app), [])
            ids += [decision.rule.id] if decision.rule.id not in ids else []
    return found


def _layer_heights(apps: Iterable[str], pairs: set[Pair]) -> dict[str, int]:
    """How many layers lie below each app. Apps in a circle share a layer."""
    apps = tuple(apps)
    below = {app: _apps_below(app, pairs) for app in apps}
    circles = {app: frozenset({app, *(it for it in below[app] if app in below[it])}) for app in apps}
    heights = dict.fromkeys(apps, 0)
    for app in sorted(apps, key=lambda it: len(below[it] | circles[it])):  # What lies below an app comes before it.
        under = below[app] - circles[app]
        heights[app] = max((heights[it] + 1 for it in under), default=0)
    return heights


def _apps_below(start: str, pairs: set[Pair]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        app = waiting.pop()
        new = {b for a, b in pairs if a == app} - found
        found |= new
        waiting += new
    return found
