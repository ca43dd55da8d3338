"""Reads the files of a revision from git's objects; the work tree and the index are neither read nor touched.

Only plumbing that runs no hook, filter, pager or helper is called, and paths of a revision never leave the folder
they are written to.
"""

import contextlib
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.django.template_files import language_of
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.git_program import GitError, run_git
from coupling_lsp.workspace.reading.discovery import RULES
from coupling_lsp.workspace.reading.files import is_skipped

_READ_FILES = frozenset([RULES, "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", "pyvenv.cfg"])
_LINK = "120000"
_MAX_LINKS = 8
"""How many symbolic links may lead to one another; a longer chain leads nowhere."""

_MAIN_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class Repository(NamedTuple):
    """A work tree: its top folder, and the path from there to a folder in it, without a slash at its end."""

    top: Path
    inner_folder: str


class _Entry(NamedTuple):
    mode: str
    identity: str


def find(folder: Path) -> Repository:
    """Return the repository around a folder. Raises `WorkspaceError` when there is none."""
    if not folder.is_dir():
        raise WorkspaceError(f"{folder} is not a folder. Name the folder of a Django project.")
    try:
        output = run_git(folder, "rev-parse", "--show-toplevel")
    except GitError as error:
        if "not a git repository" in str(error):
            raise WorkspaceError(f"{folder} is in no git repository, so it has no revisions to compare.") from error
        raise WorkspaceError(f"git cannot read the repository of {folder}: {error}.") from error
    top = Path(os.fsdecode(output.removesuffix(b"\n"))).resolve()
    inner_folder = Path(os.path.relpath(folder.resolve(), top)).as_posix()
    return Repository(top, "" if inner_folder == "." else inner_folder)


def commit(repository: Repository, revision: str) -> str:
    """Return the commit a revision names. Raises `WorkspaceError` when there is none."""
    try:
        # A revision that looks like an option must stay a revision.
        output = run_git(repository.top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        raise WorkspaceError(
            f"git knows no commit `{revision}`. Check its name; in a shallow clone, fetch it first "
            "(`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout)."
        ) from error
    return output.decode("ascii").strip()


def fork_point(repository: Repository, revision: str) -> str:
    """Return the commit at which what is checked out left a revision. Raises `WorkspaceError` when there is none."""
    other_commit = commit(repository, revision)
    try:
        output = run_git(repository.top, "merge-base", other_commit, "HEAD")
    except GitError as error:
        raise WorkspaceError(
            f"`{revision}` and what is checked out have no commit in common. Name another revision; in a shallow "
            "clone, fetch more of it (`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout)."
        ) from error
    return output.decode("ascii").strip()


def main_branch(repository: Repository) -> str:
    """Return the branch work is merged into, by its usual names. Raises `WorkspaceError` when none of them is there."""
    for name in _MAIN_BRANCHES:
        try:
            run_git(repository.top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except GitError:
            continue
        return name
    raise WorkspaceError(f"There is no branch {', '.join(_MAIN_BRANCHES)}. Name the revision to compare with.")


def write_files(repository: Repository, commit: str, folder: Path, *, assets: bool = False) -> bool:
    """Write the files that matter at a commit below a folder, at their paths from the top of the repository.

    With `assets` these are the templates, and the static files, without what these hold; the other files else.

    An empty `.git` beside them tells that nothing above belongs to them. Returns False when none of them lies in the
    inner folder of the repository.
    """
    try:
        tree = dict(_entries(run_git(repository.top, "ls-tree", "-r", "-z", "--full-tree", commit)))
        links = _links(repository.top, tree)
        paths = (path for path in tree if _matters(path, repository.inner_folder, assets=assets))
        identities = {path: tree[end].identity for path in paths if (end := _follow(path, links)) in tree}
        contents = _contents(repository.top, (it for path, it in identities.items() if not _is_static(path)))
    except GitError as error:
        raise WorkspaceError(f"git cannot read the files of {commit[:12]}: {error}.") from error
    (folder / ".git").mkdir(exist_ok=True)
    for path, identity in identities.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents.get(identity, b""))
    _link_folders(folder, links)
    return any(_is_in(path, repository.inner_folder) for path in identities)


def _link_folders(folder: Path, links: Mapping[str, str]) -> None:
    """Make the links that lead to folders below a folder which are there; files are written before, through none."""
    for path, target in links.items():
        place = folder / path
        if not target.startswith(("..", "/")) and (folder / target).is_dir() and place.parent.is_dir():
            with contextlib.suppress(OSError):
                place.symlink_to(os.path.relpath(folder / target, place.parent))


def _is_static(path: str) -> bool:
    return language_of(path) == "static"


def _matters(path: str, inner_folder: str, *, assets: bool) -> bool:
    """Return whether a file is a source or configuration that is read, or may hold rules; or else an asset."""
    if any(part in ("", ".", "..", ".git") or "\\" in part for part in path.split("/")):
        return False
    inner_path = path[len(inner_folder) + 1 :] if inner_folder and _is_in(path, inner_folder) else path
    if is_skipped(inner_path):
        return False
    if assets:
        return language_of(path) not in ("python", "")
    name = path.rpartition("/")[2]
    return name.endswith(".py") or name in _READ_FILES


def _is_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _entries(output: bytes) -> Iterator[tuple[str, _Entry]]:
    """Yield the files of `ls-tree -z`: `mode type identity<TAB>path`; not those whose path is not UTF-8."""
    for line in output.split(b"\0"):
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
    """Return where the links of a tree lead, as paths from the top."""
    identities = {path: it.identity for path, it in tree.items() if it.mode == _LINK}
    contents = _contents(top, identities.values())
    return {
        path: posixpath.normpath(posixpath.join(posixpath.dirname(path), contents[identity].decode("utf-8", "replace")))
        for path, identity in identities.items()
    }


def _follow(path: str, links: Mapping[str, str]) -> str:
    """Return the file at the end of a chain of links; an empty path when it does not end."""
    for _ in range(_MAX_LINKS):
        if path not in links:
            return path
        path = links[path]
    return ""


def _contents(top: Path, identities: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by identity.

    `cat-file --batch` prints `identity type size`, the content and a line end for each.
    """
    distinct_identities = list(dict.fromkeys(identities))
    output = b""
    if distinct_identities:
        output = run_git(top, "cat-file", "--batch", stdin="".join(f"{it}\n" for it in distinct_identities).encode())
    contents, position = {}, 0
    for identity in distinct_identities:
        end = output.index(b"\n", position)
        head = output[position:end].split()
        if len(head) != 3:
            raise GitError(f"the object {identity} is not there; in a partial clone, fetch it first")
        start, size = end + 1, int(head[2])
        contents[identity] = output[start : start + size]
        position = start + size + 1
    return contents
