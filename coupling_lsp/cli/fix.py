"""`coupling-lsp fix`: puts the service calls that rules name in place of the queries they name."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coupling_lsp.cli.arguments import add_folder, add_project
from coupling_lsp.cli.errors import CommandError

if TYPE_CHECKING:
    from coupling_lsp.reports.contents.project_view import ProjectView
    from coupling_lsp.reports.fixing.fix_all import FixResult

NAME = "fix"
HELP = "Put the service calls that rules name in place of the queries they name"

DONE = 0
LEFT = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--diff", action="store_true", help="print what would change, as a patch (the default)")
    way.add_argument("--write", action="store_true", help="change the files")
    parser.add_argument("--rule", default="", metavar="ID", help="only what this rule names")
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the changes; the exit code says whether something could not be fixed."""
    from coupling_lsp.cli import projects, terminal
    from coupling_lsp.reports.fixing import fix_all, patch
    from coupling_lsp.workspace.load import WorkspaceError
    from coupling_lsp.workspace.rewrite import Originals

    found = projects.read(Path(args.path), args)
    if args.rule:
        _require(args.rule, found)
    originals = Originals(Path(args.path).resolve())
    done = [fix_all.fix_all(it._replace(read=originals.read), args.rule) for it in found]
    if args.write:
        try:
            originals.write({path: text for it in done for path, text in it.texts.items()})
        except WorkspaceError as error:
            raise CommandError(str(error)) from error
    else:
        screen = terminal.screen()
        write = terminal.write_text if screen.styles else terminal.write_data
        write("".join(patch.render(it, screen) for it in done))
    _tell(done, args.write)
    return LEFT if any(it.unfixed for it in done) else DONE


def _require(rule: str, found: "Sequence[ProjectView]") -> None:
    """Fail for a rule that is not there or names no service call."""
    from coupling_lsp.rules.reader import suggest

    known = {it.id: it for project in found for it in project.snapshot.ruleset.rules}
    if rule not in known:
        raise CommandError(f"there is no rule `{rule}`{suggest(rule, known) or '; `coupling-lsp check` names them'}")
    if not known[rule].fix.replacement:
        raise CommandError(f"the rule `{rule}` has no `fix` with `replace` and `with`, so it names nothing to put in")


def _tell(done: "Sequence[FixResult]", is_written: bool) -> None:
    """Say on stderr what was done and what was not; stdout holds the patch alone."""
    from coupling_lsp.features.words import count
    from coupling_lsp.reports.terminal import cells

    for it in (left for fixed in done for left in fixed.unfixed):
        rule = it.finding.diagnostic.rule
        name = f"rule {rule.id}: " if rule is not None else ""
        print(f"coupling-lsp: left {cells.clean(f'{it.finding.place}, {name}{it.reason}')}", file=sys.stderr)
    number, files = sum(it.n_fixed for it in done), count(sum(len(it.texts) for it in done), "file")
    left = sum(len(it.unfixed) for it in done)
    if number:
        told = f"{count(number, 'finding')} fixed in {files}" if is_written else f"{files} would change"
        hint = "" if is_written else f" and {count(number, 'finding')} be gone; `--write` does it"
        print(f"coupling-lsp: {told}{hint}", file=sys.stderr)
    elif not left:
        print("coupling-lsp: nothing to fix: no finding has a rule that names a service call", file=sys.stderr)
