"""How much of a project was understood: the places of each kind, how many could not be resolved, and why not.

Where there are rules, also how much they speak of.

A place counts as resolved when it is known what it leads to, also inside its own app or outside the project.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from coupling_lsp.detect import dynamic
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import MANAGERS, Facts, Sites, class_sites
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.rule_coverage import rule_coverage
from coupling_lsp.reports.contents.unresolved_places import SECTIONS, site_section, unresolved_places
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.snapshot.state import Snapshot

_SECTION_TITLES = (
    "imported names",
    "relations of models",
    "uses of managers",
    "imports by string",
    "installed apps",
    "names looked up",
)


def render(projects: Sequence[ProjectView], screen: Screen) -> str:
    """The rates and the unresolved places of all projects."""
    return "".join(f"{line}\n" for project in projects for line in _project(project, screen))


def _project(project: ProjectView, screen: Screen) -> Iterator[str]:
    snapshot = project.snapshot
    found = list(unresolved_places(snapshot))
    missing = Counter(site_section(snapshot, it) for _, it in found)
    places = _places(snapshot)
    first = max(map(len, _SECTION_TITLES))
    yield screen.paint("faint", f"{'':{first}}  places  resolved")
    for told, name in zip(_SECTION_TITLES, SECTIONS, strict=False):
        total = max(places[name], missing[name])
        rate = f"{100 * (total - missing[name]) / total:.1f} %" if total else "·"
        yield f"{told:{first}}  {total:6}  {rate:>8}"
    if snapshot.ruleset.path:
        yield ""
        yield from _coverage(snapshot, screen)
    if found:
        yield ""
        yield screen.paint("strong", "Not resolved")
        table = [(project.place(it.path, span.line, span.column), it.reason) for span, it in found]
        width = max(cells.width(cells.clean(place)) for place, _ in table)
        for place, reason in table:
            yield f"  {cells.pad(cells.clean(place), width)}  {cells.clean(reason)}"


def _coverage(snapshot: Snapshot, screen: Screen) -> Iterator[str]:
    shares = rule_coverage(list(edge_rows(snapshot, EdgeFilter(tests=False, judged=True))))
    first = max(len(it.what) for it in shares)
    yield screen.paint("faint", f"{'':{first}}  outside tests  by rules")
    for it in shares:
        yield f"{it.what:{first}}  {it.total:13}  {it.percent:>8}"


def _places(snapshot: Snapshot) -> Counter[str]:
    places: Counter[str] = Counter()
    loaders = {*(it.decode() for it in dynamic.PATTERNS), *snapshot.ruleset.config.loaders}
    for path, resolved in snapshot.index.resolved.items():
        module = snapshot.index.names.modules.names.get(path, "")
        if not module or not snapshot.index.apps.owner(module):
            continue
        facts = snapshot.index.facts[path]
        leading = {edge.site for edge in resolved.edges}
        places["import"] += len(facts.imports)
        places["schema"] += _n_relations(snapshot, module, facts)
        places["orm"] += sum(
            it.manager in MANAGERS or site in leading
            for site, it in enumerate(facts.accesses, Sites.of(facts).accesses)
        )
        places["dynamic import"] += sum(it.callee.rpartition(".")[2] in loaders for it in facts.dynamics)
        places["channel"] += sum(it.mechanism != "text" for it in facts.channels)
    settings = snapshot.index.settings
    places["settings"] = len(settings.installed) + len(settings.unresolved)
    return places


def _n_relations(snapshot: Snapshot, module: str, facts: Facts) -> int:
    models = snapshot.index.models
    seen = Dependencies()
    number = 0
    for it, _ in class_sites(facts):
        if models.model_kind(Target(module, it.name, True), seen):
            found = (models.relation(field, module, seen) for field in it.fields)
            number += sum(relation is not None and bool(relation.mechanism) for relation in found)
    return number
