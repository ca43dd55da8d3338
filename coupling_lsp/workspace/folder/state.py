"""The values that describe a workspace folder: the folder, and the Django projects in it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.model.rules import RuleSet
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading import discovery, import_linter
from coupling_lsp.workspace.reading.discovery import ProjectLocation
from coupling_lsp.workspace.reading.files import read_bytes, relative
from coupling_lsp.workspace.reading.load import Options, loaders_of
from coupling_lsp.workspace.reading.name_filter import NameFilter

Overlays = Mapping[str, Text]
"""The texts of open files by absolute path: they shadow the disk."""


class Project(NamedTuple):
    """A Django project of the folder; `rules` and `contracts` are the absolute paths of the files that judge it."""

    location: ProjectLocation
    rules: Path | None
    snapshot: Snapshot
    contracts: Path | None = None

    @property
    def root(self) -> str:
        """The folder of the project relative to the base, empty for the base itself."""
        return self.location.root

    @property
    def has_assets(self) -> bool:
        """Whether templates and static files are read, as the rules ask for them."""
        return self.snapshot.ruleset.config.templates

    def judged_by(self, path: str) -> str | None:
        """Return what the snapshot calls a file that states rules or contracts of the project; None for any other."""
        if self.rules is not None and str(self.rules) == path:
            return self.snapshot.ruleset.path
        if self.contracts is not None and str(self.contracts) == path:
            return self.snapshot.linted.config.path or None
        return None

    def with_current_contracts(self, base: Path, overlays: Overlays) -> "Project":
        """Return the project under the contracts that the files of import-linter state now."""
        contracts = import_linter.find_contracts(base, self.root, overlays)
        return self._replace(contracts=contracts.path, snapshot=self.snapshot.with_linter(contracts.config))


class Scope(NamedTuple):
    """What rules say of how files are read: functions that import, and for each project whether it reads templates."""

    loaders: tuple[str, ...]
    templates: tuple[bool, ...]


class Folder(NamedTuple):
    """A workspace folder. `complete` once all files were read, not only those near open ones.

    `opened` is the absolute path the client uses, links and all; `base` is the root of the repository around it, from
    which paths are seen. `name_filter` has the names in closed files.
    """

    base: Path
    opened: Path
    options: Options
    projects: tuple[Project, ...]
    complete: bool
    name_filter: NameFilter

    def locate(self, path: str) -> tuple[Project, str] | None:
        """Return the project an absolute path belongs to, and the path as its snapshot knows it.

        A file outside of every project's folder is told by the first project that installs it.
        """
        for project in self.projects:
            if (judging_path := project.judged_by(path)) is not None:
                return project, judging_path
        inner = self.inner(path)
        if inner is None:
            return None
        projects = [it for it in self.projects if it.location.sees(inner)]
        own_root = discovery.owner([it.root for it in projects], inner)
        own = [it for it in projects if it.root == own_root] or [it for it in projects if it.snapshot.is_in_app(inner)]
        return next(((it, inner) for it in own or projects), None)

    def inner(self, path: str) -> str | None:
        """Return an absolute path as snapshots of the folder know it; None for one that lies elsewhere."""
        inner = inner_path(self.base, path)
        if inner is not None and any(inner in it.snapshot.extractions for it in self.projects):
            return inner
        # One file may have two names: of the workspace, of a folder on the way, or of the file, one may be a link.
        full, real_base = Path(path), self.base.resolve()
        real_paths = full.parent.resolve() / full.name, full.resolve()
        inner_paths = (inner_path(real_base, it.as_posix()) for it in real_paths)
        return next((it for it in inner_paths if it is not None), inner)

    def scope(self) -> Scope:
        """Return what the rules of all projects say of how files are read: under another the folder is opened anew."""
        loaders = loaders_of(project.snapshot.ruleset for project in self.projects)
        return Scope(loaders, tuple(project.has_assets for project in self.projects))

    def absolute(self, path: str) -> str:
        """Return the absolute path of a snapshot's path."""
        return os.path.normpath(self.base / path) if path.startswith("../") else f"{self.base}/{path}"


def inner_path(base: Path, path: str) -> str | None:
    """Return an absolute path relative to the base; None for one that lies elsewhere."""
    prefix = f"{base}/"
    return path[len(prefix) :] if path.startswith(prefix) else None


def read_current_rules(base: Path, path: Path | None, overlays: Overlays) -> RuleSet:
    """Return the rules of a file as the editor has it, else as it is on disk; none when it cannot be read."""
    if path is None:
        return RuleSet()
    text = overlays.get(str(path))
    if text is None:
        raw = read_bytes(path.parent, path.name)
        text = decode(raw) if raw is not None else None
    return loader.load(text, relative(base, path)) if text is not None else RuleSet()
