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

ALL_FIXED = 0
SOME_UNFIXED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folder(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--diff", action="store_true", help="print what would change, as a patch (the default)")
    way.add_argument("--write", action="store_true", help="change the files")
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--rule", default="", metavar="ID", help="only what this rule names")
    scope.add_argument(
        "--move", action="store_true", help="also move the other queries that no rule approves into services"
    )
    add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the changes; the exit code says whether something could not be fixed."""
    from coupling_lsp.cli import project_loading, terminal
    from coupling_lsp.reports.fixing import fix_all, patch
    from coupling_lsp.reports.fixing.fix_target import FixScope
    from coupling_lsp.reports.fixing.paid_debts import without_paid_debts
    from coupling_lsp.workspace.originals import Originals

    projects = project_loading.load_projects(Path(args.path), args)
    if args.rule:
        _require(args.rule, projects)
    originals = Originals(project_loading.root_of(args.path))
    scope = FixScope(args.rule, args.move)
    results = without_paid_debts([fix_all.fix_all(it._replace(read=originals.read), scope) for it in projects])
    if args.write:
        originals.write({path: text for it in results for path, text in it.texts.items()})
    else:
        screen = terminal.screen()
        write = terminal.write_text if screen.styles else terminal.write_data
        write("".join(patch.render(it, screen) for it in results))
    _report(results, args.write, args.move)
    return SOME_UNFIXED if any(it.unfixed for it in results) else ALL_FIXED


def _require(rule_id: str, projects: "Sequence[ProjectView]") -> None:
    """Raise `CommandError` for a rule that is not there or names no service call."""
    from coupling_lsp.rules.suggestions import suggest

    rules = {it.id: it for project in projects for it in project.snapshot.ruleset.rules}
    if rule_id not in rules:
        raise CommandError(
            f"there is no rule `{rule_id}`{suggest(rule_id, rules) or '; `coupling-lsp check` names them'}"
        )
    if not rules[rule_id].fix.replacements:
        raise CommandError(
            f"the rule `{rule_id}` has no `fix` with `replace` and `with`, so it names nothing to put in"
        )


def _report(results: "Sequence[FixResult]", is_written: bool, moves: bool) -> None:
    """Say on stderr what was done and what was not; stdout holds the patch alone."""
    from coupling_lsp.features.wording import count
    from coupling_lsp.reports.terminal import cells

    failures = [failure for result in results for failure in result.unfixed]
    for failure in failures:
        rule = failure.target.rule
        name = f"rule {rule.id}: " if rule is not None else ""
        description = cells.clean(f"{failure.place}, {name}{failure.reason}")
        print(f"coupling-lsp: left {description}", file=sys.stderr)
    n_fixed, n_moved = sum(it.n_fixed for it in results), sum(it.n_moved for it in results)
    files = count(len({path for it in results for path in it.texts}), "file")
    paid_rules = list(dict.fromkeys(rule for it in results for rule in it.paid_rules))
    if n_fixed or n_moved:
        findings, queries = count(n_fixed, "finding"), count(n_moved, "query", "queries")
        done = _joined(f"{findings} fixed" if n_fixed else "", f"{queries} moved" if n_moved else "")
        planned = _joined(f"{findings} be gone" if n_fixed else "", f"{queries} move" if n_moved else "")
        summary = f"{done} in {files}" if is_written else f"{files} would change and {planned}; `--write` does it"
        print(f"coupling-lsp: {summary}", file=sys.stderr)
        if paid_rules:
            names = ", ".join(f"`{cells.clean(it)}`" for it in paid_rules)
            verb = "went" if is_written else "would go"
            print(f"coupling-lsp: {verb} from the rules, as the debt is paid: {names}", file=sys.stderr)
    elif not failures:
        without = (
            "no query is left that no rule approves" if moves else "no finding has a rule that names a service call"
        )
        print(f"coupling-lsp: nothing to fix: {without}", file=sys.stderr)


def _joined(*parts: str) -> str:
    return " and ".join(filter(None, parts))
