"""The files open ones need, so that an editor need not wait for a whole large project."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from coupling_lsp import detect
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading.files import Listing, read_bytes

_ALWAYS = re.compile(r"(^|/)(apps|models|manage|settings)\.py$|(^|/)(settings|models|conf)/")
_SMALL = 300
_DEPTH = 2


def nearby(base: Path, found: Listing, opened: Mapping[str, Text]) -> tuple[str, ...]:
    """The files to read first: open files, what they import two steps far, settings, apps and models.

    A small project is read whole.
    """
    if len(found.python) <= _SMALL:
        return found.python
    known = set(found.python)
    chosen = {path for path in found.python if _ALWAYS.search(path)} | (known & set(opened))
    wanted = dict(opened)
    for _ in range(_DEPTH):
        reached = {path for text in wanted.values() for path in _imported(text, known)} - chosen
        chosen |= reached
        raws = ((path, read_bytes(base, path)) for path in reached)
        wanted = {path: decode(raw) for path, raw in raws if raw is not None}
    return tuple(sorted(chosen))


def _imported(text: Text, known: set[str]) -> Iterable[str]:
    """The files whose path ends like an imported module; packages on the way included."""
    for it in detect.extract(text)[0].facts.imports:
        parts = [part for part in (*it.module.split("."), it.name) if part and part != "*"]
        for length in range(1, len(parts) + 1):
            stem = "/".join(parts[:length])
            for path in (f"{stem}.py", f"{stem}/__init__.py", f"src/{stem}.py", f"src/{stem}/__init__.py"):
                if path in known:
                    yield path
