"""`coupling-lsp report`: the document on the edges of a project, printed or kept up to date in a file."""

import argparse
import os
import shlex
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView
    from coupling_lsp.reports.document.enforcement_section import EnforcementCommands
    from coupling_lsp.reports.html.page import PageFiles

NAME = "report"
HELP = "Write the document on the edges of a project, with intents and reasons"

UP_TO_DATE = 0
OUT_OF_DATE = 1

_FORMATS = ("md", "html")
_DEFAULT_FILE = "docs/cross-app-dependencies.md"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to write (default: %(default)s)")
    parser.add_argument("--into", default="", metavar="FILE", help="keep the document in this Markdown file")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 when FILE is out of date, and show the change"
    )
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print the document, or write it into its file."""
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.document import document, document_markdown
    from coupling_lsp.reports.html import page

    if args.check and not args.into:
        raise CommandError("`--check` compares with a file; name it with `--into FILE`")
    if args.into and args.format != "md":
        raise CommandError("`--into` keeps a part of a Markdown file; for HTML write `--format html > FILE`")
    projects = project_loading.load_projects(Path(args.path), args)
    documents = [document.build_document(it, _commands(args, it)) for it in projects]
    if args.format == "html":
        terminal.write_data(page.render(documents, _page_files()))
    elif args.into:
        return _update_file(Path(args.into), document_markdown.TITLE, document_markdown.render(documents), args.check)
    else:
        terminal.write_data(document_markdown.TITLE + document_markdown.render(documents))
    return UP_TO_DATE


def _page_files() -> "PageFiles":
    """Return the style sheet and the script of the HTML page, as they lie in the package."""
    from coupling_lsp.reports.html import page

    folder = resources.files("coupling_lsp.reports.html")
    style_sheet, script = (folder.joinpath(name).read_text("utf-8") for name in (page.STYLE_SHEET, page.SCRIPT))
    return page.PageFiles(style_sheet, script)


def _update_file(path: Path, title: str, generated: str, is_check: bool) -> int:
    from coupling_lsp.cli import terminal
    from coupling_lsp.reports.document import document_file
    from coupling_lsp.workspace.atomic import replace_file

    old_text = _read(path)
    try:
        new_text = document_file.replace_generated_part(old_text or "", title, generated)
    except document_file.MarkerError as error:
        raise CommandError(f"{path}: {error}") from error
    if new_text == old_text:
        terminal.write_text(f"{path} is up to date\n")
        return UP_TO_DATE
    if is_check:
        message = (
            document_file.describe_difference(old_text, new_text, path.as_posix())
            if old_text is not None
            else _missing_message(path)
        )
        terminal.write_text(message)
        return OUT_OF_DATE
    replace_file(path, new_text.encode("utf-8", "replace"))
    terminal.write_text(f"{path} is written\n")
    return UP_TO_DATE


def _missing_message(path: Path) -> str:
    return f"{path} does not exist; the same command without `--check` writes it\n"


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8; it is left as it is") from error


def _commands(args: argparse.Namespace, project: "ProjectView") -> "EnforcementCommands":
    """Return the commands as they run at the root of the repository, or else at the project's folder."""
    from coupling_lsp.cli import project_loading
    from coupling_lsp.reports.document.enforcement_section import EnforcementCommands

    root = project_loading.root_of(args.path)
    folder = _relative(root, Path(args.path))
    option_arguments = ["--rules", _relative(root, Path(args.rules))] if args.rules else []
    option_arguments += ["--settings", args.settings] if args.settings else []
    target = _relative(root, Path(args.into)) if args.into else _DEFAULT_FILE
    folder_arguments = [folder] if folder != "." else []
    check = shlex.join(["coupling-lsp", "check", *folder_arguments, *option_arguments])
    report = shlex.join(["coupling-lsp", "report", *folder_arguments, *option_arguments, "--into", target, "--check"])
    rules = project.snapshot.ruleset.path
    return EnforcementCommands(check, report, _relative(root, root / rules) if rules else "")


def _relative(root: Path, path: Path) -> str:
    return Path(os.path.relpath(path.resolve(), root)).as_posix()
