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
    from coupling_lsp.cli import projects

    base = Path(args.path)
    found = projects.read(base, args)
    if args.prune:
        _prune(base, found)
        return 0
    if len(found) != 1:
        roots = ", ".join(sorted(it.show(it.snapshot.layout.root or ".") for it in found))
        raise CommandError(f"{base} holds {len(found)} Django projects, in {roots}; name the folder of one")
    (project,) = found
    if not project.snapshot.apps:
        raise CommandError(projects.NO_APPS)
    if args.baseline and project.snapshot.ruleset.path:
        _extend(args, base, project)
    else:
        _begin(args, base, project)
    return 0


def _begin(args: argparse.Namespace, base: Path, project: "ProjectView") -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.words import count
    from coupling_lsp.reports.init import baseline, draft
    from coupling_lsp.reports.init.from_doc import document_reading
    from coupling_lsp.text import decode
    from coupling_lsp.workspace.discover import RULES

    snapshot = project.snapshot
    target = Path(args.into) if args.into else base / snapshot.layout.root / RULES
    above = project.show(snapshot.ruleset.path) if snapshot.ruleset.path and not (args.into or args.rules) else ""
    _require_free(target, args.force)
    said = document_reading.NO_READING
    if args.from_doc:
        said = document_reading.read_document(snapshot, args.from_doc, decode(Path(args.from_doc).read_bytes()))
    made = draft.draft_rules(
        snapshot, baseline.baseline_statement(snapshot) if args.baseline else draft.BLANK_STATEMENT, said
    )
    target.write_bytes((_schema_line(target) + made.text).encode("utf-8", "replace"))
    told = f"{count(made.n_rules, 'rule')} for {count(made.n_edges, 'edge')}, {count(made.n_blanks, 'blank')}"
    terminal.write_text(f"Wrote {target}: {told} to fill in\n")
    if args.from_doc:
        rows = f"{said.n_used} of {count(said.n_rows, 'row')}"
        rest = "; what was not, or not wholly, is at the end of the file" if made.faults else ""
        terminal.write_text(f"Used {rows} of {args.from_doc}{rest}\n")
    if above and (base.resolve() / snapshot.ruleset.path).resolve() != target.resolve():
        terminal.write_text(f"The rules in {above} apply to this project no longer: {target} is nearer\n")
    for fault in made.faults:
        print(f"{args.from_doc}: {fault}", file=sys.stderr)
    _tell_left(project, len(made.unnamed_edges))


def _schema_line(target: Path) -> str:
    """The line by which other YAML tools find the schema, where it lies beside the rules (`export schema`)."""
    return f"{_SCHEMA_LINE}\n#\n" if (target.parent / "rules.schema.json").is_file() else ""


def _extend(args: argparse.Namespace, base: Path, project: "ProjectView") -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.words import count
    from coupling_lsp.reports.init import baseline
    from coupling_lsp.text import decode

    source = base.resolve() / project.snapshot.ruleset.path
    raw = source.read_bytes()
    target = Path(args.into) if args.into else source
    if target.resolve() != source.resolve():
        _require_free(target, args.force)
    added = baseline.extend_rules(project.snapshot, decode(raw))
    shown = args.into or project.show(project.snapshot.ruleset.path)
    if added.fault:
        raise CommandError(f"nothing can be added to {project.show(project.snapshot.ruleset.path)}: {added.fault}")
    if added.n_rules or target.resolve() != source.resolve():
        target.write_bytes((_BOM if raw.startswith(_BOM) else b"") + added.text.data)
    told = f"Added {count(added.n_rules, 'rule')} for {count(added.n_edges, 'undeclared edge')} to {shown}"
    terminal.write_text(f"{told}\n" if added.n_rules else f"No rule to add: no edge is undeclared in {shown}\n")
    _tell_left(project, len(added.unnamed_edges))


def _prune(base: Path, found: Sequence["ProjectView"]) -> None:
    from coupling_lsp.cli import terminal
    from coupling_lsp.features.words import count
    from coupling_lsp.reports.init import prune
    from coupling_lsp.text import decode

    paths = dict.fromkeys(path for it in found if (path := it.snapshot.ruleset.path))
    if not paths:
        raise CommandError(f"{base} has no rules.yaml to prune; `init --baseline` writes one")
    for path in paths:
        sharing = [it for it in found if it.snapshot.ruleset.path == path]
        shown = sharing[0].show(path)
        source = base.resolve() / path
        raw = source.read_bytes()
        pruned = prune.prune_rules([it.snapshot for it in sharing], decode(raw))
        if pruned.fault:
            raise CommandError(f"nothing can be removed from {shown}: {pruned.fault}")
        if pruned.ids:
            source.write_bytes((_BOM if raw.startswith(_BOM) else b"") + pruned.text.data)
        told = f"Removed {count(len(pruned.ids), 'rule')} from {shown}: {', '.join(pruned.ids)}"
        terminal.write_text(f"{told}\n" if pruned.ids else f"No rule to remove: no debt in {shown} is paid\n")


def _require_free(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise CommandError(
            f"{target} is there already; `--force` overwrites it, `--baseline` adds to it, `--into` names another file"
        )


def _tell_left(project: "ProjectView", number: int) -> None:
    if number:
        folder = project.show(project.snapshot.layout.root or ".")
        print(f"coupling-lsp: left out {number} edges of {folder} that no rule can name alone", file=sys.stderr)
