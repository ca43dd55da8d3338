"""`coupling-lsp mcp`: the same answers for coding agents, over the Model Context Protocol."""

import argparse
from pathlib import Path

from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

NAME = "mcp"
HELP = "Answer coding agents over the Model Context Protocol, on standard input and output"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until the client leaves."""
    from coupling_lsp.workspace.current import Current
    from coupling_lsp.workspace.load import Options, WorkspaceError

    base = Path(args.path)
    if not base.is_dir():
        raise CommandError(f"{base} is not a folder. Name the folder of a Django project.")
    try:
        from coupling_lsp.cli import mcp_tools
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise CommandError(
            "the Python package `mcp` is missing, which only this command needs. "
            "Install it with `pip install 'coupling-lsp[mcp]'`"
        ) from error
    options = Options(Path(args.rules) if args.rules else None, args.settings, not args.no_cache)
    try:
        current = Current(base, options)
    except WorkspaceError as error:
        raise CommandError(str(error)) from error
    mcp_tools.create_server(current).run("stdio")
    return 0
