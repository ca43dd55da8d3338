"""The projects of a folder at a revision of git, or as they are on disk, to be compared."""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.diff.difference import RevisionState
from coupling_lsp.workspace import git
from coupling_lsp.workspace.load import Options, WorkspaceError, load

WORK_TREE = "work tree"


def work_tree(projects: Sequence[ProjectView]) -> RevisionState:
    """The projects as they are on disk."""
    return RevisionState(WORK_TREE, "", tuple(projects))


def read(repository: git.Repository, name: str, folder: Path, args: argparse.Namespace) -> RevisionState:
    """The projects at a revision, read from a copy outside the repository; their paths are told as in the work tree."""
    here = folder.resolve()

    def show(path: str) -> str:
        return Path(os.path.relpath(here / path)).as_posix()

    commit = git.commit(repository, name)
    with tempfile.TemporaryDirectory(prefix="coupling-lsp-", ignore_cleanup_errors=True) as copied:
        copy = Path(copied).resolve()
        if not git.write_files(repository, commit, copy):
            return RevisionState(name, commit, ())  # The project was not there yet.
        options = Options(Path(args.rules) if args.rules else None, args.settings, cache=False)
        try:
            loaded = load(copy / repository.inside, options)
        except WorkspaceError as error:
            told = str(error).replace(str(copy / repository.inside), str(here))
            raise CommandError(f"at `{name}`: {told}") from error
    return RevisionState(name, commit, tuple(ProjectView(it.snapshot, show, lambda _: None) for it in loaded))
