"""Projects of a folder at a revision of git, or as they are on disk, to be compared."""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.cli.project_loading import relative_to
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.diff.difference import RevisionState
from coupling_lsp.workspace import git
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading.discovery import base_of
from coupling_lsp.workspace.reading.load import Options, load

WORK_TREE = "work tree"


def work_tree(projects: Sequence[ProjectView]) -> RevisionState:
    """Return projects that were read from disk as the state of the work tree."""
    return RevisionState(WORK_TREE, "", tuple(projects))


def read(repository: git.Repository, name: str, folder: Path, args: argparse.Namespace) -> RevisionState:
    """Return the projects at a revision, read from a copy outside the repository.

    Paths are shown as in the work tree. Raises `CommandError` when the projects cannot be read.
    """
    work_tree_folder = folder.resolve()
    base = base_of(work_tree_folder)

    def show(path: str) -> str:
        return Path(os.path.relpath(base / path)).as_posix()

    relative = relative_to(work_tree_folder, base)
    commit = git.commit(repository, name)
    with tempfile.TemporaryDirectory(prefix="coupling-lsp-", ignore_cleanup_errors=True) as copied:
        copy = Path(copied).resolve()
        if not git.write_files(repository, commit, copy):
            return RevisionState(name, commit, ())  # The project was not there yet.
        options = Options(Path(args.rules) if args.rules else None, args.settings, cache=False)
        try:
            loaded_projects = load(copy / repository.inner_folder, options)
            if any(it.snapshot.ruleset.config.templates for it in loaded_projects):
                git.write_files(repository, commit, copy, assets=True)
                loaded_projects = load(copy / repository.inner_folder, options)
        except WorkspaceError as error:
            message = str(error).replace(str(copy / repository.inner_folder), str(work_tree_folder))
            raise CommandError(f"at `{name}`: {message}") from error
    return RevisionState(
        name, commit, tuple(ProjectView(it.snapshot, show, relative, lambda _: None) for it in loaded_projects)
    )
