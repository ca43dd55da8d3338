"""`coupling-lsp graph`: the apps of a project and what leads from one to another, as a drawing."""

import argparse
from pathlib import Path

from coupling_lsp.cli.arguments import add_folder, add_project

NAME = "graph"
HELP = "Draw which app depends on which, with the cycles and what would cut them"

_FORMATS = ("mermaid", "dot", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to print (default: %(default)s)")
    parser.add_argument("--no-tests", action="store_true", help="leave out edges in tests")
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the graph."""
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.contents.edge_rows import EdgeFilter
    from coupling_lsp.reports.graph import app_graph, dot, graph_json, mermaid

    edge_filter = EdgeFilter(tests=not args.no_tests, judged=True)
    graphs = [app_graph.project_graph(it, edge_filter) for it in project_loading.load_projects(Path(args.path), args)]
    report = next(it for it in (mermaid, dot, graph_json) if args.format == it.NAME)
    terminal.write_data(report.render(graphs))
    return 0
