"""Changes on disk: the client tells of them where it can watch files, else a watcher of our own."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.transport import uris
from coupling_lsp.workspace.reading.files import is_watched

log = logging.getLogger(__name__)

_EVERY_CHANGE = t.WatchKind.Create | t.WatchKind.Change | t.WatchKind.Delete
_PATTERNS = (
    ("**/*.py", _EVERY_CHANGE),
    ("**/{templates,jinja2}/**", _EVERY_CHANGE),
    ("**/rules.yaml", _EVERY_CHANGE),
    ("**/.importlinter", _EVERY_CHANGE),
    ("**/{pyproject.toml,pytest.ini,setup.cfg,tox.ini,CODEOWNERS}", _EVERY_CHANGE),
    ("**/*", t.WatchKind.Create | t.WatchKind.Delete),  # A folder that comes or goes is one event, for the folder.
)


async def ask_client(server: LanguageServer, repositories: Iterable[Path]) -> None:
    """Ask the client to watch the files that matter: in its own folders, and in the repositories around them."""
    watchers = [t.FileSystemWatcher(glob_pattern=pattern, kind=kind) for pattern, kind in _PATTERNS]
    for repository in repositories:
        base = uris.uri_of(str(repository))
        watchers += [t.FileSystemWatcher(t.RelativePattern(base, pattern), kind) for pattern, kind in _PATTERNS]
    registration = t.Registration(
        id="coupling-watch",
        method=t.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=t.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
    )
    await server.client_register_capability_async(t.RegistrationParams([registration]))


async def watch(base: Path, record: Callable[[Iterable[str]], None], stop: asyncio.Event) -> None:
    """Watch a folder ourselves until `stop` is set; `record` gets the absolute paths of what changed."""
    from watchfiles import awatch  # Costs start-up time that clients which watch need not pay.

    def is_relevant(_change: object, path: str) -> bool:
        return is_watched(path)

    def as_client_sees(path: str) -> str:
        return f"{base}/{path.removeprefix(real)}" if path.startswith(real) else path

    real = f"{base.resolve()}/"
    try:
        async for changes in awatch(base, watch_filter=is_relevant, stop_event=stop, debounce=200, step=50):
            record({as_client_sees(path) for _, path in changes})
    except OSError as error:
        log.warning("Changes on disk cannot be watched: %s. Save or reopen a file to bring it up to date.", error)
