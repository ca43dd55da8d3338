"""Reading of the projects of a command, and what people are told when there is nothing to read."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.cli.progress_bar import ProgressBar
from coupling_lsp.features.missing_settings import missing_settings
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading import files
from coupling_lsp.workspace.reading.discovery import base_of
from coupling_lsp.workspace.reading.load import Options, load

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
    return [with_files(it.base, it.snapshot, base) for it in loaded_projects]


def root_of(path: str) -> Path:
    """Return the folder from which snapshots see the paths of the projects that a folder is about."""
    return base_of(Path(path).resolve())


def the_project(projects: Sequence[ProjectView], path: str) -> ProjectView:
    """Return the project that a command for one is about: the only one, or the one whose folder was named.

    Raises `CommandError` when that is none, or not clear.
    """
    folder = Path(os.path.relpath(Path(path).resolve(), root_of(path))).as_posix()
    named_projects = [it for it in projects if (it.snapshot.layout.root or ".") == folder]
    chosen_projects = named_projects or projects
    if len(chosen_projects) == 1:
        return chosen_projects[0]
    roots = ", ".join(sorted(it.show(it.snapshot.layout.root or ".") for it in projects))
    raise CommandError(f"{path} holds {len(projects)} Django projects, in {roots}; name the folder of one")


def report_missing_apps(projects: list[ProjectView]) -> None:
    """Say on stderr that no project has an app, or that its settings are missing, and what to do about it."""
    messages = [NO_APPS] if not any(it.snapshot.apps for it in projects) else []
    messages += filter(None, (missing_settings(it.snapshot) for it in projects))
    for message in messages:
        print(f"coupling-lsp: {message}", file=sys.stderr)


def with_files(base: Path, snapshot: Snapshot, folder: Path) -> ProjectView:
    """Return a project that reads its files below `base`, and shows their paths from the current folder on.

    `folder` is the one that the command was given.
    """

    def show(path: str) -> str:
        return Path(os.path.relpath(base / path)).as_posix()

    def text(path: str) -> Text | None:
        return snapshot.texts.get(path) or files.read_text(base, path)

    return ProjectView(snapshot, show, relative_to(folder, base), text)


def relative_to(folder: Path, base: Path) -> Callable[[str], str]:
    """Return what turns a path below `base` into one seen from a folder."""
    start = folder.resolve()
    if start == base:
        return str
    return lambda path: Path(os.path.relpath(base / path, start)).as_posix()
