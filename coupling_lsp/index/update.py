"""The index after files changed: only results that depend on what changed are worked out anew.

Changes spread in three steps: what files export, the types that follow, the edges that follow from both. A change of
settings, of apps or of the set of files builds the index from nothing.
"""

from collections.abc import Iterable, Mapping

from coupling_lsp.index.incremental.dependencies import DEMAND, REGISTERED_MODEL, TABLE_NAMES, Dependency
from coupling_lsp.index.models import plain_fields
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.registry import FileModels, build_class_hierarchy, build_registry, file_models_of
from coupling_lsp.index.project import Index, build, call_arguments_of, named_endpoints, resolve_file
from coupling_lsp.index.resolvers.context import Resolved
from coupling_lsp.index.symbols import exports, members
from coupling_lsp.index.symbols.class_hierarchy import NamedClasses, has_named_classes
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.named_endpoints import changed_endpoints
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.symbols.url_namespaces import declared_urls
from coupling_lsp.index.types import call_graph
from coupling_lsp.index.types.call_graph import NO_CALLS, CallGraph, DemandedParameters, demanded_parameters
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
        return build(facts, index.config, index.roots, index.settings_modules, index.surroundings)
    exporting = {path for path in changed_facts if _exports(index.facts[path]) != _exports(facts[path])}
    if exporting:
        return _update_exports(index, facts, exporting, set(changed_facts))
    return _update_types(index._replace(facts=facts), index.facts, set(changed_facts), set())


def _update_exports(index: Index, facts: Mapping[str, Facts], exporting: set[str], paths: set[str]) -> Index:
    """Bring names, models and relations up to date, then types and edges.

    `exporting` are the files that offer something else to others, `paths` all that changed.
    """
    names = Names(index.names.modules, facts, index.apps.standing)
    models = Models(names, index.apps, index.settings)
    changes: Changes = set()
    for path in exporting:
        for module in index.names.modules.names_of(path):
            changes |= exports.changed(module, index.facts[path], facts[path])
    file_models = dict(index.file_models)
    stale = {*(paths & index.resolved.keys()), *_stale(index.file_models, changes)}
    for path in stale:
        file_models.pop(path, None)
        if has_named_classes(facts[path]):
            file_models[path] = file_models_of(path, facts[path], models)
    registry, hierarchy = index.types.registry, index.types.hierarchy
    if any(_classes(index.file_models, path) != _classes(file_models, path) for path in stale):
        registry, hierarchy = build_registry(file_models), build_class_hierarchy(file_models)
        changes |= REGISTERED_MODEL.anywhere(registry, index.types.registry)
        changes |= hierarchy.changed(index.types.hierarchy)
    changed_names = changed_endpoints((index.facts[path], facts[path]) for path in exporting)
    if any(_tables(index.file_models, path) != _tables(file_models, path) for path in stale):
        changed_names.add(TABLE_NAMES.of(""))
    changes |= changed_names
    relations = index.types.relations.rebind(models, registry, changes)
    changes |= relations.changed(index.types.relations)
    updated_index = index._replace(
        facts=facts,
        names=names,
        models=models,
        file_models=file_models,
        types_without_callers=index.types_without_callers.rebind(models, registry, hierarchy, relations),
        types=index.types.rebind(models, registry, hierarchy, relations),
        endpoints=named_endpoints(names.modules, facts, file_models) if changed_names else index.endpoints,
    )
    return _update_types(updated_index, index.facts, paths, changes)


def _update_types(index: Index, previous_facts: Mapping[str, Facts], paths: set[str], changes: Changes) -> Index:
    """Bring types and the call graph up to date in an index that has the new facts, then edges."""
    modules, facts = index.names.modules, index.facts
    own_paths = paths & index.resolved.keys()  # An excluded file has no results, but others depend on it.
    demand = _demanded_parameters(index, own_paths)
    changes = changes | {DEMAND.of(function) for function in index.demand.functions ^ demand.functions}
    for path in paths:
        for module in modules.names_of(path):
            changes |= members.changed(module, previous_facts[path], facts[path])
            changes |= plain_fields.changed(module, previous_facts[path], facts[path])
    values = Members(modules, facts)
    types_without_callers = (
        index.types_without_callers.invalidate(changes, values, NO_CALLS) if changes else index.types_without_callers
    )
    call_arguments = dict(index.call_arguments)
    for path in {path for path in own_paths if facts[path].calls or path in call_arguments} | set(
        _stale(call_arguments, changes)
    ):
        call_arguments.pop(path, None)
        call_arguments.update(call_arguments_of({path: facts[path]}, types_without_callers, demand.functions))
        changes |= call_graph.changed(index.call_arguments.get(path), call_arguments.get(path))
    index = index._replace(call_arguments=call_arguments)  # Also without other calls: they may depend on other things.
    if changes or demand is not index.demand:
        types = index.types.invalidate(changes, values, CallGraph(call_arguments, modules.names))
        index = index._replace(demand=demand, types_without_callers=types_without_callers, types=types)
    return _update_edges(index, {*own_paths, *_stale(index.resolved, changes)})


def _update_edges(index: Index, paths: Iterable[str]) -> Index:
    resolutions = {path: resolve_file(index, path) for path in paths}
    return index._replace(resolved={**index.resolved, **resolutions}, reresolved=frozenset(resolutions))


def _demanded_parameters(index: Index, paths: set[str]) -> DemandedParameters:
    """Return the parameters something hangs on; the same object when changed files demand the same as before."""
    modules = index.names.modules.names
    demanded = {path: demanded_parameters(index.facts[path], modules.get(path, "")) for path in paths}
    by_file = index.demand.by_file
    if all(by_file.get(path, frozenset()) == parameters for path, parameters in demanded.items()):
        return index.demand
    return DemandedParameters({path: parameters for path, parameters in {**by_file, **demanded}.items() if parameters})


def _stale(results: Mapping[str, FileModels | Resolved | call_graph.CallArguments], changes: Changes) -> list[str]:
    """Return the paths whose results depend on something that changed."""
    return [path for path, result in results.items() if not changes.isdisjoint(result.dependencies)]


def _classes(file_models: Mapping[str, FileModels], path: str) -> tuple[object, ...]:
    result = file_models.get(path)
    return (result.models, result.named_classes) if result is not None else ((), NamedClasses())


def _tables(file_models: Mapping[str, FileModels], path: str) -> tuple[tuple[str, Target], ...]:
    return file_models[path].tables if path in file_models else ()


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
            return True  # An unresolved place in it is known by its site.
        modules = index.names.modules.names_of(path) if is_exporting else []
        if any(not index.apps.dependencies.isdisjoint(exports.changed(name, previous, facts)) for name in modules):
            return True
        if bool(previous.classes) != bool(facts.classes):
            return True
    return False


def _exports(facts: Facts) -> tuple[object, ...]:
    """Return what other files can see of a file."""
    return (
        tuple(it for it in facts.imports if not it.local),
        *(facts.classes, facts.aliases),
        [it for it in facts.declarations if it.form == "register"],
        *(facts.registrations, declared_urls(facts).includes if facts.channels else ()),
    )
