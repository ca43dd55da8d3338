"""`coupling-lsp demo`: the whole job on the bundled example, as an editor would show it."""

import argparse
import time
from pathlib import Path

from coupling_lsp.cli.errors import CommandError

NAME = "demo"
HELP = "Show the whole job on the bundled example, as an editor would show it"

_EXAMPLE = "boost_data_collector"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments: there are none."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001  # every command is called with its arguments
    """Print the steps. The example stays as it is."""
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.demo import steps
    from coupling_lsp.workspace.reading.load import Options, load

    folder, rules = _example()
    (example,) = load(folder, Options(rules, cache=False))
    project = project_loading.with_files(example.base, example.snapshot, folder)
    for text in steps.render(steps.Stage(project, terminal.screen(), time.perf_counter)):
        terminal.write_text(text)
    return 0


def _example() -> tuple[Path, Path]:
    """Return the example's folder and its rules: inside the installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[2]
    for folder, rules in (
        (package / "example" / _EXAMPLE, package / "example" / "rules.yaml"),
        (package.parent / "examples" / _EXAMPLE, package.parent / "rules.yaml"),
    ):
        if folder.is_dir() and rules.is_file():
            return folder, rules
    raise CommandError("the example that belongs to the program is not there; install the program anew")
