"""From the class of a name, told by somebody else, to the edges of a use of it: the steps in between are our own."""

from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.index import instances, queries
from coupling_lsp.index.context import Context
from coupling_lsp.index.names import Target
from coupling_lsp.index.project import Index, context_of
from coupling_lsp.index.shapes import Type
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Access


class Told(NamedTuple):
    """What a name is: a class of the project, by the path of its file and its dotted name there, or an instance."""

    path: str
    name: str
    is_class: bool


class Answered(NamedTuple):
    """A use of a model at a site; what the name before it is, and the steps from there (see `source.values`)."""

    access: Access
    site: int
    told: tuple[Told, ...]
    rest: str


class Resolution(NamedTuple):
    """The edges that follow, and the sites of which is known now what is used there, edge or not."""

    edges: tuple[Edge, ...]
    known: frozenset[int]


def resolve(index: Index, path: str, answered: Iterable[Answered]) -> Resolution:
    """What follows for one file. All its edges are inferred."""
    context = context_of(index, path)
    edges: list[Edge] = []
    known = set()
    for it in answered if context is not None else ():
        assert context is not None, "looped over for a context only"
        types = _types(context, it)
        if types:
            known.add(it.site)
        for found in types:
            edges += _edges(context, it, found)
    return Resolution(tuple(dict.fromkeys(edges)), frozenset(known))


def _types(context: Context, it: Answered) -> list[Type]:
    modules = context.names.modules.names
    targets = ((Target(modules.get(told.path, ""), told.name, True), told.is_class) for told in it.told)
    found = [
        Type("class" if is_class else "instance", target)
        for target, is_class in targets
        if target.module and context.names.find_class(target.module, target.name) is not None
    ]
    is_read = not it.access.manager and it.access.links and not instances.is_own(it.access)
    rest = f"{it.rest}.{it.access.links[0]}" if is_read else it.rest
    walked = context.types.following(found, rest, context.seen)
    relation = it.access.links[0] if is_read else ""
    return [
        found
        for found in walked
        if context.models.sort(found.target, context.seen) and (not relation or found.name == relation)
    ]


def _edges(context: Context, it: Answered, found: Type) -> Iterable[Edge]:
    if it.access.manager:
        return queries.of_class(context, it.access, found, it.site)
    if instances.is_own(it.access):
        return instances.used(context, it.access, found, it.site)
    return instances.read(context, it.access, found, it.site)
