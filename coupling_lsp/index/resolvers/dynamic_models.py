"""Relations put into a model by a call, to schema edges; models that `type` makes are told as unresolved.

https://docs.djangoproject.com/en/stable/ref/models/fields/#field-api-reference
"""

from collections.abc import Iterator

from coupling_lsp.django.model_classes import MODEL
from coupling_lsp.index.resolvers import schema
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Declaration, Field, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """The edges of what a file puts into models."""
    for site, it in enumerate(context.facts.declarations, Sites.of(context.facts).declarations):
        if it.form == "relation":
            yield from _relation(context, it, site)
        elif it.form == "type":
            base = next((base for base in it.target.split(",") if _is_model(context, base)), "")
            if base:
                context.note(
                    site, f"the model that `type` makes of `{_shown(base)}` is known only when the program runs"
                )


def _relation(context: Context, it: Declaration, site: int) -> Iterator[Edge]:
    written, _, name = it.symbol.rpartition(".")
    field = Field(name, it.callee, it.target, "")
    relation = context.models.relation(field, context.module, context.dependencies)
    if relation is None or not relation.mechanism:
        return
    if it.reason:
        context.note(site, f"which model gets the relation is not known: {it.reason}")
        return
    owner = context.models.references.target(
        written, context.module, context.app, context.registry, context.dependencies
    )
    declared = context.names.find_class(owner.module, owner.name, context.dependencies) if owner.in_project else None
    if declared is not None and context.models.model_kind(owner, context.dependencies):
        label = context.models.label(owner.module, declared, context.dependencies)
        yield from schema.edges(context, relation, owner.name, label, field, site, context.module)
    elif not owner:
        context.note(site, f"which model gets the relation is not known: what `{_shown(written)}` stands for is not")


def _is_model(context: Context, written: str) -> bool:
    found = context.names.expression(written, context.module, context.dependencies)
    if found.in_project:
        return bool(context.models.model_kind(found, context.dependencies))
    return _is_base(found)


def _is_base(found: Target) -> bool:
    return found.module.startswith("django.") and found.name.rpartition(".")[2] == MODEL


def _shown(written: str) -> str:
    return written.rpartition(":")[2].replace('"', "")
