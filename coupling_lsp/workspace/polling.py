"""A folder that is brought up to date when it is asked for: files that changed since are read again, no others."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.folder import Folder
from coupling_lsp.workspace.reading import codeowners, discovery
from coupling_lsp.workspace.reading.files import listing
from coupling_lsp.workspace.reading.load import Options, rules_path


class Current:
    """The projects of a folder as they are on disk."""

    def __init__(self, base: Path, options: Options) -> None:
        """Raises `WorkspaceError` when the rules file that `options` name is not there."""
        self._base = base.resolve()
        self._options = options
        self._stamps = self._look()
        self._folder = self._open()

    def folder(self) -> Folder:
        """The folder as it is now. When nothing changed, that costs a look at the times of its files."""
        stamps = self._look()
        changed = {path for path, _ in stamps.items() ^ self._stamps.items()}
        before = self._folder
        if before.options.today != _today():
            self._folder = self._open()
        elif changed:
            self._folder = folders.refresh(before, changed, {})
            if self._folder.loaders() != before.loaders():  # Files say other things when other functions import.
                self._folder = self._open()
        self._stamps = stamps
        return self._folder

    def _open(self) -> Folder:
        return folders.open_whole(self._base, self._options._replace(today=_today()), {}, None)

    def _look(self) -> dict[str, tuple[int, int]]:
        """When each file that matters was written and how large it is, by absolute path."""
        stamps = {}
        for path in self._paths():
            try:
                status = path.stat()
            except OSError:
                continue
            stamps[path.as_posix()] = status.st_mtime_ns, status.st_size
        return stamps

    def _paths(self) -> Iterator[Path]:
        found = listing(self._base)
        yield from (self._base / path for path in (*found.python, *found.configuration))
        yield from codeowners.places(self._base)
        for project in discovery.projects(self._base, found):
            rules = rules_path(self._base, project.root, self._options)
            if rules is not None:
                yield rules


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()
