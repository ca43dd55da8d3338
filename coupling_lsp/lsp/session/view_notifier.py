"""`coupling/changed`: tells a client with a view that what it shows is no longer current. It then asks, if it cares."""

import asyncio

from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.session.session import Session
from coupling_lsp.lsp.transport.protocol import METHOD_PREFIX

METHOD = f"{METHOD_PREFIX}changed"

_SECONDS_BETWEEN_NOTIFICATIONS = 0.4


class ViewNotifier:
    """Gathers changes for a moment, then tells of them: `edges` is false where only places in files moved."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session
        self._places, self._edges = self._state()
        self._timer: asyncio.TimerHandle | None = None

    def schedule(self) -> None:
        """Compare soon: the session has another state, or may have."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SECONDS_BETWEEN_NOTIFICATIONS, self._notify)

    def _notify(self) -> None:
        self._timer = None
        (places, edges), (self._places, self._edges) = (self._places, self._edges), self._state()
        has_other_edges = not _are_identical(edges, self._edges)
        if has_other_edges or not _are_identical(places, self._places):
            self._server.protocol.notify(METHOD, {"edges": has_other_edges})

    def _state(self) -> tuple[list[object], list[object]]:
        """Return the objects that change when a file does, and those that do when an edge, rule or project does."""
        places: list[object] = []
        edges: list[object] = []
        for folder in self._session.folders.values():
            edges.append(folder.complete)
            for project in folder.projects:
                places.append(project.snapshot)
                edges += [project.snapshot.index, project.snapshot.ruleset]
        return places, edges


def _are_identical(previous: list[object], current: list[object]) -> bool:
    return len(previous) == len(current) and all(a is b for a, b in zip(previous, current, strict=True))
