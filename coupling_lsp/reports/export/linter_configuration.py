"""`export import-linter`: the rules of a project, as far as import-linter can check them."""

import re
from collections.abc import Sequence

from coupling_lsp.features.words import count
from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.export import agreed_contract, configuration_text, goal_contracts, rules_contracts
from coupling_lsp.reports.export.configuration_text import ContractSection, Format
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.reports.export.unsupported_rules import unsupported_rules
from coupling_lsp.snapshot.state import Snapshot

HEAD = "import-linter configuration, written by `coupling-lsp export import-linter`"
"""First line of the configuration; a file that begins with it may be replaced."""

_AGREED_CONTRACT_ID = "no-new-dependencies"


def render(snapshot: Snapshot, stage: str, form: Format) -> str:
    """Return the configuration. `stage` is `1` for what holds today, `2` for the goal, or `all`."""
    imports = ModuleImports(snapshot)
    today, untranslated = _current_contracts(snapshot, imports)
    sections = [] if stage == "2" else today
    if stage != "1":
        sections = [*sections, *goal_contracts.goal_sections(snapshot, imports)]
    roots = [it or "." for it in snapshot.index.names.modules.roots]
    notes = [
        HEAD,
        f"Run: PYTHONPATH={':'.join(roots)} lint-imports --config FILE",
        "",
        *_stage_notes(snapshot, imports, stage),
        "",
        "Left to `coupling-lsp check`, as import-linter has no words for it:",
        *unsupported_rules(snapshot, imports, untranslated),
    ]
    return configuration_text.render(notes, imports.roots, _with_unique_ids(sections), form)


def _stage_notes(snapshot: Snapshot, imports: ModuleImports, stage: str) -> list[str]:
    """Return what each stage is about, and what breaks it today."""
    notes = []
    if stage != "2":
        notes.append("Stage 1: what holds today.")
        number = sum(it.status == "open" for it in imports.crossings)
        if number:
            notes.append(f"{count(number, 'import')} not agreed to: lint-imports tells, as `check` does.")
        broken_ids = {it.contract.id for broken_contracts in snapshot.broken.values() for it in broken_contracts}
        if broken_ids:
            notes.append(
                f"Broken today, which lint-imports tells where an import breaks it: {', '.join(sorted(broken_ids))}"
            )
    if stage != "1":
        notes.append("Stage 2: the goal. It is broken until the tech debt named below is paid.")
    return notes


def _current_contracts(snapshot: Snapshot, imports: ModuleImports) -> tuple[list[ContractSection], list[Contract]]:
    """Return the contracts that hold today, and those of the rules that import-linter has no words for."""
    sections: list[ContractSection] = []
    untranslated: list[Contract] = []
    for contract in snapshot.ruleset.contracts:
        translation = list(rules_contracts.contract_sections(contract, imports))
        sections += translation
        untranslated += [] if translation else [contract]
    name = "Apps import only what the rules agreed to"
    return [*sections, *agreed_contract.agreed_imports_contract(_AGREED_CONTRACT_ID, name, imports, True)], untranslated


def _with_unique_ids(sections: Sequence[ContractSection]) -> list[ContractSection]:
    """Return the sections with ids that are valid in both formats, each id once."""
    sections_by_id: dict[str, ContractSection] = {}
    for section in sections:
        unique_id = plain_id = re.sub(r"[^\w.-]+", "-", section.id).strip("-") or "contract"
        number = 2
        while unique_id in sections_by_id:
            unique_id, number = f"{plain_id}-{number}", number + 1
        sections_by_id[unique_id] = section._replace(id=unique_id)
    return list(sections_by_id.values())
