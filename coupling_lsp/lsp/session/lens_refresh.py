"""Whether lenses are shown, and when the client has to ask for them anew: edges changed in a file it does not watch."""

import asyncio
from collections.abc import Mapping

from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder

_PAUSE = 1.0
"""Seconds between two requests to ask anew, so that typing does not make lenses flicker."""


class Lenses:
    """The lenses of one client."""

    def __init__(self, server: LanguageServer, client: Client, shown: bool) -> None:
        self.shown = shown
        self._server = server
        self._client = client
        self._seen: dict[tuple[str, str], Snapshot] = {}
        self._due: asyncio.TimerHandle | None = None

    def switch(self, shown: bool) -> None:
        """Show lenses or not, from now on."""
        if shown != self.shown:
            self.shown = shown
            self._ask(0)

    def look(self, folders: Mapping[str, Folder]) -> None:
        """Compare the folders with those seen before; other edges are other lenses."""
        if not self._client.refreshes_lenses:
            return
        now = {(key, it.found.root): it.snapshot for key, folder in folders.items() for it in folder.projects}
        before, self._seen = self._seen, now
        if now.keys() != before.keys() or any(_differ(before[key], now[key]) for key in now):
            self._ask(_PAUSE)

    def _ask(self, pause: float) -> None:
        if self._client.refreshes_lenses and self._due is None and (self.shown or not pause):
            self._due = asyncio.get_running_loop().call_later(pause, self._refresh)

    def _refresh(self) -> None:
        self._due = None
        self._server.workspace_code_lens_refresh(None)


def _differ(before: Snapshot, after: Snapshot) -> bool:
    """Whether any edge or verdict differs; text that moved alone alters no lens of another file."""
    if before.index is after.index and before.decisions is after.decisions:
        return False
    paths = after.differing(before) if before.ruleset is after.ruleset else None
    return paths is None or any(list(before.edges_of(path)) != list(after.edges_of(path)) for path in paths)
