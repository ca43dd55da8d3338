"""The git repository around a folder: a project is read from all of it, wherever in it somebody starts."""

import os
from collections.abc import Iterable
from pathlib import Path

from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.git_program import GitError, run_git

_MARK = ".git"


def repository(folder: Path) -> Path:
    """Return the root of the repository a folder lies in; the folder itself when it lies in none, or is ignored there.

    A repository of somebody's whole home folder holds settings of programs, and no projects.
    """
    top = next((it for it in (folder, *folder.parents) if (it / _MARK).exists()), folder)
    if top == folder or top == Path(os.path.expanduser("~")):  # noqa: PTH111  # Without a home, this one raises nothing.
        return folder
    return folder if _is_ignored(top, inner_folder(top, folder)) else top


def inner_folder(base: Path, folder: Path) -> str:
    """Return the path of a folder from one around it, empty for that one itself."""
    path = folder.relative_to(base).as_posix()
    return "" if path == "." else path


def ignored(base: Path, paths: Iterable[str]) -> frozenset[str]:
    """Return those of some paths that git ignores, which is to say none where there is no repository, or no git.

    One run of git answers for all of them: https://git-scm.com/docs/git-check-ignore
    """
    paths = list(paths)
    if not paths or not (base / _MARK).exists():
        return frozenset()
    try:
        output = run_git(base, "check-ignore", "-z", "--stdin", stdin=os.fsencode("\0".join(paths)))
    except (GitError, WorkspaceError):  # git ends with a failure also where it ignores none of them.
        return frozenset()
    return frozenset(os.fsdecode(it) for it in output.split(b"\0") if it)


def _is_ignored(top: Path, folder: str) -> bool:
    """Return whether git ignores a folder, and has no file of it all the same."""
    if not ignored(top, [f"{folder}/"]):
        return False
    return not run_git(top, "ls-files", "-z", "--", f":(literal){folder}")


def is_linked_work_tree(folder: str) -> bool:
    """Return whether a folder is a work tree that `git worktree add` made: its `.git` is a file that names another."""
    try:
        with open(f"{folder}/{_MARK}", "rb") as file:  # noqa: PTH123  # Called for each folder of a walk that has one.
            return b"/worktrees/" in file.read(4096)
    except OSError:
        return False
