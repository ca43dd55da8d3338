"""A folder that is brought up to date when it is asked for: only files that changed since are read again."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.folder import Folder
from coupling_lsp.workspace.reading import codeowners
from coupling_lsp.workspace.reading.discovery import discover
from coupling_lsp.workspace.reading.load import Options, rules_path


class PolledFolder:
    """The projects of a folder as they are on disk, found by comparing the times and sizes of its files."""

    def __init__(self, opened: Path, options: Options) -> None:
        """Open the folder. Raises `WorkspaceError` when the rules file that `options` name is not there."""
        self._opened = opened.resolve()
        self._options = options
        self._stamps = self._read_stamps()
        self._folder = self._open()

    def folder(self) -> Folder:
        """Return the folder as it is now. When nothing changed, that costs a look at the times of its files."""
        stamps = self._read_stamps()
        changed_paths = {path for path, _ in stamps.items() ^ self._stamps.items()}
        previous_folder = self._folder
        if previous_folder.options.today != _today():
            self._folder = self._open()
        elif changed_paths:
            self._folder = folders.refresh(previous_folder, changed_paths, {})
            # Other files are read, or say other things.
            if self._folder.scope() != previous_folder.scope():
                self._folder = self._open()
        self._stamps = stamps
        return self._folder

    def _open(self) -> Folder:
        return folders.open_whole(self._opened, self._options._replace(today=_today()), {}, None)

    def _read_stamps(self) -> dict[str, tuple[int, int]]:
        """Return when each file that matters was written (ns) and how large it is, by absolute path."""
        stamps = {}
        for path in self._paths():
            try:
                status = path.stat()
            except OSError:
                continue
            stamps[path.as_posix()] = status.st_mtime_ns, status.st_size
        return stamps

    def _paths(self) -> Iterator[Path]:
        base, files, projects = discover(self._opened)
        yield from (base / path for path in (*files.python, *files.configuration, *files.assets))
        yield from codeowners.possible_paths(base)
        for project in projects:
            rules = rules_path(base, project.root, self._options)
            if rules is not None:
                yield rules


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()
