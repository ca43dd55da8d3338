"""`coupling-lsp edges`: every edge of a project."""

import argparse
from pathlib import Path

from coupling_lsp.cli import inference_option
from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.model.edge_kinds import KINDS

NAME = "edges"
HELP = "List every edge between the apps of a project"

_FORMATS = ("table", "json", "csv", "md")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to print (default: %(default)s)")
    parser.add_argument("--no-tests", action="store_true", help="leave out edges in tests")
    parser.add_argument("--from", action="append", default=[], dest="sources", metavar="APP", help="only from this app")
    parser.add_argument("--to", action="append", default=[], dest="targets", metavar="APP", help="only to this app")
    parser.add_argument("--kind", action="append", default=[], dest="kinds", choices=KINDS, help="only of this kind")
    effective_help = "relations of abstract models at every model that inherits them"
    parser.add_argument("--effective", action="store_true", help=effective_help)
    inference_option.add_infer(parser)
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the edges."""
    from coupling_lsp.cli import app_labels, project_loading, terminal
    from coupling_lsp.reports.contents.edge_rows import EdgeFilter
    from coupling_lsp.reports.edges import EDGE_REPORTS

    projects = project_loading.load_projects(Path(args.path), args)
    project_loading.report_missing_apps(projects)
    if args.infer is not None:
        projects = inference_option.infer_projects(projects, args)
    app_labels.require((*args.sources, *args.targets), projects)
    apps = tuple(args.sources), tuple(args.targets)
    edge_filter = EdgeFilter(*apps, tuple(args.kinds), not args.no_tests, effective=args.effective)
    report = next(it for it in EDGE_REPORTS if args.format == it.NAME)
    write = terminal.write_text if report is EDGE_REPORTS[0] else terminal.write_data
    write(report.render(projects, edge_filter, terminal.screen()))
    return 0
