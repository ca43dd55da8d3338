"""Class facts to schema edges: relation fields, through models, and inheritance across apps.

A relation counts where it is written: in an abstract base, once, at the base. Inheritance counts for the models that
have a table or a proxy of one; an abstract class is in no registry.
"""

from collections.abc import Iterator

from coupling_lsp.django.deletion import CASCADE
from coupling_lsp.index.incremental.dependencies import CLASS_BODY
from coupling_lsp.index.models.relation_fields import RelationField
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import SELF, is_literal, is_single_name
from coupling_lsp.model.facts import Class, Field, class_sites


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the schema edges of the models a file declares."""
    for class_, site in class_sites(context.facts):
        target = Target(context.module, class_.name, True)
        kind = context.models.model_kind(target, context.dependencies)
        if not kind or class_.type_checked:
            continue
        label = context.models.label(context.module, class_, context.dependencies) or context.app
        if kind != "abstract":
            yield from _bases(context, target, class_, label, site + 1)
        links = _links(context, context.module, class_, label).values()
        for number, field in enumerate(class_.fields, site + 1 + len(class_.bases)):
            if not field.parent_link or field in links:
                yield from _field(context, class_, label, field, number)


def _bases(context: Context, target: Target, class_: Class, label: str, first: int) -> Iterator[Edge]:
    """Yield the edges to the models a class inherits from, but for those to which a field of it links."""
    is_proxy = context.models.model_kind(target, context.dependencies) == "proxy"
    owners = context.types.relations.tables.with_abstract_bases(target, class_, context.dependencies)
    context.dependencies.update(CLASS_BODY.of(owner.module, owner.name) for owner, _ in owners[1:])
    linked_models = {
        link for owner, owner_class in owners for link in _links(context, owner.module, owner_class, label)
    }
    for site, expression in enumerate(class_.bases, first):
        base = context.models.references.base(expression, context.module, context.registry, context.dependencies)
        kind = context.models.model_kind(base, context.dependencies)
        if kind == "abstract" or (kind and is_proxy):
            yield from _edge(context, "abstract" if kind == "abstract" else "proxy", label, class_.name, base, site)
        for table in context.models.tables(base, context.registry, context.dependencies) if kind else ():
            if not is_proxy and table not in linked_models:
                linked_models.add(table)
                yield from _edge(context, "mti", label, class_.name, table, site, CASCADE)


def _links(context: Context, module: str, class_: Class, label: str) -> dict[Target, Field]:
    """Return the fields that link the rows of a class to those of another model, by this: the last of several."""
    fields: dict[Target, Field] = {}
    for field in class_.fields:
        relation = context.models.relation(field, module, context.dependencies) if field.parent_link else None
        if relation is not None:
            expression, home = relation.leads_to(field.target, module)
            target = context.models.references.target(expression, home, label, context.registry, context.dependencies)
            fields[Target(*target[:3])] = field
    return fields


def _field(context: Context, class_: Class, label: str, field: Field, site: int) -> Iterator[Edge]:
    relation = context.models.relation(field, context.module, context.dependencies)
    if relation is None:
        _note_unknown(context, class_, label, field, site)
        return
    yield from edges(context, relation, class_.name, label, field, site, context.module)


def edges(
    context: Context, relation: RelationField, model: str, label: str, field: Field, site: int, module: str
) -> Iterator[Edge]:
    """Yield the edges of a relation field of a model in the app `label`; `module` is where the field is written."""
    if not relation.mechanism:
        return
    symbol = f"{model}.{field.name}"
    if field.target != SELF:
        expression, home = relation.leads_to(field.target, module)
        target = context.models.references.target(expression, home, label, context.registry, context.dependencies)
        if target:
            mechanism = "mti" if field.parent_link else relation.mechanism
            on_delete = context.models.on_delete(relation, field, module, context.dependencies)
            yield from _edge(context, mechanism, label, symbol, target, site, on_delete)
        else:
            context.note(site, f"the model `{symbol}` leads to is not known")
    if field.through:
        through_model = context.models.references.target(
            field.through, module, label, context.registry, context.dependencies
        )
        if through_model:
            yield from _edge(context, "through", label, symbol, through_model, site)


def _note_unknown(context: Context, class_: Class, label: str, field: Field, site: int) -> None:
    """Count an attribute that a function of the project makes of a model: it may be a relation."""
    if is_literal(field.target) and "." not in field.target:
        return  # A word, as for `__repr__ = sane_repr("user")`.
    callee = context.names.expression(field.callee, context.module, context.dependencies)
    if not callee and is_single_name(field.callee):
        callee = Target(context.module, field.callee, True)  # A function of this module.
    if not callee.in_project or not callee.name or callee.assigned or "." in callee.name:
        return
    if context.names.find_class(callee.module, callee.name, context.dependencies) is not None:
        return
    target = context.models.references.target(
        field.target, context.module, label, context.registry, context.dependencies
    )
    if target.in_project and context.models.model_kind(target, context.dependencies):
        context.note(site, f"what `{field.callee}` makes for `{class_.name}.{field.name}` is not known")


def _edge(
    context: Context, mechanism: str, label: str, symbol: str, target: Target, site: int, on_delete: str = ""
) -> Iterator[Edge]:
    if not target.in_project:
        return
    class_ = context.names.find_class(target.module, target.name, context.dependencies)
    models, home = context.models, target.module
    app = models.label(home, class_, context.dependencies) if class_ is not None else context.apps.owner(home)
    if context.leads_away(app, label):
        yield context.edge("schema", mechanism, site, app, target, app=label, symbol=symbol, on_delete=on_delete)
