"""Requests of our own, for the view that an editor has of a whole project; `docs/view.md` has their forms."""

from coupling_lsp.lsp.handlers.overview.requests import OverviewRequests
from coupling_lsp.lsp.session.language_server import Server


def register(server: Server) -> None:
    """Add the handlers."""
    OverviewRequests(server).register()
