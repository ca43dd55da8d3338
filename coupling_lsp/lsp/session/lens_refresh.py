"""When the client has to ask for lenses anew: when edges changed in a file it does not watch, or it was set so."""

import asyncio
from collections.abc import Mapping

from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder

_SECONDS_BETWEEN_REFRESHES = 1.0
"""So that typing does not make lenses flicker."""


class LensRefresh:
    """Whether lenses are shown, and the edges they were last made from. To be used on the event loop."""

    def __init__(self, server: LanguageServer, capabilities: ClientCapabilities, is_enabled: bool) -> None:
        self.is_enabled = is_enabled
        self._server = server
        self._can_refresh = capabilities.refreshes_lenses
        self._snapshots: dict[tuple[str, str], Snapshot] = {}
        self._timer: asyncio.TimerHandle | None = None

    def switch(self, is_enabled: bool) -> None:
        """Show lenses or not, from now on."""
        if is_enabled != self.is_enabled:
            self.is_enabled = is_enabled
            self._schedule(0)

    def compare(self, folders: Mapping[str, Folder]) -> None:
        """Compare the folders with those of the last call, and have the client ask anew if edges differ."""
        if not self._can_refresh:
            return
        current = {(key, it.found.root): it.snapshot for key, folder in folders.items() for it in folder.projects}
        previous, self._snapshots = self._snapshots, current
        has_same_projects = current.keys() == previous.keys()
        if not has_same_projects or any(_differ(previous[key], current[key]) for key in current):
            self._schedule(_SECONDS_BETWEEN_REFRESHES)

    def _schedule(self, seconds: float) -> None:
        if self._can_refresh and self._timer is None and (self.is_enabled or not seconds):
            self._timer = asyncio.get_running_loop().call_later(seconds, self._refresh)

    def _refresh(self) -> None:
        self._timer = None
        self._server.workspace_code_lens_refresh(None)


def _differ(previous: Snapshot, current: Snapshot) -> bool:
    """Return whether any edge or verdict differs; text that moved alone alters no lens of another file."""
    if previous.index is current.index and previous.decisions is current.decisions:
        return False
    paths = current.differing(previous) if previous.ruleset is current.ruleset else None
    return paths is None or any(list(previous.edges_of(path)) != list(current.edges_of(path)) for path in paths)
