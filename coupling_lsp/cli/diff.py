"""`coupling-lsp diff`: which edges came, went and moved between two revisions."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.diff.difference import State
    from coupling_lsp.workspace.git import Repository

NAME = "diff"
HELP = "Tell which edges and which debt came, went and moved between two revisions of git"

FOUND = 1

_FORMATS = ("text", "json", "md")
_LEVELS = ("undeclared", "debt", "any")
_WORK_TREE = "work tree"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("base", metavar="BASE", help="the revision to compare with, as git names it")
    parser.add_argument("head", nargs="?", default="", metavar="HEAD", help="the revision (default: the work tree)")
    parser.add_argument("--project", default=".", metavar="DIR", help="the project's folder (default: this one)")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to print (default: %(default)s)")
    parser.add_argument(
        "--fail-on", choices=_LEVELS, help="exit with 1 when edges were added: undeclared, tech debt too, or any"
    )
    parser.add_argument("--no-tests", action="store_true", help="leave out edges in tests")
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the difference; the exit code says whether edges came that `--fail-on` names."""
    from coupling_lsp.cli import terminal
    from coupling_lsp.reports.diff import DIFF_REPORTS, counted, difference
    from coupling_lsp.reports.rows import Wanted
    from coupling_lsp.workspace import git
    from coupling_lsp.workspace.load import WorkspaceError

    try:
        repository = git.find(Path(args.project))
        base = _revision(repository, args.base, args)
        head = _revision(repository, args.head, args) if args.head else _work_tree(args)
    except WorkspaceError as error:
        raise CommandError(str(error)) from error
    found = difference.compare(base, head, Wanted(tests=not args.no_tests))
    report = next(it for it in DIFF_REPORTS if args.format == it.NAME)
    write = terminal.write_text if report is DIFF_REPORTS[0] else terminal.write_data
    write(report.render(found, terminal.screen()))
    return FOUND if args.fail_on and counted.counted(found, args.fail_on) else 0


def _work_tree(args: argparse.Namespace) -> "State":
    from coupling_lsp.cli import projects
    from coupling_lsp.reports.diff.difference import State

    return State(_WORK_TREE, "", tuple(projects.read(Path(args.project), args)))


def _revision(repository: "Repository", name: str, args: argparse.Namespace) -> "State":
    """The projects at a revision, read from a copy outside the repository; their paths are told as in the work tree."""
    from coupling_lsp.reports.diff.difference import State
    from coupling_lsp.reports.project import Project
    from coupling_lsp.workspace import git
    from coupling_lsp.workspace.load import Options, WorkspaceError, load

    here = Path(args.project).resolve()

    def show(path: str) -> str:
        return Path(os.path.relpath(here / path)).as_posix()

    commit = git.commit(repository, name)
    with tempfile.TemporaryDirectory(prefix="coupling-lsp-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder).resolve()
        if not git.write_files(repository, commit, copy):
            return State(name, commit, ())  # The project was not there yet.
        options = Options(Path(args.rules) if args.rules else None, args.settings, cache=False)
        try:
            loaded = load(copy / repository.inside, options)
        except WorkspaceError as error:
            told = str(error).replace(str(copy / repository.inside), str(here))
            raise CommandError(f"at `{name}`: {told}") from error
    return State(name, commit, tuple(Project(it.snapshot, show, lambda _: None) for it in loaded))
