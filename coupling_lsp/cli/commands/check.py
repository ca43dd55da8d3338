"""`coupling-lsp check`: judges the edges of a project by its rules."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli import inference_option
from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.check_findings import CheckResult

NAME = "check"
HELP = "Judge the edges of a project by its rules"

NO_FINDINGS = 0
FINDINGS = 1

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
    inference_option.add_infer(parser)
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is wrong; the exit code says whether anything is an error or a warning."""
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.check import CHECK_REPORTS, resolution_stats, self_test
    from coupling_lsp.reports.contents import check_findings

    start = time.perf_counter()
    projects = project_loading.load_projects(Path(args.path), args)
    project_loading.report_missing_apps(projects)
    if args.infer is not None and args.ratchet is not None:
        raise CommandError("`--ratchet` counts what is certain: leave out `--infer`")
    if args.infer is not None:
        projects = inference_option.infer_projects(projects, args)
    check = check_findings.check_projects(projects)
    if args.self_test:
        check = self_test.with_self_test(check)
    if args.ratchet is not None:
        check = _with_ratchet(check, args)
    check = check._replace(seconds=time.perf_counter() - start)
    if args.stats:
        terminal.write_text(resolution_stats.render(projects, terminal.screen()))
    else:
        report = next(it for it in CHECK_REPORTS if args.format == it.NAME)
        write = terminal.write_text if report is CHECK_REPORTS[0] else terminal.write_data
        write(report.render(check, terminal.screen()))
    return NO_FINDINGS if check.is_clean else FINDINGS


def _with_ratchet(check: "CheckResult", args: argparse.Namespace) -> "CheckResult":
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
    comparison = difference.compare(base._replace(name=name), revisions.work_tree(check.projects))
    return ratchet.with_ratchet(check, comparison)
