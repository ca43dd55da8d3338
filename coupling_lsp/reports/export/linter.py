"""`export import-linter`: the rules of a project as far as import-linter can check them."""

import re
from collections.abc import Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.rules import Contract
from coupling_lsp.reports.export import agreed, contracts, goal, text
from coupling_lsp.reports.export.imports import Imports
from coupling_lsp.reports.export.limits import limits
from coupling_lsp.reports.export.text import Format, Section
from coupling_lsp.snapshot.state import Snapshot

HEAD = "import-linter configuration, written by `coupling-lsp export import-linter`"
"""The first line of what is written here; a file that begins with it may be replaced."""

_ONLY_AGREED = "no-new-dependencies"


def render(snapshot: Snapshot, stage: str, form: Format) -> str:
    """The configuration: `stage` is `1` for what holds today, `2` for the goal, or `all`."""
    imports = Imports(snapshot)
    today, unsaid = _today(snapshot, imports)
    sections = [] if stage == "2" else today
    if stage != "1":
        sections = [*sections, *goal.sections(snapshot, imports)]
    roots = [it or "." for it in snapshot.index.names.modules.roots]
    notes = [
        HEAD,
        f"Run: PYTHONPATH={':'.join(roots)} lint-imports --config FILE",
        "",
        *_state(snapshot, imports, stage),
        "",
        "Left to `coupling-lsp check`, as import-linter has no words for it:",
        *limits(snapshot, imports, unsaid),
    ]
    return text.render(notes, imports.roots, _unique(sections), form)


def _state(snapshot: Snapshot, imports: Imports, stage: str) -> list[str]:
    told = []
    if stage != "2":
        told.append("Stage 1: what holds today.")
        number = sum(it.status == "open" for it in imports.crossings)
        if number:
            told.append(f"{count(number, 'import')} not agreed to: lint-imports tells, as `check` does.")
        broken = {it.contract.id for found in snapshot.broken.values() for it in found}
        if broken:
            told.append(
                f"Broken today, which lint-imports tells where an import breaks it: {', '.join(sorted(broken))}"
            )
    if stage != "1":
        told.append("Stage 2: the goal. It is broken until the tech debt named below is paid.")
    return told


def _today(snapshot: Snapshot, imports: Imports) -> tuple[list[Section], list[Contract]]:
    """The contracts that hold today, and those import-linter has no words for."""
    sections: list[Section] = []
    unsaid: list[Contract] = []
    for contract in snapshot.ruleset.contracts:
        found = list(contracts.sections(contract, imports))
        sections += found
        unsaid += [] if found else [contract]
    name = "Apps import only what the rules agreed to"
    return [*sections, *agreed.only_agreed(_ONLY_AGREED, name, imports, True)], unsaid


def _unique(sections: Sequence[Section]) -> list[Section]:
    """The sections with ids that both forms can hold, each once."""
    found: dict[str, Section] = {}
    for it in sections:
        name = wanted = re.sub(r"[^\w.-]+", "-", it.id).strip("-") or "contract"
        number = 2
        while name in found:
            name, number = f"{wanted}-{number}", number + 1
        found[name] = it._replace(id=name)
    return list(found.values())
