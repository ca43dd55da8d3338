"""Class facts to schema edges: relation fields, through models, and inheritance across apps.

A relation counts where it is written: in an abstract base, once, at the base. Inheritance counts for the models that
have a table or a proxy of one; an abstract class is in no registry.
"""

from collections.abc import Iterator

from coupling_lsp.index.context import Context
from coupling_lsp.index.names import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Class, Field, class_sites

_INHERITED = {"concrete": "mti", "abstract": "abstract", "proxy": "mti"}


def resolve(context: Context) -> Iterator[Edge]:
    """The schema edges of the models a file declares."""
    for it, site in class_sites(context.facts):
        sort = context.models.sort(Target(context.module, it.name, True), context.seen)
        if not sort:
            continue
        label = context.models.label(context.module, it) or context.app
        for number, base in enumerate(it.bases if sort != "abstract" else (), site + 1):
            yield from _base(context, it, label, base, number)
        for number, field in enumerate(it.fields, site + 1 + len(it.bases)):
            yield from _field(context, it, label, field, number)


def _base(context: Context, it: Class, label: str, base: str, site: int) -> Iterator[Edge]:
    target = context.names.expression(base, context.module, context.seen)
    sort = context.models.sort(target, context.seen)
    if sort:
        proxy = it.option("Meta.proxy") == "True" and sort != "abstract"
        yield from _edge(context, "proxy" if proxy else _INHERITED[sort], label, it.name, target, site)


def _field(context: Context, it: Class, label: str, field: Field, site: int) -> Iterator[Edge]:
    relation = context.models.relation(field, context.module, context.seen)
    if relation is None or not relation.mechanism or field.target == '"self':
        return
    symbol = f"{it.name}.{field.name}"
    written = relation.target or field.target
    target = context.models.reference(written, relation.module or context.module, label, context.registry, context.seen)
    if target:
        yield from _edge(context, relation.mechanism, label, symbol, target, site)
    else:
        context.note(site, f"the model `{symbol}` leads to is not known")
    if field.through:
        through = context.models.reference(field.through, context.module, label, context.registry, context.seen)
        if through:
            yield from _edge(context, "through", label, symbol, through, site)


def _edge(context: Context, mechanism: str, label: str, symbol: str, target: Target, site: int) -> Iterator[Edge]:
    if not target.in_project:
        return
    declared = context.names.find_class(target.module, target.name)
    app = context.models.label(target.module, declared) if declared is not None else context.apps.owner(target.module)
    if context.leads_away(app, label):
        yield Edge(
            "schema",
            mechanism,
            label,
            context.module,
            symbol,
            context.path,
            site,
            app,
            target.module,
            target.name,
            "",
            "model",
            "eager",
            context.test,
        )
