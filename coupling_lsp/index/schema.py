"""Class facts to schema edges: relation fields, through models, and inheritance across apps.

A relation counts where it is written: in an abstract base, once, at the base. Inheritance counts for the models that
have a table or a proxy of one; an abstract class is in no registry.
"""

from collections.abc import Iterator

from coupling_lsp.index.context import Context
from coupling_lsp.index.models import Relation
from coupling_lsp.index.names import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Class, Field, class_sites

_INHERITED = {"concrete": "mti", "abstract": "abstract", "proxy": "mti"}


def resolve(context: Context) -> Iterator[Edge]:
    """The schema edges of the models a file declares."""
    for it, site in class_sites(context.facts):
        sort = context.models.sort(Target(context.module, it.name, True), context.seen)
        if not sort:
            _note_made(context, it, site)
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
    if relation is None:
        _note_unknown(context, it, label, field, site)
        return
    yield from edges(context, relation, it.name, label, field, site, context.module)


def edges(
    context: Context, relation: Relation, model: str, label: str, field: Field, site: int, module: str
) -> Iterator[Edge]:
    """The edges of a relation field that a model of the app `label` has; `module` is where the field is written."""
    if not relation.mechanism or field.target == '"self':
        return
    symbol = f"{model}.{field.name}"
    written, home = relation.leads_to(field.target, module)
    target = context.models.reference(written, home, label, context.registry, context.seen)
    if target:
        yield from _edge(context, relation.mechanism, label, symbol, target, site)
    else:
        context.note(site, f"the model `{symbol}` leads to is not known")
    if field.through:
        through = context.models.reference(field.through, module, label, context.registry, context.seen)
        if through:
            yield from _edge(context, "through", label, symbol, through, site)


def _note_made(context: Context, it: Class, site: int) -> None:
    """Count the relations of a class whose base is made when the program runs, so that it may be a model."""
    made = next((base for base in it.bases if not base or "(" in base), None)
    for number, field in enumerate(it.fields if made is not None else (), site + 1 + len(it.bases)):
        relation = context.models.relation(field, context.module, context.seen)
        if relation is not None and relation.mechanism:
            by = f"`{(made or '').partition('(')[0]}` makes" if made else "is computed as"
            context.note(number, f"whether `{it.name}` is a model is not known: {by} its base when the program runs")


def _note_unknown(context: Context, it: Class, label: str, field: Field, site: int) -> None:
    """Count an attribute that a function of the project makes of a model: it may be a relation."""
    if field.target.startswith('"') and "." not in field.target:
        return  # A word, as for `__repr__ = sane_repr("user")`.
    callee = context.names.expression(field.callee, context.module, context.seen)
    if not callee and "." not in field.callee and "(" not in field.callee:
        callee = Target(context.module, field.callee, True)  # A function of this module.
    if not callee.in_project or not callee.name or callee.assigned or "." in callee.name:
        return
    if context.names.find_class(callee.module, callee.name) is not None:
        return
    target = context.models.reference(field.target, context.module, label, context.registry, context.seen)
    if target.in_project and context.models.sort(target, context.seen):
        context.note(site, f"what `{field.callee}` makes for `{it.name}.{field.name}` is not known")


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
