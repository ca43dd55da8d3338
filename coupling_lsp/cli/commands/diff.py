"""`coupling-lsp diff`: which edges came, went and moved between two revisions."""

import argparse
from pathlib import Path

from coupling_lsp.cli.arguments import add_project
from coupling_lsp.cli.errors import CommandError

NAME = "diff"
HELP = "Tell which edges and which debt came, went and moved between two revisions of git"

NEW_EDGES = 1

_FORMATS = ("text", "json", "md")
_LEVELS = ("undeclared", "debt", "any")


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
    from coupling_lsp.cli import project_loading, revisions, terminal
    from coupling_lsp.reports.contents.edge_rows import EdgeFilter
    from coupling_lsp.reports.diff import DIFF_REPORTS, difference, fail_levels
    from coupling_lsp.workspace import git
    from coupling_lsp.workspace.load import WorkspaceError

    folder = Path(args.project)
    try:
        repository = git.find(folder)
        base = revisions.read(repository, args.base, folder, args)
        if args.head:
            head = revisions.read(repository, args.head, folder, args)
        else:
            head = revisions.work_tree(project_loading.load_projects(folder, args))
    except WorkspaceError as error:
        raise CommandError(str(error)) from error
    comparison = difference.compare(base, head, EdgeFilter(tests=not args.no_tests, judged=True))
    report = next(it for it in DIFF_REPORTS if args.format == it.NAME)
    write = terminal.write_text if report is DIFF_REPORTS[0] else terminal.write_data
    write(report.render(comparison, terminal.screen()))
    return NEW_EDGES if args.fail_on and fail_levels.failing_edges(comparison, args.fail_on) else 0
