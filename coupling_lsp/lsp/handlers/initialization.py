"""Beginning of a connection: the server gets to know the client, and reads its folders."""

import os

from lsprotocol import types as t

from coupling_lsp.lsp.handlers import configuration, diagnostics, file_renaming
from coupling_lsp.lsp.session import file_watching
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.parent_process import watch_parent
from coupling_lsp.workspace.reading.discovery import base_of


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.INITIALIZE)(_initialize)
    server.feature(t.INITIALIZED)(_initialized)


def _initialize(ls: Server, params: t.InitializeParams) -> None:
    ls.connect(params)
    if ls.capabilities.pulls_diagnostics:
        diagnostics.register(ls)
    if ls.capabilities.asks_before_renaming:
        file_renaming.register(ls)
    if params.process_id is not None:
        ls.start(watch_parent(params.process_id, lambda: os._exit(1)))


async def _initialized(ls: Server, _params: t.InitializedParams) -> None:
    if ls.capabilities.watches_files:
        repositories = {base_of(it) for it in ls.session.roots} - {*ls.session.roots}
        is_outside_watched = ls.capabilities.watches_outside
        ls.start(file_watching.ask_client(ls, sorted(repositories) if is_outside_watched else ()))
    ls.start(configuration.follow(ls))
    for root in ls.session.roots:
        ls.index(root)
