"""Receivers lead to the app of the sender they are for, and to the app that defines the signal.

https://docs.djangoproject.com/en/stable/topics/signals/
"""

from collections.abc import Iterator

from coupling_lsp.django.dispatch import RECEIVER, SIGNAL_ENDING
from coupling_lsp.django.model_classes import GET_APP_CONFIG
from coupling_lsp.index.resolvers.channels.common import edges, is_from
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import call_of, callee_of, is_call, is_literal, shown, split_attribute, text_of
from coupling_lsp.model.facts import Channel


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one signal, or of one sender."""
    if channel.mechanism == RECEIVER:
        if not is_from(context, channel.callee, ("django",), (RECEIVER,)):
            return
    elif not _is_signal(context, channel.callee):
        return
    if channel.detail == "signal":
        target = context.names.expression(channel.target, context.module, context.dependencies)
        app = context.apps.owner(target.module) if target.in_project and _is_signal(context, channel.target) else ""
    elif label := _config(channel.target):
        target, app = _package(context, label), label
    else:
        target = _sender(context, channel, site)
        class_ = (
            context.names.find_class(target.module, target.name, context.dependencies) if target.in_project else None
        )
        app = context.models.label(target.module, class_, context.dependencies) if class_ is not None else ""
    yield from edges(context, channel, "signal", site, app, target.module, target.name)


def _config(expression: str) -> str:
    """Return the label in `apps.get_app_config("label")`, the sender of signals of migrations; else nothing."""
    call = call_of(expression)
    return text_of(call.arguments[0]) if call is not None and call.name == GET_APP_CONFIG and call.arguments else ""


def _package(context: Context, label: str) -> Target:
    app = context.apps.by_label.get(label)
    return Target(app.package, "", True) if app is not None else NOWHERE


def _is_signal(context: Context, expression: str) -> bool:
    """Return whether an expression is a signal: one the project makes, or one of a module of signals."""
    target = context.names.expression(expression, context.module, context.dependencies)
    if target.in_project:
        return is_call(target.assigned) and callee_of(target.assigned).endswith(SIGNAL_ENDING)
    return "signal" in f"{target.module}.{target.name}".lower()


def _sender(context: Context, channel: Channel, site: int) -> Target:
    if not channel.target:
        context.note(site, channel.reason or "its value is computed")
        return NOWHERE
    expression = channel.target
    owner, name = split_attribute(expression)
    if name == "through":
        expression, _ = split_attribute(owner)
    target = context.models.references.target(
        expression, context.module, context.app, context.registry, context.dependencies
    )
    if not target and not is_literal(channel.target):
        context.note(site, f"what `{shown(channel.target)}` stands for is not known")
    return target
