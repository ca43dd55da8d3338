"""The option `--infer`: ask jedi about the places that our own reading leaves open."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView

_SECONDS = 60.0


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument(
        "--infer",
        nargs="?",
        type=_seconds,
        const=_SECONDS,
        metavar="SECONDS",
        help=f"ask jedi, too, where nothing else tells which model is used (for {_SECONDS:.0f} seconds at most)",
    )


def asked(found: "Sequence[ProjectView]", args: argparse.Namespace) -> "list[ProjectView]":
    """The projects with what was inferred; how much that is is told on stderr."""
    from coupling_lsp.cli import projects
    from coupling_lsp.cli.progress import Progress
    from coupling_lsp.features.words import count
    from coupling_lsp.workspace import inferred

    base = Path(args.path).resolve()
    until = time.monotonic() + args.infer
    progress = Progress("places asked about")
    after = []
    for project in found:
        left = max(until - time.monotonic(), 0.0)
        try:
            it = inferred.infer(base, project.snapshot, left, use_cache=not args.no_cache, progress=progress)
        finally:
            progress.clear()
        after.append(projects.project(base, it.snapshot))
        told = f"asked jedi about {count(it.asked, 'place')}: {count(it.edges, 'edge')} more"
        if it.left and it.end == "start":
            told = f"jedi cannot be started, so nothing is inferred of {count(it.left, 'place')}"
        elif it.left:
            told += f"; {count(it.left, 'place')} had no answer in time"
            told += f", `--infer {max(2 * args.infer, _SECONDS):.0f}` gives it more" if it.end == "time" else ""
        print(f"coupling-lsp: {told}", file=sys.stderr)
    return after


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(
            f"{given!r} is no number of seconds; a folder to read is named before `--infer`"
        )
    return seconds
