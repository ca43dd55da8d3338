"""`coupling-lsp export`: the rules of a project as configuration of another tool, and the schema of the rules file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.export.configuration_text import Format

NAME = "export"
HELP = "Write the rules of a project as configuration of another tool, or the JSON schema of rules.yaml"

_SCHEMA = "schema"
_TOOLS = ("import-linter", _SCHEMA)
_STAGES = ("1", "2", "all")
_FORMATS = ("ini", "toml")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    tool_help = "import-linter: its contracts; schema: the JSON schema of rules.yaml, the same for every project"
    parser.add_argument("tool", choices=_TOOLS, metavar="TOOL", help=tool_help)
    add_folder(parser)
    parser.add_argument(
        "--stage",
        choices=_STAGES,
        default=_STAGES[0],
        help="1: what holds today, 2: the goal without tech debt, all: both (default: %(default)s)",
    )
    parser.add_argument(
        "--format", choices=_FORMATS, help="the form (default: that of the name of FILE, else ini)", default=""
    )
    parser.add_argument("--into", metavar="FILE", help="write there instead of printing", default="")
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the configuration, or the schema."""
    target = Path(args.into) if args.into else None
    if args.tool == _SCHEMA:
        _schema(target)
        return 0
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.export import linter_configuration

    projects = project_loading.load_projects(Path(args.path), args)
    snapshot = project_loading.the_project(projects, args.path).snapshot
    if not snapshot.ruleset.path or not snapshot.apps:
        lacking = "rules.yaml" if snapshot.apps else "apps"
        raise CommandError(f"there is no {lacking} in {args.path}, so there is nothing to export")
    file_format: Format = "toml" if target is not None and target.suffix == ".toml" else "ini"
    output_format: Format = args.format or file_format
    if target is not None and output_format != file_format:
        raise CommandError(
            f"import-linter does not read {output_format} from {target}; only TOML is in files that end in .toml"
        )
    text = linter_configuration.render(snapshot, args.stage, output_format)
    if target is None:
        terminal.write_data(text)
    else:
        _write(target, text, f"# {linter_configuration.HEAD}\n")
    return 0


def _schema(target: Path | None) -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.rules.loading import json_schema

    text = json_schema.render()
    if target is None:
        terminal.write_data(text)
    else:
        _write(target, text, text.partition('"description"')[0])


def _write(path: Path, text: str, head: str) -> None:
    """Write a file that is not there yet, or one that was written here before."""
    from coupling_lsp.workspace.atomic import replace_file

    if path.exists() and not path.read_bytes().startswith(head.encode()):
        raise CommandError(f"{path} holds something else already; name a new file, or print and copy what you need")
    replace_file(path, text.encode())
