"""Finds and reads the `CODEOWNERS` file that speaks of a folder."""

from pathlib import Path

from coupling_lsp.rules.codeowners import Codeowners, parse
from coupling_lsp.workspace.reading.files import read_text

NAME = "CODEOWNERS"

_PATHS = (f".github/{NAME}", NAME, f"docs/{NAME}", f".gitlab/{NAME}")


def codeowners(base: Path) -> Codeowners:
    """Return the owners that the first such file of the repository around a folder names; none without such a file."""
    base = base.resolve()
    repository = _repository(base)
    folder = base.relative_to(repository).as_posix()
    for path in _PATHS:
        text = read_text(repository, path)
        if text is not None:
            return parse(str(text), "" if folder == "." else f"{folder}/", path.startswith(".gitlab/"))
    return Codeowners()


def possible_paths(base: Path) -> list[Path]:
    """Return the paths at which the file may be."""
    return [_repository(base) / path for path in _PATHS]


def _repository(base: Path) -> Path:
    return next((it for it in (base, *base.parents) if (it / ".git").exists()), base)
