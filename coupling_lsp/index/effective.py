"""The relations that models inherit from abstract ones, as Django gives them: one for every model that has a table.

https://docs.djangoproject.com/en/stable/topics/db/models/#abstract-base-classes
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.project import Index, context_of
from coupling_lsp.index.resolvers import schema
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import class_sites

_OF_CLASSES = ("proxy", "abstract")


def effective(index: Index) -> Mapping[str, tuple[Edge, ...]]:
    """Return all edges by path, relations of abstract models moved to the models that inherit them.

    An inherited relation stands at the name of the model's class; `through` is the module it is written in.
    """
    edges: dict[str, tuple[Edge, ...]] = {}
    for path, resolution in index.resolved.items():
        own_edges = tuple(it for it in resolution.edges if not _is_abstract(index, it))
        edges[path] = (*own_edges, *(_inherited(index, path) if path in index.file_models else ()))
    return edges


def _is_abstract(index: Index, edge: Edge) -> bool:
    """Return whether an edge is a relation that an abstract model declares."""
    if edge.kind != "schema" or edge.mechanism in _OF_CLASSES:
        return False
    owner = Target(edge.module, edge.symbol.rpartition(".")[0], True)
    return index.models.model_kind(owner, Dependencies()) == "abstract"


def _inherited(index: Index, path: str) -> Iterator[Edge]:
    context = context_of(index, path)
    if context is None:
        return
    models, module = index.models, context.module
    for class_, site in class_sites(context.facts):
        target = Target(module, class_.name, True)
        if models.model_kind(target, Dependencies()) != "concrete":
            continue
        label = models.label(module, class_, Dependencies())
        (_, own), *bases = index.types.relations.tables.with_abstract_bases(target, class_, Dependencies())
        taken_names = {field.name for field in own.fields} | {name for name, _ in own.attributes}
        for owner, base in bases:
            if not models.model_kind(owner, Dependencies()):
                continue  # Django leaves out the fields of a mixin that is no model.
            for field in base.fields:
                relation = (
                    models.relation(field, owner.module, Dependencies()) if field.name not in taken_names else None
                )
                if relation is not None:
                    for edge in schema.edges(context, relation, class_.name, label, field, site, owner.module):
                        yield replace(edge, through=owner.module if owner.module != module else "")
            taken_names.update(field.name for field in base.fields)
