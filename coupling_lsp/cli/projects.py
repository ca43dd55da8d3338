"""The arguments of every command that reads a project, and the reading itself."""

import argparse
import os
import sys
from pathlib import Path

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.cli.progress import Progress
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace import files
from coupling_lsp.workspace.load import Options, WorkspaceError, load

NO_APPS = "no Django app was found; run it in the project's folder, or name the settings with `--settings`"


def read(base: Path, args: argparse.Namespace) -> list[ProjectView]:
    """The Django projects under a folder, as reports see them."""
    options = Options(Path(args.rules) if args.rules else None, args.settings, not args.no_cache)
    progress = Progress()
    try:
        loaded = load(base, options, progress)
    except WorkspaceError as error:
        raise CommandError(str(error)) from error
    finally:
        progress.clear()
    for fault in loaded[0].faults if loaded else ():
        print(f"coupling-lsp: left out {fault}", file=sys.stderr)
    return [project(it.base, it.snapshot) for it in loaded]


def tell_if_empty(found: list[ProjectView]) -> None:
    """Say on stderr that there is nothing to speak of, and what to do; nothing when there are apps."""
    if not any(it.snapshot.apps for it in found):
        print(f"coupling-lsp: {NO_APPS}", file=sys.stderr)


def project(base: Path, snapshot: Snapshot) -> ProjectView:
    """A snapshot with its files; the text of an open file shadows the disk."""

    def show(path: str) -> str:
        return Path(os.path.relpath(base / path)).as_posix()

    def text(path: str) -> Text | None:
        return snapshot.texts.get(path) or files.read_text(base, path)

    return ProjectView(snapshot, show, text)
