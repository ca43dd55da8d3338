"""The file that states a project's contracts for import-linter, read as import-linter reads it.

Every fault is told at its place. Option names: https://import-linter.readthedocs.io/en/stable/contract_types/
"""

from collections.abc import Mapping

from coupling_lsp.model.linter import NO_LINTER, LinterConfig, LinterFault, ModuleExpression
from coupling_lsp.rules.import_linter.config_sections import is_linter_file, read_sections
from coupling_lsp.rules.import_linter.contract_section import ContractSection
from coupling_lsp.text import WHOLE_FIRST_LINE

FILES = ("setup.cfg", ".importlinter", "pyproject.toml")
"""The files import-linter looks into; the first with a section for it is used."""


def read(text: str, path: str) -> LinterConfig:
    """Return what a file says; `path` tells its form by its ending. `NO_LINTER` for one that is not import-linter's."""
    if not is_linter_file(text, path):
        return NO_LINTER
    sections = read_sections(text, path)
    general = sections.general
    if general is None and not sections.contracts and not sections.faults:
        return NO_LINTER
    faults = list(sections.faults)
    roots: tuple[ModuleExpression, ...] = ()
    if general is not None:
        roots = general.expressions("root_packages") or general.expressions("root_package")
        if not roots:
            faults.append(LinterFault(general.span, "error", "import-linter needs `root_packages`: what it is to read"))
    elif sections.contracts:
        message = "There is no section `[importlinter]`, so import-linter does not read this file"
        faults.append(LinterFault(sections.contracts[0].span, "error", message))
    contracts = [ContractSection(section, faults).contract() for section in sections.contracts]
    return LinterConfig(
        path,
        roots,
        general is not None and general.is_on("include_external_packages"),
        general is not None and general.is_on("exclude_type_checking_imports"),
        tuple(contract for contract in contracts if contract is not None),
        tuple(faults),
        general.span if general is not None else WHOLE_FIRST_LINE,
    )


def read_first(texts: Mapping[str, str]) -> LinterConfig:
    """Return what the first of some files, by name, says that is import-linter's; `NO_LINTER` when none is."""
    configs = (read(texts[path], path) for path in FILES if path in texts)
    return next((config for config in configs if config.path), NO_LINTER)
