"""The program: hands the arguments to the command line, and the language server to its `serve` command."""

import sys

from coupling_lsp.cli import app


def main() -> None:
    """Run what the arguments ask for, and exit."""
    sys.exit(app.run(sys.argv[1:], _serve))


def _serve(port: int | None) -> int:
    # Only here: the other commands start without the protocol's libraries.
    from coupling_lsp.lsp import server

    return server.serve(port)


if __name__ == "__main__":
    main()
