"""Import facts to edges. A re-exported name leads to the app that defines it.

A name taken from the importer's own app is no edge of this kind, also when that app only passes it on: the edge is the
import that fetched it, and every use of the name as a model.
"""

from collections.abc import Iterator

from coupling_lsp.index.resolvers import setting_paths
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import is_literal, last_name, literal, literal_value, split_level
from coupling_lsp.model.timing import Timing


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of the import statements of a file, and of its imports by dotted string."""
    names = context.names
    for site, import_ in enumerate(context.facts.imports):
        source = names.modules.absolute(import_.module, import_.level, context.module)
        if not source or source.partition(".")[0] not in names.modules.tops:
            continue
        target = names.imported(import_, context.module, context.dependencies)
        mechanism = "from" if import_.name else "module"
        source_module = names.modules.paths.get(source, "") and source
        yield from _edge(context, target, source, source_module, mechanism, import_.timing, site, import_.name)
    first = context.sites.dynamics
    for site, call in enumerate(context.facts.dynamics, first):
        if call.setting:
            path = setting_paths.imported(call.setting, literal_value(call.path), context) if context.settings else ""
        elif last_name(call.callee) in context.loaders:
            source_module = _string(call.path, context)
            if not source_module:
                context.note(site, "the path given is known only when the program runs")
            path = _module_path(source_module, context)
        else:
            continue
        if path:
            yield from _edge(context, _dotted(path, context), path, "", "dynamic", call.timing, site, "")


def _edge(
    context: Context,
    target: Target,
    source: str,
    source_module: str,
    mechanism: str,
    timing: Timing,
    site: int,
    name: str,
) -> Iterator[Edge]:
    """Yield the edge to the app that defines the target; a name of no app counts for the app it is imported from."""
    taken_from = context.apps.owner(source)
    app = context.apps.owner(target.module) if target.in_project else ""
    app = app or taken_from
    if taken_from == context.app or not context.leads_away(app):
        return
    module, symbol = (target.module, target.name) if target.in_project else (source, name)
    reexporter = (
        source_module
        if source_module and source_module != module and not module.startswith(f"{source_module}.{name}")
        else ""
    )
    yield context.edge(
        "import",
        mechanism,
        site,
        app,
        Target(module, symbol or ("*" if name == "*" else ""), True),
        symbol_kind=context.symbol_kind(Target(module, symbol, True)),
        timing=timing,
        through=reexporter,
        taken_as=name if symbol not in ("", name) else "",
    )


def _string(expression: str, context: Context) -> str:
    """Return the absolute dotted path that an expression stands for; empty when it is not known."""
    if expression and not is_literal(expression):
        setting = context.models.references.setting(expression)
        value = context.names.expression(expression, context.module, context.dependencies).assigned
        expression = literal(setting) if setting else value
    path = literal_value(expression)
    level, name = split_level(path)
    return context.names.modules.absolute(name, level, context.module) if level else path


def _module_path(path: str, context: Context) -> str:
    """Return a dotted path of the project; for loaders of its own, one may begin with an app's label."""
    if path.partition(".")[0] in context.names.modules.tops:
        return path
    label, _, rest = path.partition(".")
    app = context.apps.by_label.get(label)
    return f"{app.package}.{rest}" if app is not None else ""


def _dotted(path: str, context: Context) -> Target:
    if path in context.names.modules:
        return Target(path, "", True)
    module, _, name = path.rpartition(".")
    return context.names.member(module, name, context.dependencies) if module else Target(path, "", False)
