"""Settings that take effect in a running server: `coupling.codeLens` and `coupling.backgroundInference`.

They come with `initialize`, with a change, or are asked for. The rules file and the Django settings come with
`initialize` only; clients that change them start the server anew.
"""

import logging

from lsprotocol import types as t

from coupling_lsp.lsp.session.initialization import BACKGROUND_INFERENCE, CODE_LENS
from coupling_lsp.lsp.session.language_server import Server

log = logging.getLogger(__name__)

_SECTION = "coupling"


def register(server: Server) -> None:
    """Add the handler."""
    server.feature(t.WORKSPACE_DID_CHANGE_CONFIGURATION)(_did_change)


async def follow(server: Server) -> None:
    """Have the client tell of changed settings, and ask it for the current ones."""
    if server.capabilities.registers_configuration:
        options = t.DidChangeConfigurationRegistrationOptions(section=_SECTION)
        registration = t.Registration("coupling-settings", t.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        await server.client_register_capability_async(t.RegistrationParams([registration]))
    if server.capabilities.answers_configuration:
        await _ask_client(server)


async def _did_change(ls: Server, params: t.DidChangeConfigurationParams) -> None:
    settings = params.settings.get(_SECTION) if isinstance(params.settings, dict) else None
    if isinstance(settings, dict):
        _apply(ls, settings)
    elif ls.capabilities.answers_configuration:
        await _ask_client(ls)


async def _ask_client(server: Server) -> None:
    items = t.ConfigurationParams([t.ConfigurationItem(section=_SECTION)])
    try:
        answer = await server.workspace_configuration_async(items)
    except Exception:  # A client that cannot say keeps what it has.
        log.info("The client does not tell its settings")
        return
    for settings in answer:
        _apply(server, settings)


def _apply(server: Server, settings: object) -> None:
    values = settings if isinstance(settings, dict) else {}
    switches = ((CODE_LENS, server.lens_refresh.switch), (BACKGROUND_INFERENCE, server.background_inference.switch))
    for name, switch in switches:
        if isinstance(is_enabled := values.get(name), bool):
            switch(is_enabled)
