"""All edges of a project, kept up to date file by file.

An index is immutable. `replace` gives the index of changed texts and re-resolves only the files that looked at
something the change touched; the result equals one built from scratch.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import structs

from coupling_lsp.index.apps.discovery import Apps, find_apps
from coupling_lsp.index.apps.settings import Settings, evaluate
from coupling_lsp.index.apps.source_roots import source_roots
from coupling_lsp.index.incremental.dependencies import differing, kept
from coupling_lsp.index.models import plain_fields
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.registry import Declared, declare, heirs_of, registry_of
from coupling_lsp.index.patterns import matcher
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
from coupling_lsp.index.symbols.exports import changed
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.members import changed as members_changed
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.name_resolution import Names, Target
from coupling_lsp.index.symbols.named_endpoints import TABLES, Lookups, changed_lookups, declared_urls
from coupling_lsp.index.types.call_graph import NOBODY, Asks, Callers, Handed, asked_in, handed
from coupling_lsp.index.types.call_graph import changed as callers_changed
from coupling_lsp.index.types.inference import Types
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Facts, Sites
from coupling_lsp.model.words import Words

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
    """The edges of a project. `facts` and `resolved` are by path relative to the workspace.

    `bare` are the types as far as they need no callers; `asks` and `handed` say what is asked of parameters and given.
    `renewed` are the files resolved anew since the index this one was made from; None when all were.
    """

    config: Config
    roots: tuple[str, ...]
    settings_modules: tuple[str, ...]
    facts: Mapping[str, Facts]
    names: Names
    settings: Settings
    apps: Apps
    models: Models
    declared: Mapping[str, Declared]
    bare: Types
    types: Types
    lookups: Lookups
    resolved: Mapping[str, Resolved]
    asks: Asks
    handed: Mapping[str, Handed]
    renewed: frozenset[str] | None = None

    def wanted(self) -> Words:
        """The words for which the files of the project deserve a second look (see `detect.words`)."""
        relations = self.types.relations
        known = plain_fields.Columns(self.names.modules, self.facts, relations.tables)
        alone = relations.names_alone.union(*(known.of(it) for it in relations.tables.extended))
        return Words(relations.attributes, self.asks.wanted(self.types.heirs), relations.lookup_names(), alone)

    def is_settings(self, path: str) -> bool:
        """Whether the settings are read from a file."""
        return any(it in self.settings.modules for it in self.names.modules.names_of(path))

    def has_edges_of(self, other: "Index", paths: Iterable[str]) -> bool:
        """Whether some files have the edges they have in another index, leaving out where in the file they stand."""
        pairs = ((self.resolved.get(path, NOTHING), other.resolved.get(path, NOTHING)) for path in paths)
        return all(_without_places(resolved) == _without_places(previous) for resolved, previous in pairs)


def _without_places(resolved: Resolved) -> list[Edge]:
    return [structs.replace(edge, site=0) for edge in resolved.edges]


def build(facts: Mapping[str, Facts], config: Config, roots: tuple[str, ...], settings: tuple[str, ...]) -> Index:
    """The index of a project from nothing."""
    excluded = matcher(config.exclude)
    kept = {path: it for path, it in facts.items() if not excluded(path)}
    is_test = matcher(config.tests)
    modules = Modules(facts, roots, is_test)
    names = Names(modules, facts)
    values = evaluate(settings, names)
    found = source_roots(roots, values.installed, modules)
    if found != modules.roots:
        wider, modules = modules, Modules(facts, found, is_test)
        names = Names(modules, facts)
        values = evaluate(tuple(it if it in modules else _renamed(it, wider, modules) for it in settings), names)
    apps = find_apps(values, names, config)
    names = Names(modules, facts, apps.standing)
    models = Models(names, apps, values)
    declared = {path: declare(path, it, models) for path, it in kept.items() if it.classes}
    registry = registry_of(declared)
    asks = Asks({path: asked for path, it in kept.items() if (asked := asked_in(it, modules.names.get(path, "")))})
    bare = Types(models, registry, heirs_of(declared), Members(modules, facts), NOBODY)
    handed = _handed(kept, bare, asks.functions)
    types = bare.knowing(Callers(handed, modules.names))
    lookups = _lookups(modules, facts, declared)
    index = Index(
        *(config, roots, settings, facts, names, values, apps, models, declared),
        *(bare, types, lookups, {}, asks, handed),
    )
    return index._replace(resolved={path: _resolve(index, path) for path in kept})


def _renamed(module: str, before: Modules, after: Modules) -> str:
    """The name a module has as seen from other source roots; its own when it has none."""
    return after.names.get(before.paths.get(module, ""), module)


def replace(index: Index, changes: Mapping[str, Facts | None]) -> Index:
    """The index after files changed, came, or went (None). The same object when no fact changed."""
    changes = {path: it for path, it in changes.items() if index.facts.get(path) != it}
    if not changes:
        return index
    facts = {path: it for path, it in index.facts.items() if changes.get(path, it) is not None}
    facts.update({path: it for path, it in changes.items() if it is not None})
    if _is_structural(index, changes):
        return build(facts, index.config, index.roots, index.settings_modules)
    excluded = matcher(index.config.exclude)
    visible = [path for path in changes if not excluded(path)]
    exported = {path for path in changes if _exports(index.facts[path]) != _exports(facts[path])}
    if exported:
        return _reexport(index, facts, exported, visible)
    return _reflow(index._replace(facts=facts), index.facts, set(visible), set())


def _reflow(index: Index, before: Mapping[str, Facts], visible: set[str], touched: set[str]) -> Index:
    """The index after files changed whose new facts it has: those that looked at them are resolved anew."""
    modules, facts = index.names.modules.names, index.facts
    asks = _asks(index, visible)
    if asks is not index.asks:
        touched = touched | {f"asked:{key}" for key in index.asks.functions ^ asks.functions}
    for path in visible:
        for name in index.names.modules.names_of(path):
            touched = touched | members_changed(name, before[path], facts[path])
    members = Members(index.names.modules, facts)
    bare = index.bare.after(touched, members, NOBODY) if touched else index.bare
    handed = dict(index.handed)
    again = {path for path in visible if facts[path].calls or path in handed}
    for path in again | {path for path, it in handed.items() if not touched.isdisjoint(it.seen)}:
        handed.pop(path, None)
        handed.update(_handed({path: facts[path]}, bare, asks.functions))
        touched = touched | callers_changed(index.handed.get(path), handed.get(path))
    if touched:
        types = index.types.after(touched, members, Callers(handed, modules))
        index = index._replace(asks=asks, handed=handed, bare=bare, types=types)
    named = ((name, path) for path in visible for name in index.names.modules.names_of(path))
    plain = [plain_fields.changed(name, before[path], facts[path]) for name, path in named]
    return _renew(index, {*visible, *_lookers(index.resolved, touched.union(*plain))})


def _asks(index: Index, visible: set[str]) -> Asks:
    """The functions each file asks about; the same object when none asks about others than before."""
    modules = index.names.modules.names
    found = {path: asked_in(index.facts[path], modules.get(path, "")) for path in visible}
    before = index.asks.by_file
    if all(before.get(path, frozenset()) == asked for path, asked in found.items()):
        return index.asks
    return Asks({path: asked for path, asked in {**before, **found}.items() if asked})


def _handed(facts: Mapping[str, Facts], types: Types, asked: frozenset[str]) -> dict[str, Handed]:
    modules = types.names.modules.names
    return {path: handed(it, modules[path], types, asked) for path, it in facts.items() if it.calls and path in modules}


def _reexport(index: Index, facts: Mapping[str, Facts], exported: set[str], visible: list[str]) -> Index:
    """The index after what files offer to others changed: those that looked at them are resolved anew."""
    names = Names(index.names.modules, facts, index.apps.standing)
    models = Models(names, index.apps, index.settings)
    offered = ((name, path) for path in exported for name in index.names.modules.names_of(path))
    touched = set[str]().union(*(changed(name, index.facts[path], facts[path]) for name, path in offered))
    declared = dict(index.declared)
    renewed = {*visible, *_lookers(index.declared, touched)}
    for path in renewed:
        declared.pop(path, None)
        if facts[path].classes:
            declared[path] = declare(path, facts[path], models)
    registry, heirs = index.types.registry, index.types.heirs
    if any(_declared(index.declared, path) != _declared(declared, path) for path in renewed):
        registry, heirs = registry_of(declared), heirs_of(declared)
        touched |= {f"model:{key}" for key in differing(registry, index.types.registry)}
        touched |= heirs.changed(index.types.heirs)
    given = changed_lookups((index.facts[path], facts[path]) for path in exported)
    if any(_tables(index.declared, path) != _tables(declared, path) for path in renewed):
        given.add(TABLES)
    lookups = _lookups(names.modules, facts, declared) if given else index.lookups
    touched |= given
    relations = index.types.relations.among(models, registry, touched)
    touched |= relations.changed(index.types.relations)
    bare, types = (it.among(models, registry, heirs, relations) for it in (index.bare, index.types))
    after = index._replace(
        facts=facts, names=names, models=models, declared=declared, bare=bare, types=types, lookups=lookups
    )
    return _reflow(after, index.facts, set(visible), touched)


def _lookups(modules: Modules, facts: Mapping[str, Facts], declared: Mapping[str, Declared]) -> Lookups:
    return Lookups(modules, facts, (it for path in sorted(declared) for it in declared[path].tables))


def _declared(declared: Mapping[str, Declared], path: str) -> tuple[object, ...]:
    it = declared.get(path)
    return (it.models, it.bases, it.serializers) if it is not None else ((), (), ())


def _tables(declared: Mapping[str, Declared], path: str) -> tuple[tuple[str, Target], ...]:
    return declared[path].tables if path in declared else ()


def _renew(index: Index, paths: Iterable[str]) -> Index:
    """The index with some of its files resolved anew."""
    again = {path: _resolve(index, path) for path in paths}
    return index._replace(resolved={**index.resolved, **again}, renewed=frozenset(again))


def _lookers(looked: Mapping[str, Declared] | Mapping[str, Resolved], touched: set[str]) -> Iterable[str]:
    return [path for path, it in looked.items() if not touched.isdisjoint(it.seen)]


def _is_structural(index: Index, changes: Mapping[str, Facts | None]) -> bool:
    """Whether a change can alter which modules and apps there are."""
    for path, it in changes.items():
        before = index.facts.get(path)
        if before is None or it is None:
            return True
        is_read, is_other = index.is_settings(path), _exports(before) != _exports(it)
        if is_read and (is_other or before.settings != it.settings):
            return True
        if is_read and Sites.of(before).settings != Sites.of(it).settings:
            return True  # What could not be read there is told by its site.
        named = index.names.modules.names_of(path) if is_other else []
        if any(not index.apps.seen.isdisjoint(changed(name, before, it)) for name in named):
            return True
        is_apps = any(name.endswith(".apps") for name in named)
        if before.classes != it.classes and (is_apps or bool(before.classes) != bool(it.classes)):
            return True
    return False


def _exports(facts: Facts) -> tuple[object, ...]:
    """What other files can see of a file."""
    return (
        tuple(it for it in facts.imports if not it.local),
        *(facts.classes, facts.aliases, facts.writers),
        *(facts.tasks, declared_urls(facts)[1] if facts.channels else ()),
    )


def context_of(index: Index, path: str) -> Context | None:
    """What resolving a file needs to know; None for one that belongs to no app."""
    modules = index.names.modules
    module = modules.names.get(path, "") or (modules.by_place(path) if index.facts[path].channels else "")
    app = index.apps.owner(module) if module else ""
    if not app:
        return None
    test = matcher(index.config.tests)(path)
    loaders = _LOADERS.union(name.rpartition(".")[2] for name in index.config.loaders)
    known = (
        index.types,
        index.lookups,
        plain_fields.Columns(index.names.modules, index.facts, index.types.relations.tables),
    )
    read = index.is_settings(path)
    return Context(path, module, app, index.facts[path], *known, test=test, loaders=loaders, settings=read)


def _resolve(index: Index, path: str) -> Resolved:
    context = context_of(index, path)
    if context is None:
        return NOTHING
    # No import can name `0001_initial.py`; a migration it is by its place.
    is_named = path in index.names.modules.names
    resolvers = [it.resolve for it in RESOLVERS] if is_named else [channels.resolve_migration]
    edges = tuple(dict.fromkeys(edge for resolve in resolvers for edge in resolve(context)))
    return Resolved(edges, tuple(context.unresolved), kept(context.seen), tuple(context.own_writes))
