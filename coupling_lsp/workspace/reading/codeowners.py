"""Finds and reads the `CODEOWNERS` file that speaks of a folder."""

from pathlib import Path

from coupling_lsp.rules.codeowners import Codeowners, parse
from coupling_lsp.workspace.reading.files import read_text

NAME = "CODEOWNERS"

_PLACES = (f".github/{NAME}", NAME, f"docs/{NAME}", f".gitlab/{NAME}")


def codeowners(base: Path) -> Codeowners:
    """What the first such file of the repository around a folder says; nothing where there is none."""
    base = base.resolve()
    top = _top(base)
    inside = base.relative_to(top).as_posix()
    for place in _PLACES:
        text = read_text(top, place)
        if text is not None:
            return parse(str(text), "" if inside == "." else f"{inside}/", place.startswith(".gitlab/"))
    return Codeowners()


def places(base: Path) -> list[Path]:
    """Where the file may be."""
    return [_top(base) / place for place in _PLACES]


def _top(base: Path) -> Path:
    return next((it for it in (base, *base.parents) if (it / ".git").exists()), base)
