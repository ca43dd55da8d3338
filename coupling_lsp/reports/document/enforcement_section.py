"""Section on what keeps the document true: contracts, and the commands that check rules and document."""

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
    """Commands that judge the project and the document; they and the path `rules` are for the repository's root."""

    check: str
    report: str
    rules: str


def enforcement_section(snapshot: Snapshot, commands: EnforcementCommands) -> DocumentSection:
    """Return the section: commands, hooks of pre-commit, and the contracts with their state."""
    parts: list[Part] = []
    if commands.rules:
        introduction = (
            f"The intents stand in `{commands.rules}`: change them there, never here. "
            "`check` fails when an edge breaks a rule; `report --check` fails when this document is out of date. "
            "Both run at the root of the repository:"
        )
    else:
        introduction = (
            "This project has no `rules.yaml`, so no edge is judged. "
            "`report --check` fails when this document is out of date. Run at the root of the repository:"
        )
    parts += [prose(introduction), CodeBlock("bash", "".join(f"{command}\n" for _, _, command in _checks(commands)))]
    parts += [prose("As hooks of pre-commit, in `.pre-commit-config.yaml`:")]
    parts.append(CodeBlock("yaml", _hooks(commands)))
    if snapshot.ruleset.contracts:
        parts += [prose("The contracts on the shape of the whole graph:"), _contracts_table(snapshot)]
    return DocumentSection("enforcement", "Enforcement", tuple(parts))


def _checks(commands: EnforcementCommands) -> Iterator[tuple[str, str, str]]:
    """Yield each command with an id and a title; without rules, only the one that checks the document."""
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
    table_rows = []
    for contract in snapshot.ruleset.contracts:
        apps = tuple(sorted(set(_contract_apps(contract))))
        apps_cell = join_cells(map(code, apps)) or (TextRun("every app"),)
        state = _state_cell(snapshot, contract)
        cells = code(contract.id), (TextRun(contract.type),), apps_cell, prose(contract.why), state
        table_rows.append(TableRow(cells, apps))
    return DocumentTable(("Contract", "Type", "Apps", "Why", "State"), tuple(table_rows))


def _state_cell(snapshot: Snapshot, contract: Contract) -> Cell:
    """Return `kept`, or the pairs of apps that break a contract."""
    contracts_by_pair = {pair: [it.contract for it in snapshot.broken[pair]] for pair in snapshot.broken}
    pairs = sorted(pair for pair, contracts in contracts_by_pair.items() if any(it is contract for it in contracts))
    if not pairs:
        return (TextRun("kept"),)
    return (TextRun("broken by "), *join_cells(code(f"{source} → {target}") for source, target in pairs))


def _contract_apps(contract: Contract) -> tuple[str, ...]:
    return (*contract.apps, *(app for layer in contract.layers for app in layer), *contract.sources, *contract.targets)
