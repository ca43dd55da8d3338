"""Changes of the workspace: files that changed on disk, folders that came or went."""

from pathlib import Path

from lsprotocol import types as t

from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import uris


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_did_change_watched_files)
    server.feature(t.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_did_change_folders)


def _did_change_watched_files(ls: Server, params: t.DidChangeWatchedFilesParams) -> None:
    paths = [path for change in params.changes if (path := uris.path_of(change.uri)) is not None]
    ls.session.record_disk_changes(paths)


async def _did_change_folders(ls: Server, params: t.DidChangeWorkspaceFoldersParams) -> None:
    new_roots = [Path(path) for folder in params.event.added if (path := uris.path_of(folder.uri)) is not None]
    for folder in params.event.removed:
        if (path := uris.path_of(folder.uri)) is not None:
            await ls.forget(Path(path))
    for root in new_roots:
        ls.index(root)
