"""Editing of the rules file: completion, symbols, and renaming of an id."""

from coupling_lsp.lsp.handlers.rules_file import completion, renaming, symbols
from coupling_lsp.lsp.session.language_server import Server


def register(server: Server) -> None:
    """Add the handlers."""
    completion.register(server)
    symbols.register(server)
    renaming.register(server)
