"""Files and folders that the client is about to rename: the rules that name them follow in the same edit."""

import asyncio
from collections.abc import Iterator, Sequence

from lsprotocol import types as t

from coupling_lsp.fixes.renaming.follow import Following, follow
from coupling_lsp.fixes.renaming.paths import PathChange
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.session.workspace_edits import WorkspaceEdits
from coupling_lsp.lsp.transport import uris
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder

_PYTHON_FILES = t.FileOperationPattern("**/*.py", matches=t.FileOperationPatternKind.File)
_FOLDERS = t.FileOperationPattern("**", matches=t.FileOperationPatternKind.Folder)


def register(server: Server) -> None:
    """Add the handler; to be called before the server tells its capabilities, and only if the client asks."""
    filters = [t.FileOperationFilter(pattern, scheme="file") for pattern in (_PYTHON_FILES, _FOLDERS)]
    options = t.FileOperationRegistrationOptions(filters)
    server.feature(t.WORKSPACE_WILL_RENAME_FILES, options)(_will_rename_files)


async def _will_rename_files(ls: Server, params: t.RenameFilesParams) -> t.WorkspaceEdit | None:
    await ls.session.wait_until_current()
    for key in list(ls.session.folders):
        edit = await _edit_of_folder(ls, key, params.files)
        if edit is not None:
            return edit
    return None


async def _edit_of_folder(ls: Server, key: str, files: Sequence[t.FileRename]) -> t.WorkspaceEdit | None:
    """Return the edit of the rules files of a folder, worked out anew where one is typed in meanwhile."""
    documents = ls.session.documents
    while (folder := ls.session.folders.get(key)) is not None:
        changes = tuple(_path_changes(folder, files))
        if not changes:
            return None
        locations = Locations(folder, documents, ls.capabilities.encoding)
        texts = {it: locations.read(it) for it in {project.snapshot.ruleset.path for project in folder.projects} if it}
        edits = await asyncio.to_thread(_following, folder, changes, locations)
        open_documents = ((path, documents.get(folder.absolute(path))) for path in texts)
        if any(document is not None and document.text != texts[path] for path, document in open_documents):
            await ls.session.wait_until_current()
            continue
        for remark in edits.remarks:
            ls.log_message(remark)
        writer = WorkspaceEdits(folder, documents, ls.capabilities, locations)
        return writer.of(edits.files) if edits.files else None
    return None


def _path_changes(folder: Folder, files: Sequence[t.FileRename]) -> Iterator[PathChange]:
    """Yield the renames inside a folder; what leaves it is deleted as far as its rules go."""
    for file in files:
        old_path, new_path = uris.path_of(file.old_uri), uris.path_of(file.new_uri)
        old = folder.inner(old_path) if old_path is not None else None
        new = folder.inner(new_path) if new_path is not None else None
        if old and new:
            yield PathChange(old, new)


def _following(folder: Folder, changes: tuple[PathChange, ...], locations: Locations) -> Following:
    """Return what follows in all rules files of a folder; projects that share one are asked together."""
    by_rules_file: dict[str, list[Snapshot]] = {}
    for project in folder.projects:
        if project.rules is not None:
            by_rules_file.setdefault(str(project.rules), []).append(project.snapshot)
    results = [follow(snapshots, changes, locations.read) for snapshots in by_rules_file.values()]
    files = tuple(file for it in results for file in it.files)
    return Following(files, tuple(dict.fromkeys(remark for it in results for remark in it.remarks)))
