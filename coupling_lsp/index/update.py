"""The index after files changed: only results that depend on what changed are worked out anew.

Changes spread in three steps: what files export, the types that follow, the edges that follow from both. A change of
settings, of apps or of the set of files builds the index from nothing.
"""

from collections.abc import Iterable, Mapping

from coupling_lsp.index.incremental.dependencies import DEMAND, REGISTERED_MODEL, TABLE_NAMES, Dependency
from coupling_lsp.index.models import plain_fields
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.registry import Declared, declare, heirs_of, registry_of
from coupling_lsp.index.patterns import matcher
from coupling_lsp.index.project import Index, build, call_arguments_of, lookups_of, resolve_file
from coupling_lsp.index.resolvers.context import Resolved
from coupling_lsp.index.symbols import exports, members
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names, Target
from coupling_lsp.index.symbols.named_endpoints import changed_lookups, declared_urls
from coupling_lsp.index.types import call_graph
from coupling_lsp.index.types.call_graph import NOBODY, Asks, Callers, asked_in
from coupling_lsp.model.facts import Facts, Sites

Changes = set[Dependency]


def replace(index: Index, changed_facts: Mapping[str, Facts | None]) -> Index:
    """Return the index after files changed, came, or went (None); the same object when no fact changed."""
    changed_facts = {path: facts for path, facts in changed_facts.items() if index.facts.get(path) != facts}
    if not changed_facts:
        return index
    facts = {path: facts for path, facts in index.facts.items() if changed_facts.get(path, facts) is not None}
    facts.update({path: facts for path, facts in changed_facts.items() if facts is not None})
    if _is_structural(index, changed_facts):
        return build(facts, index.config, index.roots, index.settings_modules)
    is_excluded = matcher(index.config.exclude)
    paths = {path for path in changed_facts if not is_excluded(path)}
    exporting = {path for path in changed_facts if _exports(index.facts[path]) != _exports(facts[path])}
    if exporting:
        return _update_exports(index, facts, exporting, paths)
    return _update_types(index._replace(facts=facts), index.facts, paths, set())


def _update_exports(index: Index, facts: Mapping[str, Facts], exporting: set[str], paths: set[str]) -> Index:
    """Bring names, models and relations up to date, then types and edges.

    `exporting` are the files that offer something else to others, `paths` all changed files that are not excluded.
    """
    names = Names(index.names.modules, facts, index.apps.standing)
    models = Models(names, index.apps, index.settings)
    changes: Changes = set()
    for path in exporting:
        for module in index.names.modules.names_of(path):
            changes |= exports.changed(module, index.facts[path], facts[path])
    declared = dict(index.declared)
    stale = {*paths, *_stale(index.declared, changes)}
    for path in stale:
        declared.pop(path, None)
        if facts[path].classes:
            declared[path] = declare(path, facts[path], models)
    registry, heirs = index.types.registry, index.types.heirs
    if any(_classes(index.declared, path) != _classes(declared, path) for path in stale):
        registry, heirs = registry_of(declared), heirs_of(declared)
        changes |= REGISTERED_MODEL.anywhere(registry, index.types.registry)
        changes |= heirs.changed(index.types.heirs)
    endpoints = changed_lookups((index.facts[path], facts[path]) for path in exporting)
    if any(_tables(index.declared, path) != _tables(declared, path) for path in stale):
        endpoints.add(TABLE_NAMES.of(""))
    changes |= endpoints
    relations = index.types.relations.among(models, registry, changes)
    changes |= relations.changed(index.types.relations)
    updated = index._replace(
        facts=facts,
        names=names,
        models=models,
        declared=declared,
        bare=index.bare.among(models, registry, heirs, relations),
        types=index.types.among(models, registry, heirs, relations),
        lookups=lookups_of(names.modules, facts, declared) if endpoints else index.lookups,
    )
    return _update_types(updated, index.facts, paths, changes)


