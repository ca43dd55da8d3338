"""The option `--infer`: ask jedi about the places that our own reading leaves open."""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView

_SECONDS = 60.0
_MAX_SECONDS = 86_400


def add_infer(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument(
        "--infer",
        nargs="?",
        type=_seconds,
        const=_SECONDS,
        metavar="SECONDS",
        help=f"ask jedi, too, where nothing else tells which model is used (for {_SECONDS:.0f} seconds at most)",
    )


def infer_projects(projects: "Sequence[ProjectView]", args: argparse.Namespace) -> "list[ProjectView]":
    """Return the projects with what jedi infers, and say on stderr how much that is."""
    from coupling_lsp.cli import project_loading
    from coupling_lsp.cli.progress_bar import ProgressBar
    from coupling_lsp.features.wording import count
    from coupling_lsp.workspace.inference import infer

    base = project_loading.root_of(args.path)
    deadline = time.monotonic() + args.infer
    progress = ProgressBar("places asked about")
    inferred_projects = []
    for project in projects:
        seconds_left = max(deadline - time.monotonic(), 0.0)
        try:
            outcome = infer.infer(base, project.snapshot, seconds_left, use_cache=not args.no_cache, progress=progress)
        finally:
            progress.clear()
        inferred_projects.append(project._replace(snapshot=outcome.snapshot))
        message = f"asked jedi about {count(outcome.n_questions, 'place')}: {count(outcome.n_edges, 'edge')} more"
        if outcome.n_open and outcome.end == "start":
            message = f"jedi cannot be started, so nothing is inferred of {count(outcome.n_open, 'place')}"
        elif outcome.n_open:
            message += f"; {count(outcome.n_open, 'place')} had no answer in time"
            message += f", `--infer {max(2 * args.infer, _SECONDS):.0f}` gives it more" if outcome.end == "time" else ""
        print(f"coupling-lsp: {message}", file=sys.stderr)
    return inferred_projects


def _seconds(argument: str) -> float:
    try:
        seconds = float(argument)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= _MAX_SECONDS:
        raise argparse.ArgumentTypeError(
            f"{argument!r} is no number of seconds; a folder to read is named before `--infer`"
        )
    return seconds
