"""`coupling-lsp init`: a first rules.yaml from today's edges, or the edges no rule speaks of yet added to one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView

NAME = "init"
HELP = "Write a first rules.yaml from the edges there are today"

_BOM = b"\xef\xbb\xbf"
_SCHEMA_LINE = "# yaml-language-server: $schema=./rules.schema.json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--from-doc", default="", metavar="FILE", help="take intents, reasons and roles from tables in this Markdown"
    )
    source.add_argument(
        "--baseline", action="store_true", help="keep the rules there are, and add what is undeclared as tech debt"
    )
    source.add_argument(
        "--prune", action="store_true", help="keep the rules there are, but for tech debt that matches no edge any more"
    )
    parser.add_argument(
        "--into", default="", metavar="FILE", help="the file to write (default: rules.yaml beside manage.py)"
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file and say what is in it."""
    from coupling_lsp.cli import project_loading

    projects = project_loading.load_projects(Path(args.path), args)
    base = project_loading.root_of(args.path)
    if args.prune:
        _prune(args.path, base, projects)
        return 0
    project = project_loading.the_project(projects, args.path)
    if not project.snapshot.apps:
        raise CommandError(project_loading.NO_APPS)
    if args.baseline and project.snapshot.ruleset.path:
        _add_baseline(args, base, project)
    else:
        _write_first_rules(args, base, project)
    return 0


def _write_first_rules(args: argparse.Namespace, base: Path, project: "ProjectView") -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.wording import count
    from coupling_lsp.reports.init import baseline, draft
    from coupling_lsp.reports.init.from_doc import document_reading
    from coupling_lsp.text import decode
    from coupling_lsp.workspace.atomic import replace_file
    from coupling_lsp.workspace.reading.discovery import RULES

    snapshot = project.snapshot
    target = Path(args.into or project.show(f"{snapshot.layout.root}/{RULES}".lstrip("/")))
    replaced_rules = (
        project.show(snapshot.ruleset.path) if snapshot.ruleset.path and not (args.into or args.rules) else ""
    )
    _require_free(target, args.force)
    tables = document_reading.NO_READING
    if args.from_doc:
        tables = document_reading.read_document(snapshot, args.from_doc, decode(Path(args.from_doc).read_bytes()))
    first_rules = draft.draft_rules(
        snapshot, baseline.baseline_statement(snapshot) if args.baseline else draft.BLANK_STATEMENT, tables
    )
    replace_file(target, (_schema_line(target) + first_rules.text).encode("utf-8", "replace"))
    rules_for_edges = f"{count(first_rules.n_rules, 'rule')} for {count(first_rules.n_edges, 'edge')}"
    terminal.write_text(f"Wrote {target}: {rules_for_edges}, {count(first_rules.n_blanks, 'blank')} to fill in\n")
    if args.from_doc:
        rows = f"{tables.n_used} of {count(tables.n_rows, 'row')}"
        rest = "; what was not, or not wholly, is at the end of the file" if first_rules.faults else ""
        terminal.write_text(f"Used {rows} of {args.from_doc}{rest}\n")
    if replaced_rules and (base / snapshot.ruleset.path).resolve() != target.resolve():
        terminal.write_text(f"The rules in {replaced_rules} apply to this project no longer: {target} is nearer\n")
    for fault in first_rules.faults:
        print(f"{args.from_doc}: {fault}", file=sys.stderr)
    _report_unnamed_edges(project, len(first_rules.unnamed_edges))


def _schema_line(target: Path) -> str:
    """Return the line by which other YAML tools find the schema, if that lies beside the rules (`export schema`)."""
    return f"{_SCHEMA_LINE}\n#\n" if (target.parent / "rules.schema.json").is_file() else ""


def _add_baseline(args: argparse.Namespace, base: Path, project: "ProjectView") -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.wording import count
    from coupling_lsp.reports.init import baseline
    from coupling_lsp.text import decode
    from coupling_lsp.workspace.atomic import replace_file

    source = base / project.snapshot.ruleset.path
    raw = source.read_bytes()
    target = Path(args.into) if args.into else source
    if target.resolve() != source.resolve():
        _require_free(target, args.force)
    extension = baseline.extend_rules(project.snapshot, decode(raw))
    shown_path = args.into or project.show(project.snapshot.ruleset.path)
    if extension.fault:
        raise CommandError(f"nothing can be added to {project.show(project.snapshot.ruleset.path)}: {extension.fault}")
    if extension.n_rules or target.resolve() != source.resolve():
        replace_file(target, (_BOM if raw.startswith(_BOM) else b"") + extension.text.data)
    summary = (
        f"Added {count(extension.n_rules, 'rule')} for {count(extension.n_edges, 'undeclared edge')} to {shown_path}"
    )
    terminal.write_text(
        f"{summary}\n" if extension.n_rules else f"No rule to add: no edge is undeclared in {shown_path}\n"
    )
    _report_unnamed_edges(project, len(extension.unnamed_edges))


def _prune(folder: str, base: Path, projects: Sequence["ProjectView"]) -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.wording import count
    from coupling_lsp.reports.init import prune
    from coupling_lsp.text import decode
    from coupling_lsp.workspace.atomic import replace_file

    paths = dict.fromkeys(path for it in projects if (path := it.snapshot.ruleset.path))
    if not paths:
        raise CommandError(f"{folder} has no rules.yaml to prune; `init --baseline` writes one")
    for path in paths:
        sharing = [it for it in projects if it.snapshot.ruleset.path == path]
        shown_path = sharing[0].show(path)
        source = base / path
        raw = source.read_bytes()
        pruned = prune.prune_rules([it.snapshot for it in sharing], decode(raw))
        if pruned.fault:
            raise CommandError(f"nothing can be removed from {shown_path}: {pruned.fault}")
        if pruned.ids:
            replace_file(source, (_BOM if raw.startswith(_BOM) else b"") + pruned.text.data)
        summary = f"Removed {count(len(pruned.ids), 'rule')} from {shown_path}: {', '.join(pruned.ids)}"
        terminal.write_text(f"{summary}\n" if pruned.ids else f"No rule to remove: no debt in {shown_path} is paid\n")


def _require_free(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise CommandError(
            f"{target} is there already; `--force` overwrites it, `--baseline` adds to it, `--into` names another file"
        )


def _report_unnamed_edges(project: "ProjectView", number: int) -> None:
    if number:
        folder = project.show(project.snapshot.layout.root or ".")
        print(f"coupling-lsp: left out {number} edges of {folder} that no rule can name alone", file=sys.stderr)
