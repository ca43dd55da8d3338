"""The settings that take effect in a running server: `coupling.codeLens`.

They come with `initialize`, with a change, or are asked for. The rules file and the Django settings come with
`initialize` only; clients that change them start the server anew.
"""

import logging
from typing import Protocol

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.client import Client
from coupling_lsp.lsp.lenses import Lenses

log = logging.getLogger(__name__)

_SECTION = "coupling"


class _Host(Protocol):
    client: Client
    lenses: Lenses


def register(server: LanguageServer) -> None:
    """Take in changes of settings."""
    server.feature(t.WORKSPACE_DID_CHANGE_CONFIGURATION)(_did_change)


def given(params: t.InitializeParams) -> bool:
    """Whether to show lenses, as the first message says."""
    options = params.initialization_options
    return not isinstance(options, dict) or options.get("codeLens") is not False


async def follow(server: LanguageServer, client: Client, lenses: Lenses) -> None:
    """Read the settings, and have the client tell of their changes."""
    if client.registers_settings:
        options = t.DidChangeConfigurationRegistrationOptions(section=_SECTION)
        registration = t.Registration("coupling-settings", t.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        await server.client_register_capability_async(t.RegistrationParams([registration]))
    if client.tells_settings:
        await _ask(server, lenses)


async def _did_change(ls: _Host, params: t.DidChangeConfigurationParams) -> None:
    settings = params.settings.get(_SECTION) if isinstance(params.settings, dict) else None
    if isinstance(settings, dict):
        _take(ls.lenses, settings)
    elif ls.client.tells_settings and isinstance(ls, LanguageServer):
        await _ask(ls, ls.lenses)


async def _ask(server: LanguageServer, lenses: Lenses) -> None:
    wanted = t.ConfigurationParams([t.ConfigurationItem(section=_SECTION)])
    try:
        answer = await server.workspace_configuration_async(wanted)
    except Exception:  # A client that cannot say keeps what it has.
        log.info("The client does not tell its settings")
        return
    for settings in answer:
        _take(lenses, settings)


def _take(lenses: Lenses, settings: object) -> None:
    shown = settings.get("codeLens") if isinstance(settings, dict) else None
    if isinstance(shown, bool):
        lenses.switch(shown)
