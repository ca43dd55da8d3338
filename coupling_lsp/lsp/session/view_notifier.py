"""`coupling/changed`: tells a client with a view that what it shows is no longer current. It then asks, if it cares.

Sent to clients that declare the experimental capability `{"coupling": {"view": true}}`, a few times a second at most.
"""

import asyncio

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.session.session import Session
from coupling_lsp.lsp.transport.protocol import OWN

METHOD = f"{OWN}changed"
_EVERY = 0.4


def is_wanted(params: t.InitializeParams) -> bool:
    """Whether the client has a view to refresh."""
    declared = params.capabilities.experimental
    return _member(_member(declared, "coupling"), "view") is True


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


class Changes:
    """Gathers changes for a moment, then tells of them: `edges` is false where only places in files moved."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session
        self._places, self._edges = self._state()
        self._timer: asyncio.TimerHandle | None = None

    def note(self) -> None:
        """The session has another state, or may have."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_EVERY, self._tell)

    def _tell(self) -> None:
        self._timer = None
        (places, edges), (self._places, self._edges) = (self._places, self._edges), self._state()
        differs = not _same(edges, self._edges)
        if differs or not _same(places, self._places):
            self._server.protocol.notify(METHOD, {"edges": differs})

    def _state(self) -> tuple[list[object], list[object]]:
        """The objects that change when a file does, and those that do when an edge, a rule or a project does."""
        places: list[object] = []
        edges: list[object] = []
        for folder in self._session.folders.values():
            edges.append(folder.complete)
            for project in folder.projects:
                places.append(project.snapshot)
                edges += [project.snapshot.index, project.snapshot.ruleset]
        return places, edges


def _same(before: list[object], after: list[object]) -> bool:
    return len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True))
