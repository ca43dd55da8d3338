"""`coupling-lsp check`: judges the edges of a project by its rules."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli import inferred
from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.check_findings import CheckResult

NAME = "check"
HELP = "Judge the edges of a project by its rules"

CLEAN = 0
FOUND = 1

_FORMATS = ("text", "json", "sarif", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to print (default: %(default)s)")
    parser.add_argument(
        "--stats",
        action="store_true",
        help="print instead how much of the project could be resolved, and what could not",
    )
    parser.add_argument(
        "--ratchet",
        nargs="?",
        const="",
        metavar="BASE",
        help="fail when there is more tech debt than where this work left BASE (default: the main branch)",
    )
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="show that every rule can decide an edge and every contract can be broken, and tell of those that cannot",
    )
    inferred.add(parser)
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is wrong; the exit code says whether anything is an error or a warning."""
    from coupling_lsp.cli import projects, terminal
    from coupling_lsp.reports.check import CHECK_REPORTS, resolution_stats, self_test
    from coupling_lsp.reports.contents import check_findings

    started = time.perf_counter()
    found = projects.read(Path(args.path), args)
    projects.tell_if_empty(found)
    if args.infer is not None and args.ratchet is not None:
        raise CommandError("`--ratchet` counts what is certain: leave out `--infer`")
    if args.infer is not None:
        found = inferred.asked(found, args)
    checked = check_findings.check_projects(found)
    if args.self_test:
        checked = self_test.with_self_test(checked)
    if args.ratchet is not None:
        checked = _ratcheted(checked, args)
    checked = checked._replace(seconds=time.perf_counter() - started)
    if args.stats:
        terminal.write_text(resolution_stats.render(found, terminal.screen()))
    else:
        report = next(it for it in CHECK_REPORTS if args.format == it.NAME)
        write = terminal.write_text if report is CHECK_REPORTS[0] else terminal.write_data
        write(report.render(checked, terminal.screen()))
    return CLEAN if checked.is_clean else FOUND


def _ratcheted(checked: "CheckResult", args: argparse.Namespace) -> "CheckResult":
    from coupling_lsp.cli import revisions
    from coupling_lsp.reports.check import ratchet
    from coupling_lsp.reports.diff import difference
    from coupling_lsp.workspace import git
    from coupling_lsp.workspace.load import WorkspaceError

    folder = Path(args.path)
    try:
        repository = git.find(folder)
        name = args.ratchet or git.main_branch(repository)
        base = revisions.read(repository, git.forked(repository, name), folder, args)
    except WorkspaceError as error:
        is_folder = args.ratchet and Path(args.ratchet).is_dir()
        hint = f" To check the folder {args.ratchet}, name it before `--ratchet`." if is_folder else ""
        raise CommandError(f"{error}{hint}") from error
    found = difference.compare(base._replace(name=name), revisions.work_tree(checked.projects))
    return ratchet.with_ratchet(checked, found)
