"""Relations put into a model by a call, to schema edges; models that `type` makes are unresolved.

https://docs.djangoproject.com/en/stable/ref/models/fields/#field-api-reference
"""

from collections.abc import Iterator

from coupling_lsp.django.model_classes import MODEL
from coupling_lsp.index.resolvers import schema
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import shown, split_attribute
from coupling_lsp.model.facts import Field


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of what a file puts into models."""
    for site, declaration in enumerate(context.facts.declarations, context.sites.declarations):
        if declaration.form == "relation":
            yield from _relation(context, declaration, site)
        elif declaration.form == "type":
            base = next((base for base in declaration.bases if _is_model(context, base)), "")
            if base:
                context.note(
                    site, f"the model that `type` makes of `{shown(base)}` is known only when the program runs"
                )


def _relation(context: Context, declaration: Declaration, site: int) -> Iterator[Edge]:
    model, name = split_attribute(declaration.symbol)
    field = Field(name, declaration.callee, declaration.target, "", on_delete=declaration.on_delete)
    relation = context.models.relation(field, context.module, context.dependencies)
    if relation is None or not relation.mechanism:
        return
    if declaration.reason:
        context.note(site, f"which model gets the relation is not known: {declaration.reason}")
        return
    owner = context.models.references.target(model, context.module, context.app, context.registry, context.dependencies)
    class_ = context.names.find_class(owner.module, owner.name, context.dependencies) if owner.in_project else None
    if class_ is not None and context.models.model_kind(owner, context.dependencies):
        label = context.models.label(owner.module, class_, context.dependencies)
        yield from schema.edges(context, relation, owner.name, label, field, site, context.module)
    elif not owner:
        context.note(site, f"which model gets the relation is not known: what `{shown(model)}` stands for is not")


def _is_model(context: Context, expression: str) -> bool:
    target = context.names.expression(expression, context.module, context.dependencies)
    if target.in_project:
        return bool(context.models.model_kind(target, context.dependencies))
    return _is_base(target)


def _is_base(target: Target) -> bool:
    return target.module.startswith("django.") and target.name.rpartition(".")[2] == MODEL
