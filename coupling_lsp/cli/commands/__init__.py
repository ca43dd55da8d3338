"""Commands of the program, one module for each, in the order in which help lists them."""

import argparse
from typing import Protocol

from coupling_lsp.cli.commands import check, demo, diff, edges, explain, export, fix, graph, init, mcp, report, serve


class Command(Protocol):
    """Members of each command's module. Heavy imports stand in `run`, so that a command pays only for itself."""

    NAME: str
    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit code."""


COMMANDS: tuple[Command, ...] = (serve, init, check, edges, explain, fix, diff, graph, export, report, mcp, demo)
