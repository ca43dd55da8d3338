"""Commands that fix all of a file or of the workspace, shown to the user before anything changes."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as t

from coupling_lsp.features import wording
from coupling_lsp.fixes.line_edits import line_edits
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.session.workspace_edits import WorkspaceEdits, joined, to_confirm
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.fixing.fix_all import FixResult, fix_all
from coupling_lsp.reports.fixing.fix_target import FixScope
from coupling_lsp.snapshot.answered import apart
from coupling_lsp.text import Text
from coupling_lsp.workspace.folder import Folder, Project

FIX_FILE, FIX_WORKSPACE = "coupling.fixFile", "coupling.fixWorkspace"
"""The commands that fix what rules name a service for, in the file of a URI or everywhere."""

MOVE_IN_FILE, MOVE_IN_WORKSPACE = "coupling.moveQueriesOfFile", "coupling.moveQueries"
"""The commands that move the other queries as well that no rule approves."""


class _Work(NamedTuple):
    """What a command gives: an edit, and what was done and left, in words."""

    edit: t.WorkspaceEdit
    summary: str
    left: tuple[str, ...]


def register(server: Server) -> None:
    """Add the commands."""
    server.command(FIX_FILE)(_fix_file)
    server.command(MOVE_IN_FILE)(_move_in_file)
    server.command(FIX_WORKSPACE)(_fix_workspace)
    server.command(MOVE_IN_WORKSPACE)(_move_in_workspace)


async def _fix_file(ls: Server, uri: str) -> None:
    await _in_file(ls, uri, FixScope())


async def _move_in_file(ls: Server, uri: str) -> None:
    await _in_file(ls, uri, FixScope(moves=True))


async def _fix_workspace(ls: Server) -> None:
    await _in_workspace(ls, FixScope())


async def _move_in_workspace(ls: Server) -> None:
    await _in_workspace(ls, FixScope(moves=True))


async def _in_file(ls: Server, uri: str, scope: FixScope) -> None:
    context = await DocumentContext.of(ls.session, uri)
    if context is not None:
        await _apply(ls, [(context.folder, context.project)], scope._replace(path=context.path))


async def _in_workspace(ls: Server, scope: FixScope) -> None:
    await ls.session.wait_until_current()
    projects = [(folder, project) for folder in ls.session.folders.values() for project in folder.projects]
    await _apply(ls, projects, scope)


async def _apply(ls: Server, projects: Iterable[tuple[Folder, Project]], scope: FixScope) -> None:
    work = await asyncio.to_thread(lambda: _work(ls, projects, scope))
    for reason in work.left:
        ls.log_once(reason)
    has_changes = bool(work.edit.changes or work.edit.document_changes)
    if has_changes:
        edit = to_confirm(work.edit, work.summary) if ls.capabilities.confirms_changes else work.edit
        await ls.workspace_apply_edit_async(t.ApplyWorkspaceEditParams(edit, work.summary))
    left = f"{wording.count(len(work.left), 'query', 'queries')} left; the log says why" if work.left else ""
    if not has_changes or left:
        message = left if has_changes else left or "There is nothing to fix here"
        ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, message))


def _work(ls: Server, projects: Iterable[tuple[Folder, Project]], scope: FixScope) -> _Work:
    results = [_result(ls, folder, project, scope) for folder, project in projects]
    edits = [_edit(ls, folder, result) for folder, result in results]
    n_fixed, n_moved = sum(it.n_fixed for _, it in results), sum(it.n_moved for _, it in results)
    findings, queries = wording.count(n_fixed, "finding"), wording.count(n_moved, "query", "queries")
    parts = [f"Fix {findings} by calls of services"] * bool(n_fixed) + [f"Move {queries} into services"] * bool(n_moved)
    left = tuple(f"Left {it.place}: {it.reason}" for _, result in results for it in result.unfixed)
    return _Work(joined(edits), "; ".join(parts), left)


def _result(ls: Server, folder: Folder, project: Project, scope: FixScope) -> tuple[Folder, FixResult]:
    locations = Locations(folder, ls.session.documents, ls.capabilities.encoding)
    snapshot = apart(project.snapshot, project.snapshot.index.types.fork())
    return folder, fix_all(ProjectView(snapshot, str, str, locations.read), scope)


def _edit(ls: Server, folder: Folder, result: FixResult) -> t.WorkspaceEdit:
    locations = Locations(folder, ls.session.documents, ls.capabilities.encoding)
    edits = WorkspaceEdits(folder, ls.session.documents, ls.capabilities, locations)
    return edits.of(tuple(_files(result)))


def _files(result: FixResult) -> Iterator[FileEdit]:
    for path, text in result.texts.items():
        before = result.project.read(path)
        yield FileEdit(path, line_edits(before or Text(b""), text), creates=before is None)
