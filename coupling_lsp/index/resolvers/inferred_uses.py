"""From the class of a name, as jedi tells it, to the edges of a use of it: the steps in between are our own.

They are probable: shown, but no own write, no unresolved place and no verdict of a check follows from them.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from coupling_lsp.index.resolvers import instance_calls, manager_calls
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Answer
from coupling_lsp.model.value_steps import attribute_step


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges that follow from the answers about a file; their places are unresolved no longer."""
    if not context.facts.answers:
        return
    n_writes, n_open = len(context.own_writes), len(context.unresolved)
    answered_sites = set()
    for site, answer in enumerate(context.facts.answers, context.sites.answers):
        types = _types(context, answer)
        if types:
            answered_sites.add(answer.open)
        for type_ in types:
            for edge in _edges(context, answer, type_, site):
                yield replace(edge, certainty="inferred", probable=True)
    del context.own_writes[n_writes:], context.unresolved[n_open:]
    context.unresolved[:] = [it for it in context.unresolved if it.site not in answered_sites]


def _types(context: Context, answer: Answer) -> list[Type]:
    modules = context.names.modules.names
    targets = ((Target(modules.get(it.path, ""), it.name, True), it.is_class) for it in answer.told)
    types = [
        Type("class" if is_class else "instance", target)
        for target, is_class in targets
        if target.module and context.names.find_class(target.module, target.name, context.dependencies) is not None
    ]
    is_read = not answer.access.manager and answer.access.links and not instance_calls.is_own(answer.access)
    rest = answer.rest + attribute_step(answer.access.links[0]) if is_read else answer.rest
    walked = context.types.walk(types, rest, context.dependencies)
    relation = answer.access.links[0] if is_read else ""
    return [
        types
        for types in walked
        if context.models.model_kind(types.target, context.dependencies) and (not relation or types.name == relation)
    ]


def _edges(context: Context, answer: Answer, type_: Type, site: int) -> Iterator[Edge]:
    if answer.access.manager:
        yield from manager_calls.of_class(context, answer.access, type_, site)
    elif instance_calls.is_own(answer.access):
        yield from instance_calls.used(context, answer.access, type_, site)
    else:
        yield from instance_calls.read(context, answer.access, type_, site)
