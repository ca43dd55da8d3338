"""Finds the contracts a project states for import-linter, in the files import-linter itself looks into."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.model.linter import NO_LINTER, LinterConfig
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading.discovery import folders_above
from coupling_lsp.workspace.reading.files import read_bytes, relative


class ProjectContracts(NamedTuple):
    """The contracts of a project, and the absolute path of their file, None without one."""

    path: Path | None = None
    config: LinterConfig = NO_LINTER


NO_CONTRACTS = ProjectContracts()


def is_contracts_file(path: str) -> bool:
    """Return whether import-linter may look into a file of that name."""
    return path.rpartition("/")[2] in config_file.FILES


def find_contracts(base: Path, root: str, overlays: Mapping[str, Text]) -> ProjectContracts:
    """Return the contracts in the nearest file at or above a project's root; open files are as the editor has them."""
    for folder in folders_above(base, root):
        for name in config_file.FILES:
            path = folder / name
            text = overlays.get(str(path))
            if text is None and (raw := read_bytes(folder, name)) is not None:
                text = decode(raw)
            if text is not None and (config := config_file.read(str(text), relative(base, path))).path:
                return ProjectContracts(path, config)
    return NO_CONTRACTS
