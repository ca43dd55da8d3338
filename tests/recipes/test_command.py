"""A command: one that prints the labels of the apps."""

from pathlib import Path

from cli.project import FILES

from recipes.package_copy import Recipe, follow, paths_named

COMMAND = '''
"""`coupling-lsp apps`: the labels of the apps of a project."""

import argparse
from pathlib import Path

from coupling_lsp.cli.arguments import add_folder, add_project

NAME = "apps"
HELP = "List the apps of a project"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the labels."""
    from coupling_lsp.cli import project_loading, terminal

    projects = project_loading.load_projects(Path(args.path), args)
    terminal.write_data("".join(f"{label}\\n" for project in projects for label in project.snapshot.apps))
    return 0
'''
RECIPE = Recipe(
    {"cli/commands/apps.py": COMMAND},
    {
        "cli/commands/__init__.py": [
            ("commands import check", "commands import apps, check"),
            ("mcp, demo)", "mcp, demo, apps)"),
        ],
    },
)


def test_a_command_is_one_file_and_one_line(tmp_path: Path) -> None:
    copy = follow(RECIPE, tmp_path, FILES)
    assert paths_named("a command") == {path.replace("apps", "<name>") for path in RECIPE.paths}
    assert copy.output("apps").split() == ["orders", "billing", "crm"]
    assert "List the apps of a project" in copy.output("--help")
    assert copy.tidiness() == ""
