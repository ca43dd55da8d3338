"""Arguments of the program, and its failures: a sentence on stderr and an exit code, never a traceback."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from coupling_lsp import __version__
from coupling_lsp.cli.commands import COMMANDS
from coupling_lsp.cli.errors import FAILED, INTERRUPTED, CommandError

TRACEBACK = "COUPLING_LSP_TRACEBACK"
"""The environment variable that makes an internal error show where it comes from."""


def run(arguments: Sequence[str], start_server: Callable[[int | None], int]) -> int:
    """Run the command that the arguments name; return its exit code. `start_server` serves on a port, or on stdio."""
    args = _parser().parse_args(arguments)
    args.start_server = start_server
    try:
        code: int = args.run(args)
        return code
    except CommandError as error:
        return _fail(str(error), FAILED)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader has what it wanted, as in `edges | head`. Python must not flush into the pipe once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail("the output was closed before its end", FAILED)
    except OSError as error:
        file_prefix = f"{error.filename}: " if error.filename else ""
        return _fail(f"{file_prefix}{error.strerror or error}", FAILED)
    except Exception as error:  # The last line of defence: users get a sentence, also for faults of the program.
        if os.environ.get(TRACEBACK):
            traceback.print_exc()
        return _fail(_internal_error(error), FAILED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coupling-lsp",
        description="Which Django app depends on which, whether that was agreed to, and why. Runs no project code.",
        epilog="Exit codes of check: 0 nothing at error or warning level, 1 findings, 2 it could not do its work.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP, description=f"{command.HELP}.")
        command.configure(sub)
        sub.set_defaults(run=command.run)
    return parser


def _fail(message: str, code: int) -> int:
    print(f"coupling-lsp: {message}", file=sys.stderr)
    return code


def _internal_error(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    source_location = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return (
        f"internal error: {type(error).__name__}: {error}{source_location}\n"
        f"Please report it. With {TRACEBACK}=1 set, the same command shows where it comes from."
    )
