"""Celery tasks by name: `send_task("app.tasks.x")`, `signature("…")`, `{"task": "app.tasks.x"}` in a schedule.

A task has the dotted path of its function as name unless a decorator gives it another: `@shared_task(name="x")`.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.argument_patterns import ANYTHING, STRING
from coupling_lsp.detect.channels.channel_call import ChannelCall
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.third_party import SEND_TASK, SHARED_TASK, TASK_SIGNATURES
from coupling_lsp.model.expression import is_literal, literal_value
from coupling_lsp.model.facts import Channel, Registration
from coupling_lsp.source.tree import Tree, enclosing_symbol, expression, text

CALLS = {
    **dict.fromkeys((SEND_TASK, f".{SEND_TASK}"), ANYTHING),
    **dict.fromkeys((*TASK_SIGNATURES, f".{TASK_SIGNATURES[0]}"), STRING),
    **dict.fromkeys((SHARED_TASK, ".task"), re.compile(rb"[^)]*\bname[ \t]*=")),
}
MARKS = (b'"task":', b"'task':")


def read(call: ChannelCall) -> None:
    """Gather the task one call names, or the name it gives to the function it decorates."""
    if call.name in (SHARED_TASK, "task"):
        name, function = expression(call.keywords.get("name")), call.decorated_name
        if is_literal(name) and function is not None:
            call.facts.registrations.append(Registration("task", literal_value(name), text(function)))
        return
    argument = call.argument(0, "name", "varargs")
    if argument is not None:
        call.add_each("task", argument, callee="" if call.name == SEND_TASK else call.callee)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the task of an entry of a schedule, whose key stands at the bytes."""
    key = tree.at(start, end - 1)
    pair = key.parent if key is not None and key.type == "string" else None
    if pair is None or pair.type != "pair" or pair.child_by_field_name("key") != key:
        return
    value = pair.child_by_field_name("value")
    target = expression(value)
    if value is not None and is_literal(target) and _in_schedule(pair):
        channel = Channel("task", "schedule", "", target, "", enclosing_symbol(pair), tree.timing(pair))
        facts.channels.append((channel, tree.span(value)))


def _in_schedule(node: Node) -> bool:
    """Return whether a value is part of something called a schedule: `CELERY_BEAT_SCHEDULE`."""
    parent = node.parent
    while parent is not None and parent.type not in ("function_definition", "class_definition"):
        if parent.type in ("assignment", "augmented_assignment"):
            return text(parent.child_by_field_name("left")).lower().partition("[")[0].endswith("schedule")
        parent = parent.parent
    return False
