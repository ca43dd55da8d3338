"""Finds the contracts a project states for import-linter, in the files import-linter itself looks into."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.model.linter import NO_LINTER, LinterConfig
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.discover import folders_above
from coupling_lsp.workspace.files import read_bytes, relative


class Stated(NamedTuple):
    """The contracts of a project, and the absolute path of their file, None without one."""

    path: Path | None = None
    config: LinterConfig = NO_LINTER


def is_contracts_file(path: str) -> bool:
    """Whether import-linter may look into a file of that name."""
    return path.rpartition("/")[2] in config_file.FILES


def stated(base: Path, root: str, overlays: Mapping[str, Text]) -> Stated:
    """The contracts in the nearest file at or above a project's root; open files are as the editor has them."""
    for folder in folders_above(base, root):
        for name in config_file.FILES:
            path = folder / name
            text = overlays.get(str(path))
            if text is None and (raw := read_bytes(folder, name)) is not None:
                text = decode(raw)
            if text is not None and (config := config_file.read(str(text), relative(base, path))).path:
                return Stated(path, config)
    return Stated()
