"""`coupling-lsp serve`: the language server."""

import argparse

NAME = "serve"
HELP = "Run the language server, on standard input and output unless a port is given"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="speak on standard input and output (the default)")
    way.add_argument("--tcp", type=_port, metavar="PORT", help="listen on this port of 127.0.0.1")


def run(args: argparse.Namespace) -> int:
    """Serve until the client leaves."""
    code: int = args.start_server(args.tcp)
    return code


def _port(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not 0 <= int(argument) <= 65535:
        raise argparse.ArgumentTypeError(f"{argument!r} is no port: a number up to 65535 is")
    return int(argument)
