"""The files that open ones need, so that an editor need not wait for a whole large project."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from coupling_lsp import detect
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading.files import Listing, read_bytes

_ALWAYS_NEEDED = re.compile(r"(^|/)(apps|models|manage|settings)\.py$|(^|/)(settings|models|conf)/")

_MAX_SMALL_PROJECT = 300
"""How many Python files a project may have to be read whole at once; of a larger one the nearest are read first."""

_N_IMPORT_STEPS = 2
"""How many imports away from an open file a file may be to be read first; others are read behind the progress bar."""


def priority_files(base: Path, files: Listing, open_texts: Mapping[str, Text]) -> tuple[str, ...]:
    """Return the files to read first: open files, what they import two steps far, settings, apps and models.

    A small project is read whole.
    """
    if len(files.python) <= _MAX_SMALL_PROJECT:
        return files.python
    python_files = set(files.python)
    selected_files = {path for path in files.python if _ALWAYS_NEEDED.search(path)} | (python_files & set(open_texts))
    texts = {path: text for path, text in open_texts.items() if path.endswith(".py")}
    for _ in range(_N_IMPORT_STEPS):
        imported_files = {path for text in texts.values() for path in _imported_files(text, python_files)}
        new_files = imported_files - selected_files
        selected_files |= new_files
        raws = ((path, read_bytes(base, path)) for path in new_files)
        texts = {path: decode(raw) for path, raw in raws if raw is not None}
    return tuple(sorted(selected_files))


def _imported_files(text: Text, python_files: set[str]) -> Iterable[str]:
    """Yield the files whose path ends like an imported module; packages on the way included."""
    for statement in detect.extract(text)[0].facts.imports:
        parts = [part for part in (*statement.module.split("."), statement.name) if part and part != "*"]
        for length in range(1, len(parts) + 1):
            stem = "/".join(parts[:length])
            for path in (f"{stem}.py", f"{stem}/__init__.py", f"src/{stem}.py", f"src/{stem}/__init__.py"):
                if path in python_files:
                    yield path
