"""`coupling-lsp check`: judges the edges of a project by its rules."""

import argparse
import time
from pathlib import Path

from coupling_lsp.cli.arguments import add_folder, add_project

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
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is wrong; the exit code says whether anything is an error or a warning."""
    from coupling_lsp.cli import projects, terminal
    from coupling_lsp.reports import findings, stats
    from coupling_lsp.reports.check import CHECK_REPORTS

    started = time.perf_counter()
    found = projects.read(Path(args.path), args)
    checked = findings.check(found)
    checked = checked._replace(seconds=time.perf_counter() - started)
    if args.stats:
        terminal.write_text(stats.render(found, terminal.screen()))
    else:
        report = next(it for it in CHECK_REPORTS if args.format == it.NAME)
        write = terminal.write_text if report is CHECK_REPORTS[0] else terminal.write_data
        write(report.render(checked, terminal.screen()))
    return CLEAN if checked.is_clean else FOUND
