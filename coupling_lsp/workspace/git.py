"""Reads the files of a revision from git's objects; the work tree and the index are neither read nor touched.

Only plumbing that runs no hook, filter, pager or helper is called, and paths of a revision never leave the folder
they are written to.
"""

import os
import posixpath
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading.discovery import RULES
from coupling_lsp.workspace.reading.files import is_skipped

_WANTED = frozenset(["pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", "pyvenv.cfg"])
_LINK = "120000"
_MOST_LINKS = 8
_MAIN_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")

_FORGOTTEN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for hooks; it would speak of another folder than the one that is asked for."""

_SURROUNDINGS = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_OPTIONS = ("--no-pager", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")


class Repository(NamedTuple):
    """A work tree: its top folder, and the path from there to the folder asked for, without a slash at its end."""

    top: Path
    inside: str


class _Entry(NamedTuple):
    mode: str
    identity: str


def find(folder: Path) -> Repository:
    """The repository around a folder. Raises `WorkspaceError` when there is none."""
    if not folder.is_dir():
        raise WorkspaceError(f"{folder} is not a folder. Name the folder of a Django project.")
    try:
        told = _git(folder, "rev-parse", "--show-toplevel")
    except _GitError as error:
        if "not a git repository" in str(error):
            raise WorkspaceError(f"{folder} is in no git repository, so it has no revisions to compare.") from error
        raise WorkspaceError(f"git cannot read the repository of {folder}: {error}.") from error
    top = Path(os.fsdecode(told.removesuffix(b"\n"))).resolve()
    inside = Path(os.path.relpath(folder.resolve(), top)).as_posix()
    return Repository(top, "" if inside == "." else inside)


def commit(repository: Repository, revision: str) -> str:
    """The commit a revision names. Raises `WorkspaceError` when there is none."""
    try:
        # A revision that looks like an option must stay a revision.
        told = _git(repository.top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except _GitError as error:
        raise WorkspaceError(
            f"git knows no commit `{revision}`. Check its name; in a shallow clone, fetch it first "
            "(`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout)."
        ) from error
    return told.decode("ascii").strip()


def forked(repository: Repository, revision: str) -> str:
    """The commit at which what is checked out left a revision. Raises `WorkspaceError` when there is none."""
    since = commit(repository, revision)
    try:
        told = _git(repository.top, "merge-base", since, "HEAD")
    except _GitError as error:
        raise WorkspaceError(
            f"`{revision}` and what is checked out have no commit in common. Name another revision; in a shallow "
            "clone, fetch more of it (`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout)."
        ) from error
    return told.decode("ascii").strip()


def main_branch(repository: Repository) -> str:
    """The branch work is merged into, as its name usually is. Raises `WorkspaceError` when none of them is there."""
    for name in _MAIN_BRANCHES:
        try:
            _git(repository.top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except _GitError:
            continue
        return name
    raise WorkspaceError(f"There is no branch {', '.join(_MAIN_BRANCHES)}. Name the revision to compare with.")


def write_files(repository: Repository, commit: str, into: Path) -> bool:
    """Write the files that matter at a commit below a folder, at their paths from the top of the repository.

    An empty `.git` beside them tells that nothing above belongs to them. False when the folder asked for had none.
    """
    try:
        tree = dict(_entries(_git(repository.top, "ls-tree", "-r", "-z", "--full-tree", commit)))
        links = _links(repository.top, tree)
        matter = (path for path in tree if _matters(path, repository.inside))
        wanted = {path: tree[it].identity for path in matter if (it := _follow(path, links)) in tree}
        contents = _contents(repository.top, wanted.values())
    except _GitError as error:
        raise WorkspaceError(f"git cannot read the files of {commit[:12]}: {error}.") from error
    (into / ".git").mkdir()
    for path, identity in wanted.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents[identity])
    return any(_is_in(path, repository.inside) for path in wanted)


def _matters(path: str, inside: str) -> bool:
    """Whether a file is a source or configuration of the folder, or may hold the rules that apply to it."""
    name = path.rpartition("/")[2]
    if any(part in ("", ".", "..", ".git") or "\\" in part for part in path.split("/")):
        return False
    if name == RULES and (not path.rpartition("/")[0] or _is_in(inside, path.rpartition("/")[0])):
        return True
    if not _is_in(path, inside) or is_skipped(path[len(inside) + 1 :] if inside else path):
        return False
    return name.endswith(".py") or name in _WANTED


def _is_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _entries(listed: bytes) -> Iterator[tuple[str, _Entry]]:
    """The files of `ls-tree -z`: `mode type identity<TAB>path`. A path that is not UTF-8 cannot be told to anyone."""
    for line in listed.split(b"\0"):
        head, _, raw = line.partition(b"\t")
        try:
            path = raw.decode()
        except UnicodeDecodeError:
            continue
        if path:
            mode, kind, identity = head.decode("ascii").split(" ")
            if kind == "blob":
                yield path, _Entry(mode, identity)


def _links(top: Path, tree: Mapping[str, _Entry]) -> dict[str, str]:
    """Where the links of a tree lead, as paths from the top."""
    found = {path: it.identity for path, it in tree.items() if it.mode == _LINK}
    contents = _contents(top, found.values())
    return {
        path: posixpath.normpath(posixpath.join(posixpath.dirname(path), contents[it].decode("utf-8", "replace")))
        for path, it in found.items()
    }


def _follow(path: str, links: Mapping[str, str]) -> str:
    """The file at the end of a chain of links; nothing when it does not end."""
    for _ in range(_MOST_LINKS):
        if path not in links:
            return path
        path = links[path]
    return ""


def _contents(top: Path, identities: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs, as `cat-file --batch` gives them: `identity type size`, the content, a line end."""
    asked = list(dict.fromkeys(identities))
    told = _git(top, "cat-file", "--batch", given="".join(f"{it}\n" for it in asked).encode()) if asked else b""
    contents, at = {}, 0
    for identity in asked:
        end = told.index(b"\n", at)
        head = told[at:end].split()
        if len(head) != 3:
            raise _GitError(f"the object {identity} is not there; in a partial clone, fetch it first")
        start, size = end + 1, int(head[2])
        contents[identity] = told[start : start + size]
        at = start + size + 1
    return contents


class _GitError(Exception):
    """git ended with a failure; the text is what it said, on one line."""


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    program = shutil.which("git")
    if program is None:
        raise WorkspaceError("There is no program `git`. Install git, or put it on the PATH.")
    environment = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    command = [program, *_OPTIONS, "-C", str(folder), *arguments]
    done = subprocess.run(  # noqa: S603  # no shell is involved, and a revision is never taken for an option
        command, input=given, capture_output=True, check=False, env={**environment, **_SURROUNDINGS}
    )
    if done.returncode != 0:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise _GitError(said.removeprefix("fatal: ").rstrip(".") or f"it ended with {done.returncode}")
    return done.stdout
