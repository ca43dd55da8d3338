"""The section on what keeps the document true: the contracts, and the commands that check rules and document."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.document.elements import Cell, Line, Listing, Part, Section, Table, Word, code, joined, prose
from coupling_lsp.snapshot.state import Snapshot


class Commands(NamedTuple):
    """What to run at the repository's root to judge the project and the document; `rules` is from there too."""

    check: str
    report: str
    rules: str


def enforcement(snapshot: Snapshot, commands: Commands) -> Section:
    """How the rules are kept, for readers who want to run it."""
    parts: list[Part] = []
    if commands.rules:
        told = (
            f"The intents stand in `{commands.rules}`: change them there, never here. "
            "`check` fails when an edge breaks a rule; `report --check` fails when this document is out of date. "
            "Both run at the root of the repository:"
        )
    else:
        told = (
            "This project has no `rules.yaml`, so no edge is judged. "
            "`report --check` fails when this document is out of date. Run at the root of the repository:"
        )
    parts += [prose(told), Listing("bash", "".join(f"{command}\n" for _, _, command in _checks(commands)))]
    parts += [prose("As hooks of pre-commit, in `.pre-commit-config.yaml`:")]
    parts.append(Listing("yaml", _hooks(commands)))
    if snapshot.ruleset.contracts:
        parts += [prose("The contracts on the shape of the whole graph:"), _contracts(snapshot)]
    return Section("enforcement", "Enforcement", tuple(parts))


def _checks(commands: Commands) -> Iterator[tuple[str, str, str]]:
    """What there is to run, each with a name and a title. Without rules there is nothing to judge."""
    if commands.rules:
        yield "check", "Edges between apps", commands.check
    yield "report", "Document of the edges between apps", commands.report


def _hooks(commands: Commands) -> str:
    lines = ["repos:", "  - repo: local", "    hooks:"]
    for name, title, entry in _checks(commands):
        lines += [f"      - id: coupling-{name}", f"        name: {title}", f"        entry: {json.dumps(entry)}"]
        lines += ["        language: system", "        pass_filenames: false"]
    return "".join(f"{line}\n" for line in lines)


def _contracts(snapshot: Snapshot) -> Table:
    lines = []
    for it in snapshot.ruleset.contracts:
        broken = sorted(pair for pair, found in snapshot.broken.items() if any(one.contract is it for one in found))
        kept: Cell = (Word("kept"),)
        if broken:
            kept = (Word("broken by "), *joined(code(f"{source} → {target}") for source, target in broken))
        apps = tuple(sorted(set(_apps(it))))
        lines.append(
            Line(
                (code(it.id), (Word(it.type),), joined(map(code, apps)) or (Word("every app"),), prose(it.why), kept),
                apps,
            )
        )
    return Table(("Contract", "Type", "Apps", "Why", "State"), tuple(lines))


def _apps(it: Contract) -> tuple[str, ...]:
    return (*it.apps, *(app for layer in it.layers for app in layer), *it.sources, *it.targets)
