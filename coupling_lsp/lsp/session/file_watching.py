"""Who tells of changes on disk: the client where it can watch, else a watcher of our own."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.workspace.files import is_watched

log = logging.getLogger(__name__)

_ALL = t.WatchKind.Create | t.WatchKind.Change | t.WatchKind.Delete
_PATTERNS = (
    ("**/*.py", _ALL),
    ("**/rules.yaml", _ALL),
    ("**/.importlinter", _ALL),
    ("**/{pyproject.toml,pytest.ini,setup.cfg,tox.ini,CODEOWNERS}", _ALL),
    ("**/*", t.WatchKind.Create | t.WatchKind.Delete),  # A folder that comes or goes is one event, for the folder.
)


async def ask_client(server: LanguageServer) -> None:
    """Ask the client to watch the files that matter."""
    watchers = [t.FileSystemWatcher(glob_pattern=pattern, kind=kind) for pattern, kind in _PATTERNS]
    registration = t.Registration(
        id="coupling-watch",
        method=t.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=t.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
    )
    await server.client_register_capability_async(t.RegistrationParams([registration]))


async def watch(base: Path, touched: Callable[[Iterable[str]], None], stop: asyncio.Event) -> None:
    """Watch a folder ourselves until told to stop."""
    from watchfiles import awatch  # Costs start-up time that clients which watch need not pay.

    def matters(_change: object, path: str) -> bool:
        return is_watched(path)

    real = f"{base.resolve()}/"
    try:
        async for changes in awatch(base, watch_filter=matters, stop_event=stop, debounce=200, step=50):
            touched({f"{base}/{path.removeprefix(real)}" if path.startswith(real) else path for _, path in changes})
    except OSError as error:
        log.warning("Changes on disk cannot be watched: %s. Save or reopen a file to bring it up to date.", error)
