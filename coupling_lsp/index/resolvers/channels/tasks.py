"""`send_task("app.tasks.x")` leads to the app whose task has this name: given by a decorator, else its dotted path.

https://docs.celeryq.dev/en/stable/userguide/tasks.html#names
"""

from collections.abc import Iterator

from coupling_lsp.django.third_party import CELERY, TASK_SIGNATURES
from coupling_lsp.index.resolvers.channels.common import constant, edge, is_from, module_around, registered_places
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel


def resolve(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    """The edge of one name of a task."""
    if it.mechanism in TASK_SIGNATURES and not _is_celery(context, it.callee):
        return
    name = constant(context, it, site)
    if not name:
        return
    given = registered_places(context, "task", name)
    if len({context.apps.owner(module) for module, _ in given}) > 1:
        context.note(site, f"several apps have a task `{name}`")
        return
    module, function = min(given) if given else (module_around(context, name), "")
    if module in context.names.modules.paths and module != name:
        symbol = function or name[len(module) + 1 :]
        found = edge(context, it, "task", site, context.apps.owner(module), module, symbol)
        if found is not None:
            yield found


def _is_celery(context: Context, callee: str) -> bool:
    """Whether it is Celery's own function, or a method of an application object that the project makes."""
    if is_from(context, callee, (CELERY,), TASK_SIGNATURES):
        return True
    before, dot, _ = callee.rpartition(".")
    target = context.names.expression(before, context.module, context.dependencies) if dot else None
    return target is not None and target.in_project and target.assigned.partition("(")[0].endswith("Celery")
