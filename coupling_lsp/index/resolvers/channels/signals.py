"""Receivers lead to the app of the sender they are for, and to the app that defines the signal.

https://docs.djangoproject.com/en/stable/topics/signals/
"""

from collections.abc import Iterator

from coupling_lsp.django.dispatch import RECEIVER, SIGNAL_ENDING
from coupling_lsp.django.model_classes import GET_APP_CONFIG
from coupling_lsp.index.resolvers.channels.common import edge, is_from, shown
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel


def resolve(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    """The edge of one signal, or of one sender."""
    if it.mechanism == RECEIVER:
        if not is_from(context, it.callee, ("django",), (RECEIVER,)):
            return
    elif not _is_signal(context, it.callee):
        return
    if it.detail == "signal":
        target = context.names.expression(it.target, context.module, context.dependencies)
        app = context.apps.owner(target.module) if target.in_project and _is_signal(context, it.target) else ""
    elif label := _config(it.target):
        target, app = _package(context, label), label
    else:
        target = _sender(context, it, site)
        declared = (
            context.names.find_class(target.module, target.name, context.dependencies) if target.in_project else None
        )
        app = context.models.label(target.module, declared, context.dependencies) if declared is not None else ""
    found = edge(context, it, "signal", site, app, target.module, target.name)
    if found is not None:
        yield found


def _config(written: str) -> str:
    """The label in `apps.get_app_config("label")`, what signals of migrations are sent by; else nothing."""
    callee, _, given = written.partition("(")
    return given.removeprefix('"').rstrip(")") if callee.endswith(GET_APP_CONFIG) else ""


def _package(context: Context, label: str) -> Target:
    app = context.apps.by_label.get(label)
    return Target(app.package, "", True) if app is not None else NOWHERE


def _is_signal(context: Context, written: str) -> bool:
    """Whether an expression is a signal: one the project makes, or one of a module of signals outside of it."""
    target = context.names.expression(written, context.module, context.dependencies)
    if target.in_project:
        return target.assigned.partition("(")[0].endswith(SIGNAL_ENDING) and "(" in target.assigned
    return "signal" in f"{target.module}.{target.name}".lower()


def _sender(context: Context, it: Channel, site: int) -> Target:
    if not it.target:
        context.note(site, it.reason or "its value is computed")
        return NOWHERE
    written = it.target
    if written.endswith(".through"):
        written = written.removesuffix(".through").rpartition(".")[0]
    target = context.models.references.target(
        written, context.module, context.app, context.registry, context.dependencies
    )
    if not target and not it.target.startswith('"'):
        context.note(site, f"what `{shown(it.target)}` stands for is not known")
    return target
