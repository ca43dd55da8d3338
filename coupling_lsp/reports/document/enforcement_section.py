"""The section on what keeps the document true: the contracts, and the commands that check rules and document."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.document.elements import (
    Cell,
    CodeBlock,
    DocumentSection,
    DocumentTable,
    Part,
    TableRow,
    TextRun,
    code,
    join_cells,
    prose,
)
from coupling_lsp.snapshot.state import Snapshot


class EnforcementCommands(NamedTuple):
    """What to run at the repository's root to judge the project and the document; `rules` is from there too."""

    check: str
    report: str
    rules: str


def enforcement_section(snapshot: Snapshot, commands: EnforcementCommands) -> DocumentSection:
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
    parts += [prose(told), CodeBlock("bash", "".join(f"{command}\n" for _, _, command in _checks(commands)))]
    parts += [prose("As hooks of pre-commit, in `.pre-commit-config.yaml`:")]
    parts.append(CodeBlock("yaml", _hooks(commands)))
    if snapshot.ruleset.contracts:
        parts += [prose("The contracts on the shape of the whole graph:"), _contracts_table(snapshot)]
    return DocumentSection("enforcement", "Enforcement", tuple(parts))


def _checks(commands: EnforcementCommands) -> Iterator[tuple[str, str, str]]:
    """What there is to run, each with a name and a title. Without rules there is nothing to judge."""
    if commands.rules:
        yield "check", "Edges between apps", commands.check
    yield "report", "Document of the edges between apps", commands.report


def _hooks(commands: EnforcementCommands) -> str:
    lines = ["repos:", "  - repo: local", "    hooks:"]
    for name, title, entry in _checks(commands):
        lines += [f"      - id: coupling-{name}", f"        name: {title}", f"        entry: {json.dumps(entry)}"]
        lines += ["        language: system", "        pass_filenames: false"]
    return "".join(f"{line}\n" for line in lines)


def _contracts_table(snapshot: Snapshot) -> DocumentTable:
    lines = []
    for it in snapshot.ruleset.contracts:
        broken = sorted(pair for pair, found in snapshot.broken.items() if any(one.contract is it for one in found))
        kept: Cell = (TextRun("kept"),)
        if broken:
            kept = (TextRun("broken by "), *join_cells(code(f"{source} → {target}") for source, target in broken))
        apps = tuple(sorted(set(_contract_apps(it))))
        lines.append(
            TableRow(
                (
                    code(it.id),
                    (TextRun(it.type),),
                    join_cells(map(code, apps)) or (TextRun("every app"),),
                    prose(it.why),
                    kept,
                ),
                apps,
            )
        )
    return DocumentTable(("Contract", "Type", "Apps", "Why", "State"), tuple(lines))


def _contract_apps(it: Contract) -> tuple[str, ...]:
    return (*it.apps, *(app for layer in it.layers for app in layer), *it.sources, *it.targets)
