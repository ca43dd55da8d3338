"""Handlers of requests and notifications, one module for each group. They convert, ask a feature, and convert back."""

from typing import Protocol

from coupling_lsp.lsp.handlers import (
    code_actions,
    code_lens,
    configuration,
    documents,
    fix_commands,
    hover,
    initialization,
    name_actions,
    navigation,
    overview,
    rules_file,
    workspace_changes,
)
from coupling_lsp.lsp.session.language_server import Server


class HandlerGroup(Protocol):
    """What each module of handlers offers.

    Handlers take the server as a parameter named `ls`, by which pygls knows to hand it to them.
    """

    def register(self, server: Server) -> None:
        """Add the handlers to a server that is not connected yet."""


HANDLERS: tuple[HandlerGroup, ...] = (
    initialization,
    documents,
    workspace_changes,
    hover,
    code_actions,
    name_actions,
    fix_commands,
    code_lens,
    navigation,
    configuration,
    rules_file,
    overview,
)
"""All groups but `diagnostics` and `file_renaming`: these depend on the client, so `initialization` registers them."""
