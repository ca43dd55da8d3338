"""Runs git, with plumbing commands alone, without hooks, filters, pagers or helpers."""

import os
import shutil
import subprocess
from pathlib import Path

from coupling_lsp.workspace.errors import WorkspaceError

_REMOVED_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables that git sets for hooks; they would name another repository than that of the folder."""

_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_OPTIONS = ("--no-pager", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")


class GitError(Exception):
    """git ended with a failure; the text is what it said, on one line."""


def run_git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git prints. Raises `GitError` when it fails, `WorkspaceError` when there is no git."""
    program = shutil.which("git")
    if program is None:
        raise WorkspaceError("There is no program `git`. Install git, or put it on the PATH.")
    environment = {name: value for name, value in os.environ.items() if name not in _REMOVED_VARIABLES}
    command = [program, *_OPTIONS, "-C", str(folder), *arguments]
    process = subprocess.run(  # noqa: S603  # no shell is involved, and a revision is never taken for an option
        command, input=stdin, capture_output=True, check=False, env={**environment, **_ENVIRONMENT}
    )
    if process.returncode != 0:
        message = " ".join(process.stderr.decode("utf-8", "replace").split())
        raise GitError(message.removeprefix("fatal: ").rstrip(".") or f"it ended with {process.returncode}")
    return process.stdout
