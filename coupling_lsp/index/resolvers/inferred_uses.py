"""From the class of a name, told by jedi, to the edges of a use of it: the steps in between are our own.

They are probable: shown, but no own write, no unresolved place and no verdict of a check follows from them.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from coupling_lsp.index.resolvers import instance_calls, manager_calls
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Answer, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """The edges that follow from the answers about a file. What they tell of is no longer unresolved."""
    if not context.facts.answers:
        return
    n_writes, n_open = len(context.own_writes), len(context.unresolved)
    known = set()
    for site, it in enumerate(context.facts.answers, Sites.of(context.facts).answers):
        types = _types(context, it)
        if types:
            known.add(it.open)
        for found in types:
            for edge in _edges(context, it, found, site):
                yield replace(edge, certainty="inferred", probable=True)
    del context.own_writes[n_writes:], context.unresolved[n_open:]
    context.unresolved[:] = [it for it in context.unresolved if it.site not in known]


def _types(context: Context, it: Answer) -> list[Type]:
    modules = context.names.modules.names
    targets = ((Target(modules.get(told.path, ""), told.name, True), told.is_class) for told in it.told)
    found = [
        Type("class" if is_class else "instance", target)
        for target, is_class in targets
        if target.module and context.names.find_class(target.module, target.name, context.dependencies) is not None
    ]
    is_read = not it.access.manager and it.access.links and not instance_calls.is_own(it.access)
    rest = f"{it.rest}.{it.access.links[0]}" if is_read else it.rest
    walked = context.types.following(found, rest, context.dependencies)
    relation = it.access.links[0] if is_read else ""
    return [
        found
        for found in walked
        if context.models.model_kind(found.target, context.dependencies) and (not relation or found.name == relation)
    ]


def _edges(context: Context, it: Answer, found: Type, site: int) -> Iterator[Edge]:
    if it.access.manager:
        yield from manager_calls.of_class(context, it.access, found, site)
    elif instance_calls.is_own(it.access):
        yield from instance_calls.used(context, it.access, found, site)
    else:
        yield from instance_calls.read(context, it.access, found, site)
