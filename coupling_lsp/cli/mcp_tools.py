"""Tools of `coupling-lsp mcp`. Each reads the project as it is on disk now; none writes anything."""

from collections.abc import Callable
from typing import Any

from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from mcp.types import ToolAnnotations

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.reports.agents import dependency_answers, finding_answers
from coupling_lsp.reports.agents import may_use as permissions
from coupling_lsp.reports.agents.name_lookup import UnknownNameError
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain import place_text
from coupling_lsp.reports.terminal.screen import PLAIN_SCREEN
from coupling_lsp.text import Text
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.folder import Folder
from coupling_lsp.workspace.polling import PolledFolder
from coupling_lsp.workspace.reading import files

_INSTRUCTIONS = """\
This tells which app of a Django project may use what of another app, by the team's rules, without running the project.
Ask `may_use` before code of one app imports or queries another app's module or model, and do what it says instead.
After editing, `check` the files you changed. `depends_on` and `users_of` tell what a change may touch.
"""
_READ_ONLY = ToolAnnotations(readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False)

_Answer = dict[str, Any]


def create_server(current: PolledFolder) -> FastMCP:
    """Return the server with its tools, ready to run."""
    mcp_server = FastMCP("coupling-lsp", _INSTRUCTIONS, log_level="WARNING")

    def may_use(source: str, target: str, kind: Kind) -> _Answer:
        """May an app use something of another app? Ask before writing the import, query, write or relation.

        source: an app (`orders`), a module of it (`orders.views`), or for `schema` a field (`orders.Order.invoice`).
        target: a model, module or function of another app: `billing.Invoice`, `billing.services.get_invoice`.
        kind: import, orm-read, orm-write, schema (a foreign key or other relation), or what is looked up by name.
        Answers with the verdict, the rule and its reason, what to call instead, helpers there are, and whom to ask.
        """
        return _answer(current, (source, target), lambda it: permissions.may_use(it, source, target, kind))

    def depends_on(app: str) -> _Answer:
        """What does an app (`orders`), or one module of it (`orders.views`), use of other apps?"""
        return _answer(current, (app,), lambda it: dependency_answers.depends_on(it, app))

    def users_of(target: str) -> _Answer:
        """Who uses an app (`billing`), a model (`billing.Invoice`) or a module of it? Ask before changing it."""
        return _answer(current, (target,), lambda it: dependency_answers.users_of(it, target))

    def check(path: str = "") -> _Answer:
        """What the team's rules find wrong with a file as it is on disk; without `path`, with the whole project."""
        folder = _current_folder(current)
        snapshot_path = _snapshot_path(folder, path) if path else ""
        return finding_answers.findings_answer(_projects(folder), snapshot_path)

    def explain(path: str, line: int) -> str:
        """Why does a line of a file depend on another app, and what was agreed about it? Lines count from 1."""
        folder = _current_folder(current)
        snapshot_path = _snapshot_path(folder, path)
        owner = next((it for it in _projects(folder) if snapshot_path in it.snapshot.extractions), None)
        text = owner.read(snapshot_path) if owner is not None else None
        if owner is None or text is None:
            raise ToolError(f"{path} is not a Python file of the project in {folder.opened}")
        if not 1 <= line <= len(text.starts):
            raise ToolError(f"{path} has no line {line}; its lines are 1 to {len(text.starts)}")
        return place_text.render(owner, snapshot_path, line, None, PLAIN_SCREEN)

    for tool in (may_use, depends_on, users_of, check, explain):
        mcp_server.tool(annotations=_READ_ONLY)(tool)
    return mcp_server


def _answer(current: PolledFolder, names: tuple[str, ...], ask: Callable[[ProjectView], _Answer]) -> _Answer:
    """Return the answer of the project that knows all names.

    Raises `ToolError` when there is none; it says why the first project does not know them.
    """
    faults = []
    for project in _projects(_current_folder(current)):
        try:
            return ask(project)
        except UnknownNameError as error:
            faults.append(str(error))
    raise ToolError(faults[0] if faults else f"There is no Django project, so there is no {names[0]}")


def _current_folder(current: PolledFolder) -> Folder:
    try:
        return current.folder()
    except WorkspaceError as error:
        raise ToolError(str(error)) from error


def _projects(folder: Folder) -> list[ProjectView]:
    """Return the projects; their paths are shown from the folder on that was opened."""

    def show(path: str) -> str:
        return files.relative(folder.opened, folder.base / path)

    def text(path: str) -> Text | None:
        return files.read_text(folder.base, path)

    return [ProjectView(it.snapshot, show, show, text) for it in folder.projects]


def _snapshot_path(folder: Folder, path: str) -> str:
    """Return a path, which may be absolute, as snapshots know it. Raises `ToolError` for one of no project."""
    full = (folder.opened / path.replace("\0", "")).resolve()
    location = folder.locate(full.as_posix())
    if location is None or not full.is_file():
        raise ToolError(f"{path} is not a file of the project in {folder.opened}")
    return location[1]
