"""All edges of a project, kept up to date file by file.

An index is immutable. `update.replace` gives the index after a change and resolves only those files anew whose results
depend on something that changed; it equals an index built from nothing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import structs

from coupling_lsp.django.template_files import is_template
from coupling_lsp.index.apps import packages
from coupling_lsp.index.apps.app_configs import Configs
from coupling_lsp.index.apps.app_files import AppFiles
from coupling_lsp.index.apps.discovery import Apps, find_apps
from coupling_lsp.index.apps.settings import Settings, evaluate
from coupling_lsp.index.apps.source_roots import ALONE, Surroundings, folders_matching, source_roots
from coupling_lsp.index.models import plain_fields
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.registry import FileModels, build_class_hierarchy, build_registry, file_models_of
from coupling_lsp.index.resolvers import (
    channels,
    declarations,
    dynamic_models,
    imports,
    inferred_uses,
    instance_calls,
    joins,
    manager_calls,
    schema,
)
from coupling_lsp.index.resolvers.context import Context, Resolved
from coupling_lsp.index.symbols.class_hierarchy import has_named_classes
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.named_endpoints import NamedEndpoints
from coupling_lsp.index.types.call_graph import (
    NO_CALLS,
    CallArguments,
    CallGraph,
    DemandedParameters,
    call_arguments,
    demanded_parameters,
)
from coupling_lsp.index.types.inference import Types
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Facts
from coupling_lsp.model.search_terms import SearchTerms

RESOLVERS = (
    imports,
    schema,
    manager_calls,
    instance_calls,
    joins,
    channels,
    declarations,
    dynamic_models,
    inferred_uses,
)

_LOADERS = frozenset(["import_module", "import_string", "__import__"])

NOTHING = Resolved((), (), ())


class Index(NamedTuple):
    """All that follows from the facts of a project's files. What is by file is by path relative to the workspace.

    `demand` tells the parameters whose arguments matter, `call_arguments` the arguments that calls hand to them;
    `types_without_callers` do not know these, and tell which function a call reaches. `reresolved` are the files
    resolved anew since the index this one was made from; None when all were.
    """

    config: Config
    roots: tuple[str, ...]
    settings_modules: tuple[str, ...]
    surroundings: Surroundings
    facts: Mapping[str, Facts]
    names: Names
    settings: Settings
    apps: Apps
    files: AppFiles
    models: Models
    file_models: Mapping[str, FileModels]
    types_without_callers: Types
    types: Types
    endpoints: NamedEndpoints
    resolved: Mapping[str, Resolved]
    demand: DemandedParameters
    call_arguments: Mapping[str, CallArguments]
    reresolved: frozenset[str] | None = None

    def wanted(self) -> SearchTerms:
        """Return the words for which the files of the project deserve a second pass (see `detect.second_pass`)."""
        relations = self.types.relations
        fields = plain_fields.PlainFields(self.names.modules, self.facts, relations.tables)
        lookups_alone = relations.names_alone.union(*(fields.of(it) for it in relations.tables.extended))
        return SearchTerms(
            attributes=relations.attributes,
            parameters=self.demand.searched(self.types.hierarchy),
            lookups=relations.lookup_names,
            bare_lookups=lookups_alone,
            ordering=relations.ordering_names,
            managers=relations.tables.manager_names,
            writing_methods=self.types.writing_methods(),
        )

    def is_settings(self, path: str) -> bool:
        """Return whether the settings are read from a file."""
        return path in self.settings.files

    def has_edges_of(self, index: "Index", paths: Iterable[str]) -> bool:
        """Return whether some files have the edges they have in another index, wherever in the file they stand."""
        pairs = ((self.resolved.get(path, NOTHING), index.resolved.get(path, NOTHING)) for path in paths)
        return all(_without_places(resolution) == _without_places(previous) for resolution, previous in pairs)


def _without_places(resolution: Resolved) -> list[Edge]:
    return [structs.replace(edge, site=0) for edge in resolution.edges]


def build(
    facts: Mapping[str, Facts],
    config: Config,
    roots: tuple[str, ...],
    settings: tuple[str, ...],
    surroundings: Surroundings = ALONE,
) -> Index:
    """Return the index of a project, built from nothing.

    `roots` are the source roots it is found by; those that its rules name are added.
    """
    project_facts = {path: it for path, it in facts.items() if not config.is_excluded(path)}
    stated_roots = folders_matching(config.from_base(config.roots), facts)
    modules = Modules(facts, (*roots, *stated_roots), config.is_test)
    names = Names(modules, facts)
    values = evaluate(settings, names)
    sources = source_roots(roots, stated_roots, values.installed, modules, facts, surroundings)
    if sources.folders != modules.roots or sources.links:
        wider, modules = modules, Modules(facts, sources.folders, config.is_test, sources.links)
        names = Names(modules, facts)
        values = evaluate(tuple(it if it in modules else _renamed(it, wider, modules) for it in settings), names)
    apps = find_apps(values, names, config, surroundings.own_folder)
    values = values._replace(unresolved=(*values.unresolved, *sources.unread))
    names = Names(modules, facts, apps.standing)
    models = Models(names, apps, values)
    file_models = {
        path: file_models_of(path, it, models) for path, it in project_facts.items() if has_named_classes(it)
    }
    registry = build_registry(file_models)
    demand = DemandedParameters(
        {
            path: parameters
            for path, it in project_facts.items()
            if (parameters := demanded_parameters(it, modules.names.get(path, "")))
        }
    )
    types_without_callers = Types(
        models, registry, build_class_hierarchy(file_models), Members(modules, facts), NO_CALLS
    )
    call_arguments = call_arguments_of(project_facts, types_without_callers, demand.functions)
    types = types_without_callers.with_callers(CallGraph(call_arguments, modules.names))
    endpoints = named_endpoints(modules, facts, file_models)
    index = Index(
        config=config,
        roots=roots,
        settings_modules=settings,
        surroundings=surroundings,
        facts=facts,
        names=names,
        settings=values,
        apps=apps,
        files=AppFiles(facts, apps, modules, values.file_settings),
        models=models,
        file_models=file_models,
        types_without_callers=types_without_callers,
        types=types,
        endpoints=endpoints,
        resolved={},
        demand=demand,
        call_arguments=call_arguments,
    )
    return index._replace(resolved={path: resolve_file(index, path) for path in project_facts})


def call_arguments_of(facts: Mapping[str, Facts], types: Types, demanded: frozenset[str]) -> dict[str, CallArguments]:
    modules = types.names.modules.names
    return {
        path: call_arguments(file_facts, modules[path], types, demanded)
        for path, file_facts in facts.items()
        if file_facts.calls and path in modules
    }


def named_endpoints(
    modules: Modules, facts: Mapping[str, Facts], file_models: Mapping[str, FileModels]
) -> NamedEndpoints:
    return NamedEndpoints(modules, facts, (it for path in sorted(file_models) for it in file_models[path].tables))


def _renamed(module: str, previous: Modules, current: Modules) -> str:
    """Return the name a module has under other source roots; its own when it has none."""
    return current.names.get(previous.paths.get(module, ""), module)


def context_of(index: Index, path: str) -> Context | None:
    """Return what resolving a file needs to know; None for one that belongs to no app."""
    modules = index.names.modules
    if is_template(path):
        app = index.files.owner(path) if index.config.templates and index.facts[path].channels else ""
        module = index.files.module(path) if app else ""
    else:
        module = modules.names.get(path, "") or (modules.by_place(path) if index.facts[path].channels else "")
        app = index.apps.owner(module) if module else ""
    if not app:
        return None
    test = index.config.is_test(path)
    loaders = _LOADERS.union(name.rpartition(".")[2] for name in index.config.loaders)
    return Context(
        path=path,
        module=module,
        app=app,
        facts=index.facts[path],
        types=index.types,
        endpoints=index.endpoints,
        plain_fields=plain_fields.PlainFields(index.names.modules, index.facts, index.types.relations.tables),
        files=index.files if index.config.templates else None,
        test=test,
        loaders=loaders,
        settings=index.is_settings(path),
    )


def uninstalled_packages(index: Index) -> list[str]:
    """Return the packages that look like apps, lie beside installed ones, and are none."""
    return packages.uninstalled_packages(index.names.modules, Configs(index.names), index.apps.by_label.values())


def imports_models(edges: Iterable[Edge]) -> bool:
    """Return whether models of other apps are imported among the edges of a file."""
    return any(edge.kind == "import" and edge.symbol_kind == "model" for edge in edges)


def resolve_file(index: Index, path: str) -> Resolved:
    context = context_of(index, path)
    if context is None:
        return NOTHING
    # No import can name `0001_initial.py` or `show.html`; a migration or a template they are by their place.
    is_named = path in index.names.modules.names
    resolvers = [it.resolve for it in RESOLVERS] if is_named else [channels.resolve_unnamed]
    edges = tuple(dict.fromkeys(edge for resolve in resolvers for edge in resolve(context)))
    unresolved = (*context.unresolved, *(context.unknown_rows if imports_models(edges) else ()))
    return Resolved(edges, unresolved, context.dependencies.frozen(), tuple(context.own_writes))
