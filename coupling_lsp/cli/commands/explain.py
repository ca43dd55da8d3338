"""`coupling-lsp explain`: what is known of a place, an app, a model, or of the way from one app to another."""

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView

NAME = "explain"
HELP = "Tell what a place in the code, an app or a model has to do with other apps, and why"

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?", re.S)
_APP = re.compile(r"\w+")
_MODEL = re.compile(r"\w+\.\w+(?:\.\w+)*")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.usage = "%(prog)s [options] PATH:LINE[:COLUMN] | APP | APP.MODEL | APP APP"
    parser.add_argument(
        "what", nargs="+", metavar="WHAT", help="PATH:LINE[:COLUMN], an app label, a model, or two app labels"
    )
    parser.add_argument(
        "--project", default="", metavar="DIR", help="the project's folder (default: around PATH, or this one)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how to write; json for all but a place (default: %(default)s)",
    )
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the explanation."""
    from coupling_lsp.cli import terminal

    name = args.what[0]
    if len(args.what) == 2:
        explanation = _pair(args, *args.what)
    elif len(args.what) == 1 and _APP.fullmatch(name):
        explanation = _app(args, name)
    elif len(args.what) == 1 and _MODEL.fullmatch(name) and not Path(name).is_file():
        explanation = _model(args, name)
    elif args.format == "json":
        raise CommandError("`--format json` is for two app labels, an app or a model; leave it out for a place")
    elif len(args.what) == 1 and (place := _PLACE.fullmatch(name)):
        explanation = _place(args, Path(place["path"]), int(place["line"]), int(place["column"] or 0))
    else:
        raise CommandError("name a place as PATH:LINE or PATH:LINE:COLUMN, an app, a model as APP.MODEL, or two apps")
    terminal.write_text(explanation)
    return 0


def _app(args: argparse.Namespace, label: str) -> str:
    from coupling_lsp.cli import app_labels, project_loading, terminal
    from coupling_lsp.reports.explain import app_json, app_text

    projects = project_loading.load_projects(Path(args.project or "."), args)
    app_labels.require((label,), projects)
    project = next(it for it in projects if label in it.snapshot.apps)
    return (
        app_json.render(project, label) if args.format == "json" else app_text.render(project, label, terminal.screen())
    )


def _model(args: argparse.Namespace, name: str) -> str:
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.explain import deletion_json, deletion_text
    from coupling_lsp.reports.explain.named_models import missing_model, models_named

    projects = project_loading.load_projects(Path(args.project or "."), args)
    candidates = [(project, model) for project in projects for model in models_named(project.snapshot, name)]
    if not candidates:
        raise CommandError(f"there is no model `{name}` {missing_model(name, projects)}")
    project, model = candidates[0]
    if args.format == "json":
        return deletion_json.render(project, model)
    return deletion_text.render(project, model, terminal.screen())


def _pair(args: argparse.Namespace, source: str, target: str) -> str:
    from coupling_lsp.cli import app_labels, project_loading, terminal
    from coupling_lsp.reports.explain import pair_json, pair_text

    projects = project_loading.load_projects(Path(args.project or "."), args)
    app_labels.require((source, target), projects)
    project = next((it for it in projects if {source, target} <= set(it.snapshot.apps)), None)
    if project is None:
        raise CommandError(f"{source} and {target} are apps of two different projects")
    if source == target:
        raise CommandError(f"{source} is one app; name two different ones")
    if args.format == "json":
        return pair_json.render(project, source, target)
    return pair_text.render(project, source, target, terminal.screen())


def _place(args: argparse.Namespace, path: Path, line: int, column: int) -> str:
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.explain import place_text

    if not path.is_file():
        raise CommandError(f"{path} is not a file; name a Python file of the project")
    base = Path(args.project) if args.project else _folder_around(path)
    root = project_loading.root_of(str(base))
    inner_path = Path(os.path.relpath(path.resolve(), root)).as_posix()
    project = _owner(project_loading.load_projects(base, args), inner_path)
    if project is None:
        raise CommandError(f"{path} is not a Python file of the project in {base}; name its folder with `--project`")
    text = project.read(inner_path)
    n_lines = len(text.starts) if text is not None else 0
    if not 1 <= line <= n_lines:
        raise CommandError(f"{path} has no line {line}; its lines are 1 to {n_lines}")
    return place_text.render(project, inner_path, line, column or None, terminal.screen())


def _folder_around(path: Path) -> Path:
    """Return the nearest folder with a `manage.py`, else the current one if the file is in it, else its own."""
    current_folder = Path.cwd().resolve()
    folders = path.resolve().parents
    managed_folder = next((it for it in folders if (it / "manage.py").is_file()), None)
    return managed_folder or (current_folder if current_folder in folders else folders[0])


def _owner(projects: "Sequence[ProjectView]", path: str) -> "ProjectView | None":
    candidates = [it for it in projects if path in it.snapshot.extractions]
    return next((it for it in candidates if it.snapshot.is_in_app(path)), next(iter(candidates), None))
