"""`check --stats`: how many places of each kind are resolved, which are not and why, and how much rules cover.

A place is resolved when its target is known, also where that lies in the same app or outside the project.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from coupling_lsp.detect.detectors import dynamic_imports
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.project import imports_models, uninstalled_packages
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Facts, Sites, class_sites
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.rule_coverage import rule_coverage
from coupling_lsp.reports.contents.unresolved_places import SAVED_ROW, site_section, unresolved_places
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.snapshot.state import Snapshot

_TITLES = {
    "import": "imported names",
    "schema": "relations of models",
    "orm": "uses of managers",
    SAVED_ROW: "saved rows",
    "dynamic import": "imports by string",
    "settings": "installed apps",
    "channel": "names looked up",
}
"""How the report calls the sections that have rates, in its order; the others are counted with those."""


def render(projects: Sequence[ProjectView], screen: Screen) -> str:
    """Return the rates and the unresolved places of all projects."""
    return "".join(f"{line}\n" for project in projects for line in _project(project, screen))


def _project(project: ProjectView, screen: Screen) -> Iterator[str]:
    snapshot = project.snapshot
    places_left = list(unresolved_places(snapshot))
    n_unresolved = Counter(site_section(snapshot, it) for _, it in places_left)
    places = _places(snapshot)
    first = max(map(len, _TITLES.values()))
    yield screen.paint("faint", f"{'':{first}}  places  resolved")
    for name, title in _TITLES.items():
        total = max(places[name], n_unresolved[name])
        rate = f"{100 * (total - n_unresolved[name]) / total:.1f} %" if total else "·"
        yield f"{title:{first}}  {total:6}  {rate:>8}"
    if snapshot.ruleset.path:
        yield ""
        yield from _coverage(snapshot, screen)
    if places_left:
        yield ""
        yield screen.paint("strong", "Not resolved")
        table = [(project.place(it.path, span.line, span.column), it.reason) for span, it in places_left]
        width = max(cells.width(cells.clean(place)) for place, _ in table)
        for place, reason in table:
            yield f"  {cells.pad(cells.clean(place), width)}  {cells.clean(reason)}"
    if packages := uninstalled_packages(snapshot.index):
        yield ""
        yield screen.paint("strong", "Not installed, though they look like apps")
        yield from (f"  {cells.clean(package)}" for package in packages)
        yield "  Name those that are apps in rules.yaml, under `project: apps:`"


def _coverage(snapshot: Snapshot, screen: Screen) -> Iterator[str]:
    shares = rule_coverage(list(edge_rows(snapshot, EdgeFilter(tests=False, judged=True))))
    first = max(len(it.noun) for it in shares)
    yield screen.paint("faint", f"{'':{first}}  outside tests  by rules")
    for share in shares:
        yield f"{share.noun:{first}}  {share.total:13}  {share.percent:>8}"


def _places(snapshot: Snapshot) -> Counter[str]:
    """Return how many places a project has by section, resolved or not."""
    places: Counter[str] = Counter()
    loaders = {*(it.decode() for it in dynamic_imports.PATTERNS), *snapshot.ruleset.config.loaders}
    is_test = snapshot.ruleset.config.is_test
    for path, resolved_file in snapshot.index.resolved.items():
        module = snapshot.index.names.modules.names.get(path, "")
        if not module or not snapshot.index.apps.owner(module):
            continue
        facts = snapshot.index.facts[path]
        sites_of_edges = {edge.site for edge in resolved_file.edges}
        places["import"] += len(facts.imports)
        places["schema"] += _n_relations(snapshot, module, facts)
        places["orm"] += sum(
            access.manager in MANAGERS or site in sites_of_edges
            for site, access in enumerate(facts.accesses, Sites.of(facts).accesses)
        )
        if imports_models(resolved_file.edges) and not is_test(path):
            places[SAVED_ROW] += sum(not it.manager and bool(it.reason) for it in facts.accesses)
        places["dynamic import"] += sum(it.callee.rpartition(".")[2] in loaders for it in facts.dynamics)
        places["channel"] += sum(it.mechanism != "text" for it in facts.channels)
    settings = snapshot.index.settings
    places["settings"] = len(settings.installed) + len(settings.unresolved)
    return places


def _n_relations(snapshot: Snapshot, module: str, facts: Facts) -> int:
    """Return how many fields of a file's models are relations."""
    models = snapshot.index.models
    dependencies = Dependencies()
    number = 0
    for class_facts, _ in class_sites(facts):
        if models.model_kind(Target(module, class_facts.name, True), dependencies):
            relations = (models.relation(field, module, dependencies) for field in class_facts.fields)
            number += sum(relation is not None and bool(relation.mechanism) for relation in relations)
    return number
