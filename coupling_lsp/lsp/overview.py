"""Our own requests, for the view that an editor has of the whole project: what it consists of, and its graph.

They are answered from the state that is there, beside the event loop; [the page](../../docs/view.md) has their forms.
"""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from coupling_lsp.features.overview import EVERYTHING, Overview, edges, has_policy, overview, verdict
from coupling_lsp.lsp import changed, convert
from coupling_lsp.lsp import overview_forms as forms
from coupling_lsp.lsp.client import Client
from coupling_lsp.lsp.places import Places
from coupling_lsp.lsp.protocol import OWN
from coupling_lsp.lsp.session import Session
from coupling_lsp.model.findings import Place
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.graph.app_graph import edges_graph
from coupling_lsp.reports.graph.drawing import draw_graph
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder, Project

_Form = TypeVar("_Form", bound=forms.OfProject)
Answer = dict[str, Any] | None


class Located(NamedTuple):
    """A project, named by the URI of its folder."""

    uri: str
    folder: Folder
    project: Project

    @property
    def snapshot(self) -> Snapshot:
        """Its state."""
        return self.project.snapshot


class _Known(NamedTuple):
    """What was made of an index and rules; `unresolved` are the numbers of places outside and inside of tests."""

    of_index: object
    of_rules: object
    overview: Overview
    unresolved: tuple[int, int]


def register(server: LanguageServer, session: Session, client: Client, params: t.InitializeParams) -> None:
    """Answer the requests, and tell of changes if the client wants to hear of them. To be called at `initialize`."""
    OverviewRequests(server, session, client).offer()
    if changed.is_wanted(params):
        session.noticed = changed.Changes(server, session).note


class OverviewRequests:
    """Answers the requests of one client."""

    def __init__(self, server: LanguageServer, session: Session, client: Client) -> None:
        self._server = server
        self._session = session
        self._client = client
        self._made: dict[str, _Known] = {}

    def offer(self) -> None:
        """Answer from now on."""

        async def of_all(_params: dict[str, Any]) -> dict[str, Any]:
            return await self._overview()

        self._server.feature(f"{OWN}overview")(of_all)
        self._server.feature(f"{OWN}edges")(self._about(forms.OfPair, self._edges))
        self._server.feature(f"{OWN}graph")(self._about(forms.OfGraph, self._graph))
        self._server.feature(f"{OWN}unresolved")(self._about(forms.OfProject, self._unresolved))

    def _about(self, form: type[_Form], answer: Callable[[Located, _Form, Places], dict[str, Any]]) -> Any:
        """A handler of questions about one project; null for a project that is not there (any more)."""

        async def handler(params: dict[str, Any]) -> Answer:
            try:
                asked = msgspec.convert(params, form)
            except msgspec.ValidationError as error:
                raise JsonRpcInvalidParams(str(error)) from error
            await self._session.settled()
            located = next((it for it in self._projects() if it.uri == asked.project), None)
            if located is None:
                return None
            places = Places(located.folder, self._session.documents, self._client.encoding)
            return await asyncio.to_thread(answer, located, asked, places)

        return handler

    async def _overview(self) -> dict[str, Any]:
        await self._session.settled()
        is_complete = all(it.complete for it in self._session.folders.values())
        found = self._projects()
        return {
            "complete": is_complete,
            "projects": await asyncio.to_thread(lambda: [self._project(it) for it in found]),
        }

    def _projects(self) -> list[Located]:
        """The projects of all folders, by URI."""
        found: dict[str, Located] = {}
        for folder in self._session.folders.values():
            for project in folder.projects:
                uri = convert.uri_of(folder.absolute(project.found.root) if project.found.root else str(folder.base))
                found[uri] = Located(uri, folder, project)
        return [found[uri] for uri in sorted(found)]

    def _project(self, it: Located) -> dict[str, Any]:
        has_rules = it.project.rules is not None and it.snapshot.ruleset.path
        rules = convert.uri_of(str(it.project.rules)) if has_rules else None
        name = it.project.found.root.rpartition("/")[2] or it.folder.base.name
        known = self._known(it)
        return forms.project(it.uri, name, rules, known.overview, known.unresolved)

    def _known(self, it: Located) -> _Known:
        """What is known of a project; made anew only after a fact or a rule changed."""
        known = self._made.get(it.uri)
        if known is None or known.of_index is not it.snapshot.index or known.of_rules is not it.snapshot.ruleset:
            n_all = sum(1 for _ in unresolved_places(it.snapshot, _wanted(it)))
            n_outside = sum(1 for _ in unresolved_places(it.snapshot, _wanted(it, tests=False)))
            numbers = n_outside, n_all - n_outside
            known = _Known(it.snapshot.index, it.snapshot.ruleset, overview(it.snapshot), numbers)
            self._made[it.uri] = known
        return known

    def _edges(self, it: Located, asked: forms.OfPair, places: Places) -> dict[str, Any]:
        snapshot = it.snapshot
        path = snapshot.ruleset.path
        found = edge_rows(snapshot, _wanted(it, sources=(asked.source,), targets=(asked.target,)))
        told = [forms.edge(row, verdict(snapshot, row.decision), path, places) for row in found]
        pair = next((pair for pair in self._known(it).overview.pairs if pair[:2] == (asked.source, asked.target)), None)
        contract = pair.contract if pair is not None else None
        place = forms.contract(contract, places.location(Place(path, contract.span))) if contract is not None else None
        return {"edges": told, "contract": place}

    def _graph(self, it: Located, asked: forms.OfGraph, _: Places) -> dict[str, Any]:
        pairs = {pair[:2]: pair for pair in overview(it.snapshot, asked.chosen).pairs}
        drawn = draw_graph(edges_graph(it.snapshot, (edge for edge, _ in edges(it.snapshot, asked.chosen))))
        whole = edges_graph(it.snapshot, (edge for edge, _ in edges(it.snapshot, EVERYTHING)))
        return forms.graph(drawn, pairs, whole)

    def _unresolved(self, it: Located, _: forms.OfProject, places: Places) -> dict[str, Any]:
        outside = {place for _, place in unresolved_places(it.snapshot, _wanted(it, tests=False))}
        told = [
            forms.unresolved(Place(place.path, span), place.reason, place not in outside, places)
            for span, place in unresolved_places(it.snapshot, _wanted(it))
        ]
        return {"places": told}


def _wanted(
    it: Located, sources: tuple[str, ...] = (), targets: tuple[str, ...] = (), *, tests: bool = True
) -> EdgeFilter:
    """Those edges of a project that the view shows."""
    return EdgeFilter(sources, targets, tests=tests, judged=has_policy(it.snapshot))
