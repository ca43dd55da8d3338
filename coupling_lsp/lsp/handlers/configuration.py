"""The settings that take effect in a running server: `coupling.codeLens` and `coupling.backgroundInference`.

They come with `initialize`, with a change, or are asked for. The rules file and the Django settings come with
`initialize` only; clients that change them start the server anew.
"""

import logging
from typing import Protocol

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.session.inference.background import Background
from coupling_lsp.lsp.session.lens_refresh import Lenses
from coupling_lsp.lsp.transport.capabilities import Client

log = logging.getLogger(__name__)

_SECTION = "coupling"


class Host(Protocol):
    """The server, as far as settings matter."""

    client: Client
    lenses: Lenses
    asking: Background


def register(server: LanguageServer) -> None:
    """Take in changes of settings."""
    server.feature(t.WORKSPACE_DID_CHANGE_CONFIGURATION)(_did_change)


def given(params: t.InitializeParams) -> bool:
    """Whether to show lenses, as the first message says."""
    return _is_on(params, "codeLens")


def asks(params: t.InitializeParams) -> bool:
    """Whether to ask jedi in the background, as the first message says."""
    return _is_on(params, "backgroundInference")


def _is_on(params: t.InitializeParams, name: str) -> bool:
    options = params.initialization_options
    return not isinstance(options, dict) or options.get(name) is not False


async def follow(server: Host) -> None:
    """Read the settings, and have the client tell of their changes."""
    if not isinstance(server, LanguageServer):
        return
    if server.client.registers_settings:
        options = t.DidChangeConfigurationRegistrationOptions(section=_SECTION)
        registration = t.Registration("coupling-settings", t.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        await server.client_register_capability_async(t.RegistrationParams([registration]))
    if server.client.tells_settings:
        await _ask(server)


async def _did_change(ls: Host, params: t.DidChangeConfigurationParams) -> None:
    settings = params.settings.get(_SECTION) if isinstance(params.settings, dict) else None
    if isinstance(settings, dict):
        _take(ls, settings)
    elif ls.client.tells_settings:
        await _ask(ls)


async def _ask(server: Host) -> None:
    if not isinstance(server, LanguageServer):
        return
    wanted = t.ConfigurationParams([t.ConfigurationItem(section=_SECTION)])
    try:
        answer = await server.workspace_configuration_async(wanted)
    except Exception:  # A client that cannot say keeps what it has.
        log.info("The client does not tell its settings")
        return
    for settings in answer:
        _take(server, settings)


def _take(server: Host, settings: object) -> None:
    given = settings if isinstance(settings, dict) else {}
    for name, switch in (("codeLens", server.lenses.switch), ("backgroundInference", server.asking.switch)):
        if isinstance(is_on := given.get(name), bool):
            switch(is_on)
