"""Paths of files as settings build them: a slash, the name they begin with, and steps, each behind a slash.

    /__file__/..             the folder of the module itself
    /BASE_DIR/templates      a folder below what the setting `BASE_DIR` holds

Worked out, such a path leads from the workspace: `/shop/templates`. What it means is known on this page alone.
"""

from typing import NamedTuple

from coupling_lsp.model.expression import UNKNOWN, Expression

OWN_FILE = "__file__"
UP = ".."


class FilePath(NamedTuple):
    """A path in parts: the name it begins with, and the steps from there."""

    root: str
    steps: tuple[str, ...]


def joined(root: str, steps: tuple[str, ...]) -> Expression:
    """Return the expression of a path by a root, which is a name or a path itself; unknown where that is unknown."""
    if not root:
        return UNKNOWN
    return Expression("/".join([root if is_file_path(root) else f"/{root}", *filter(None, steps)]))


def is_file_path(expression: str) -> bool:
    """Return whether an expression is a path of a file."""
    return expression.startswith("/")


def parts_of(expression: str) -> FilePath:
    """Return the parts of a path."""
    _, root, *steps = expression.split("/")
    return FilePath(root, tuple(steps))


def from_workspace(path: str, steps: tuple[str, ...]) -> Expression:
    """Return the path that steps lead to from a file or folder of the workspace; unknown where they leave it."""
    parts = [part for part in path.split("/") if part]
    for step in (part for it in steps for part in it.split("/")):
        if step == UP:
            if not parts:
                return UNKNOWN
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return Expression("/" + "/".join(parts))


def in_workspace(expression: str) -> str:
    """Return a path that leads from the workspace as other paths are written: `shop/templates`."""
    return expression.removeprefix("/")
