"""`{% include "billing/list.html" %}` leads to the app whose template that is, `{% load money %}` to that of the tags.

https://docs.djangoproject.com/en/stable/topics/templates/#django.template.loader.get_template
"""

from collections.abc import Iterator

from coupling_lsp.django.template_files import TEMPLATE_FUNCTIONS, is_template
from coupling_lsp.index.apps.app_files import AppFiles
from coupling_lsp.index.resolvers.channels.common import edges, is_from
from coupling_lsp.index.resolvers.channels.urls import module_of_name
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Channel


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one name, where the rules ask for those of templates."""
    if context.files is None:
        return
    if channel.callee and not is_from(context, channel.callee, ("django",), tuple(TEMPLATE_FUNCTIONS)):
        return
    name = literal_value(channel.target)
    if channel.mechanism in ("load", "url"):
        is_library = channel.mechanism == "load"
        module = context.files.library(name) if is_library else module_of_name(context, name, site)
        yield from edges(context, channel, "template", site, context.apps.owner(module), module, channel.detail)
        return
    path = _path(context, context.files, channel, name)
    app = context.files.owner(path)
    if app:
        yield from edges(context, channel, "template", site, app, context.files.module(path))


def _path(context: Context, files: AppFiles, channel: Channel, name: str) -> str:
    if channel.mechanism == "static":
        return files.static_file(name)
    origin = context.path if is_template(context.path) else ""
    return files.template(name, origin, skip_origin=channel.mechanism == "extends")