def _update_types(index: Index, previous_facts: Mapping[str, Facts], paths: set[str], changes: Changes) -> Index:
    """Bring types and the call graph up to date in an index that has the new facts, then edges."""
    modules, facts = index.names.modules, index.facts
    asks = _demanded_parameters(index, paths)
    changes = changes | {DEMAND.of(function) for function in index.asks.functions ^ asks.functions}
    for path in paths:
        for module in modules.names_of(path):
            changes |= members.changed(module, previous_facts[path], facts[path])
    values = Members(modules, facts)
    bare = index.bare.after(changes, values, NOBODY) if changes else index.bare
    handed = dict(index.handed)
    for path in {path for path in paths if facts[path].calls or path in handed} | set(_stale(handed, changes)):
        handed.pop(path, None)
        handed.update(call_arguments_of({path: facts[path]}, bare, asks.functions))
        changes |= call_graph.changed(index.handed.get(path), handed.get(path))
    if changes or asks is not index.asks:
        types = index.types.after(changes, values, Callers(handed, modules.names))
        index = index._replace(asks=asks, handed=handed, bare=bare, types=types)
    for path in paths:
        for module in modules.names_of(path):
            changes |= plain_fields.changed(module, previous_facts[path], facts[path])
    return _update_edges(index, {*paths, *_stale(index.resolved, changes)})


def _update_edges(index: Index, paths: Iterable[str]) -> Index:
    resolved = {path: resolve_file(index, path) for path in paths}
    return index._replace(resolved={**index.resolved, **resolved}, renewed=frozenset(resolved))


def _demanded_parameters(index: Index, paths: set[str]) -> Asks:
    """Return the parameters something hangs on; the same object when changed files demand the same as before."""
    modules = index.names.modules.names
    demanded = {path: asked_in(index.facts[path], modules.get(path, "")) for path in paths}
    by_file = index.asks.by_file
    if all(by_file.get(path, frozenset()) == parameters for path, parameters in demanded.items()):
        return index.asks
    return Asks({path: parameters for path, parameters in {**by_file, **demanded}.items() if parameters})


def _stale(results: Mapping[str, Declared | Resolved | call_graph.Handed], changes: Changes) -> list[str]:
    """Return the paths whose results depend on something that changed."""
    return [path for path, result in results.items() if not changes.isdisjoint(result.dependencies)]


def _classes(declared: Mapping[str, Declared], path: str) -> tuple[object, ...]:
    result = declared.get(path)
    return (result.models, result.bases, result.serializers) if result is not None else ((), (), ())


def _tables(declared: Mapping[str, Declared], path: str) -> tuple[tuple[str, Target], ...]:
    return declared[path].tables if path in declared else ()


def _is_structural(index: Index, changed_facts: Mapping[str, Facts | None]) -> bool:
    """Return whether a change can alter which modules and apps there are."""
    for path, facts in changed_facts.items():
        previous = index.facts.get(path)
        if previous is None or facts is None:
            return True
        is_settings, is_exporting = index.is_settings(path), _exports(previous) != _exports(facts)
        if is_settings and (is_exporting or previous.settings != facts.settings):
            return True
        if is_settings and Sites.of(previous).settings != Sites.of(facts).settings:
            return True  # What could not be read there is told by its site.
        modules = index.names.modules.names_of(path) if is_exporting else []
        if any(not index.apps.dependencies.isdisjoint(exports.changed(name, previous, facts)) for name in modules):
            return True
        is_app_config = any(name.endswith(".apps") for name in modules)
        if previous.classes != facts.classes and (is_app_config or bool(previous.classes) != bool(facts.classes)):
            return True
    return False


def _exports(facts: Facts) -> tuple[object, ...]:
    """Return what other files can see of a file."""
    return (
        tuple(it for it in facts.imports if not it.local),
        *(facts.classes, facts.aliases, facts.writers),
        *(facts.tasks, declared_urls(facts)[1] if facts.channels else ()),
    )
