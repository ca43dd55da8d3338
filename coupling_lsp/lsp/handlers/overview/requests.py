"""`coupling/overview`, `edges`, `graph` and `unresolved`: what a project consists of, and its graph.

They are answered from the state that is there, beside the event loop.
"""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from pygls.exceptions import JsonRpcInvalidParams

from coupling_lsp.features.overview import EVERYTHING, Overview, edges, has_policy, overview, verdict
from coupling_lsp.lsp.handlers.overview import forms
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.transport import uris
from coupling_lsp.lsp.transport.protocol import METHOD_PREFIX
from coupling_lsp.model.findings import Place
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.graph.app_graph import edges_graph
from coupling_lsp.reports.graph.drawing import draw_graph
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder, Project

_Form = TypeVar("_Form", bound=forms.ProjectQuery)
Answer = dict[str, Any] | None


class NamedProject(NamedTuple):
    """A project, named by the URI of its folder."""

    uri: str
    folder: Folder
    project: Project

    @property
    def snapshot(self) -> Snapshot:
        """State of the project."""
        return self.project.snapshot


class _Counts(NamedTuple):
    """What was counted for an index and rules; `unresolved` are the numbers of places outside and inside of tests."""

    counted_index: object
    counted_ruleset: object
    overview: Overview
    unresolved: tuple[int, int]

    def are_of(self, snapshot: Snapshot) -> bool:
        """Return whether the counts are still those of a project in this state."""
        return self.counted_index is snapshot.index and self.counted_ruleset is snapshot.ruleset


class OverviewRequests:
    """Answers to the requests of one client, and the counts they were made from."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._counts_by_uri: dict[str, _Counts] = {}

    def register(self) -> None:
        """Add the handlers."""

        async def answer_overview(_params: dict[str, Any]) -> dict[str, Any]:
            return await self._overview()

        self._server.feature(f"{METHOD_PREFIX}overview")(answer_overview)
        self._server.feature(f"{METHOD_PREFIX}edges")(self._handler(forms.PairQuery, self._edges))
        self._server.feature(f"{METHOD_PREFIX}graph")(self._handler(forms.GraphQuery, self._graph))
        self._server.feature(f"{METHOD_PREFIX}unresolved")(self._handler(forms.ProjectQuery, self._unresolved))

    def _handler(self, form: type[_Form], answer: Callable[[NamedProject, _Form, Locations], dict[str, Any]]) -> Any:
        """Return a handler of questions about one project: null for a project that is not there (any more)."""

        async def handler(params: dict[str, Any]) -> Answer:
            try:
                query = msgspec.convert(params, form)
            except msgspec.ValidationError as error:
                raise JsonRpcInvalidParams(str(error)) from error
            session = self._server.session
            await session.wait_until_current()
            project = next((it for it in self._projects() if it.uri == query.project), None)
            if project is None:
                return None
            locations = Locations(project.folder, session.documents, self._server.capabilities.encoding)
            return await asyncio.to_thread(answer, project, query, locations)

        return handler

    async def _overview(self) -> dict[str, Any]:
        session = self._server.session
        await session.wait_until_current()
        is_complete = all(it.complete for it in session.folders.values())
        projects = self._projects()
        return {
            "complete": is_complete,
            "projects": await asyncio.to_thread(lambda: [self._project(it) for it in projects]),
        }

    def _projects(self) -> list[NamedProject]:
        """Return the projects of all folders, by URI."""
        projects: dict[str, NamedProject] = {}
        for folder in self._server.session.folders.values():
            for project in folder.projects:
                root = project.found.root
                uri = uris.uri_of(folder.absolute(root) if root else str(folder.base))
                projects[uri] = NamedProject(uri, folder, project)
        return [projects[uri] for uri in sorted(projects)]

    def _project(self, project: NamedProject) -> dict[str, Any]:
        rules = project.project.rules
        rules_uri = uris.uri_of(str(rules)) if rules is not None and project.snapshot.ruleset.path else None
        name = project.project.found.root.rpartition("/")[2] or project.folder.base.name
        counts = self._counts(project)
        return forms.project(project.uri, name, rules_uri, counts.overview, counts.unresolved)

    def _counts(self, project: NamedProject) -> _Counts:
        """Return the counts of a project, made anew only after a fact or a rule changed. Runs in threads."""
        snapshot = project.snapshot
        counts = self._counts_by_uri.get(project.uri)
        if counts is None or not counts.are_of(snapshot):
            n_unresolved = sum(1 for _ in unresolved_places(snapshot, _filter(snapshot)))
            n_outside_tests = sum(1 for _ in unresolved_places(snapshot, _filter(snapshot, tests=False)))
            numbers = n_outside_tests, n_unresolved - n_outside_tests
            counts = _Counts(snapshot.index, snapshot.ruleset, overview(snapshot), numbers)
            self._counts_by_uri[project.uri] = counts
        return counts

    def _edges(self, project: NamedProject, query: forms.PairQuery, locations: Locations) -> dict[str, Any]:
        snapshot = project.snapshot
        path = snapshot.ruleset.path
        rows = edge_rows(snapshot, _filter(snapshot, sources=(query.source,), targets=(query.target,)))
        edge_forms = [forms.edge(row, verdict(snapshot, row.decision), path, locations) for row in rows]
        pairs = self._counts(project).overview.pairs
        pair = next((it for it in pairs if it[:2] == (query.source, query.target)), None)
        contract = pair.contract if pair is not None else None
        if contract is None:
            return {"edges": edge_forms, "contract": None}
        location = locations.location(Place(path, contract.span))
        return {"edges": edge_forms, "contract": forms.contract(contract, location)}

    def _graph(self, project: NamedProject, query: forms.GraphQuery, _: Locations) -> dict[str, Any]:
        snapshot = project.snapshot
        pairs = {pair[:2]: pair for pair in overview(snapshot, query.selection).pairs}
        drawing = draw_graph(edges_graph(snapshot, (edge for edge, _ in edges(snapshot, query.selection))))
        whole_graph = edges_graph(snapshot, (edge for edge, _ in edges(snapshot, EVERYTHING)))
        return forms.graph(drawing, pairs, whole_graph)

    def _unresolved(self, project: NamedProject, _: forms.ProjectQuery, locations: Locations) -> dict[str, Any]:
        snapshot = project.snapshot
        outside_tests = {place for _, place in unresolved_places(snapshot, _filter(snapshot, tests=False))}
        places = [
            forms.unresolved(Place(place.path, span), place.reason, place not in outside_tests, locations)
            for span, place in unresolved_places(snapshot, _filter(snapshot))
        ]
        return {"places": places}


def _filter(
    snapshot: Snapshot, sources: tuple[str, ...] = (), targets: tuple[str, ...] = (), *, tests: bool = True
) -> EdgeFilter:
    """Return which edges of a project the view shows."""
    return EdgeFilter(sources, targets, tests=tests, judged=has_policy(snapshot))
