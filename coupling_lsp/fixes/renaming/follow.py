"""Every file that names files, modules or apps of a project and follows when these get other paths."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from coupling_lsp.fixes.renaming import rules_edits
from coupling_lsp.fixes.renaming.paths import PathChanges
from coupling_lsp.fixes.renaming.project_after import ProjectAfter
from coupling_lsp.fixes.renaming.rules_edits import Followed
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.snapshot.state import Snapshot


class Follower(Protocol):
    """What makes the edit of one file that follows."""

    def __call__(self, projects: Sequence[ProjectAfter], read_text: ReadText) -> Followed:
        """Return the edit of a file that some projects share, and remarks on what people have to change."""


FOLLOWERS: tuple[Follower, ...] = (rules_edits.rules_edit,)
"""One for each file that follows. A file of counts or exceptions that names modules is one more line here."""


class Following(NamedTuple):
    """The edits of all files that follow, and remarks on what is left to people."""

    files: tuple[FileEdit, ...]
    remarks: tuple[str, ...]


def follow(snapshots: Sequence[Snapshot], changes: PathChanges, read_text: ReadText) -> Following:
    """Return what follows from changes of paths for projects that share a rules file.

    While only some files of a project are known, nothing does.
    """
    if any(it.layout.partial for it in snapshots):
        return Following((), ("The project is still being read, so its rules do not follow. Rename again later.",))
    projects = [ProjectAfter(it, changes) for it in snapshots]
    results = [follower(projects, read_text) for follower in FOLLOWERS]
    files = tuple(file for file, _ in results if file is not None)
    return Following(files, tuple(dict.fromkeys(remark for _, remarks in results for remark in remarks)))
