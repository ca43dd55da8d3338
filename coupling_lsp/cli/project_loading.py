"""Reading of the projects of a command, and what people are told when there is nothing to read."""

import argparse
import os
import sys
from pathlib import Path

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.cli.progress_bar import ProgressBar
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace import files
from coupling_lsp.workspace.load import Options, WorkspaceError, load

NO_APPS = "no Django app was found; run it in the project's folder, or name the settings with `--settings`"


def load_projects(base: Path, args: argparse.Namespace) -> list[ProjectView]:
    """Return the Django projects under a folder, as reports see them. Raises `CommandError` when it cannot be read."""
    options = Options(Path(args.rules) if args.rules else None, args.settings, not args.no_cache)
    progress = ProgressBar()
    try:
        loaded_projects = load(base, options, progress)
    except WorkspaceError as error:
        raise CommandError(str(error)) from error
    finally:
        progress.clear()
    for fault in loaded_projects[0].faults if loaded_projects else ():
        print(f"coupling-lsp: left out {fault}", file=sys.stderr)
    return [with_files(it.base, it.snapshot) for it in loaded_projects]


def report_missing_apps(projects: list[ProjectView]) -> None:
    """Say on stderr that no project has an app, and what to do about it; nothing when one has."""
    if not any(it.snapshot.apps for it in projects):
        print(f"coupling-lsp: {NO_APPS}", file=sys.stderr)


def with_files(base: Path, snapshot: Snapshot) -> ProjectView:
    """Return a project that reads its files below `base`, and shows their paths from the current folder on."""

    def show(path: str) -> str:
        return Path(os.path.relpath(base / path)).as_posix()

    def text(path: str) -> Text | None:
        return snapshot.texts.get(path) or files.read_text(base, path)

    return ProjectView(snapshot, show, text)
