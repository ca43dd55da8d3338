"""`send_task("app.tasks.x")` leads to the app whose task has this name: given by a decorator, else its dotted path.

https://docs.celeryq.dev/en/stable/userguide/tasks.html#names
"""

from collections.abc import Iterator

from coupling_lsp.django.third_party import CELERY, TASK_SIGNATURES
from coupling_lsp.index.resolvers.channels.common import constant, edges, is_from, module_around, registered_places
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import callee_of, split_attribute
from coupling_lsp.model.facts import Channel


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one name of a task."""
    if channel.mechanism in TASK_SIGNATURES and not _is_celery(context, channel.callee):
        return
    name = constant(context, channel, site)
    if not name:
        return
    places = registered_places(context, "task", name)
    if len({context.apps.owner(module) for module, _ in places}) > 1:
        context.note(site, f"several apps have a task `{name}`")
        return
    module, function = min(places) if places else (module_around(context, name), "")
    if module in context.names.modules.paths and module != name:
        symbol = function or name[len(module) + 1 :]
        yield from edges(context, channel, "task", site, context.apps.owner(module), module, symbol)


def _is_celery(context: Context, callee: str) -> bool:
    """Return whether a callee is Celery's own function, or a method of an application that the project makes."""
    if is_from(context, callee, (CELERY,), TASK_SIGNATURES):
        return True
    owner, _ = split_attribute(callee)
    target = context.names.expression(owner, context.module, context.dependencies)
    return target.in_project and callee_of(target.assigned).endswith("Celery")
