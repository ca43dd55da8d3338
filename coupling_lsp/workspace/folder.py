"""One workspace folder while a server runs: its Django projects, kept current as texts and files change.

Every function gives a new `Folder`; nothing here is shared or changed in place, so work can run beside the editor.
`Overlays` are the texts of open files by absolute path: they shadow the disk.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot import answered
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace import discover, owners
from coupling_lsp.workspace.contracts import Stated, is_contracts_file, stated
from coupling_lsp.workspace.files import Listing, is_skipped, listing, read_bytes, read_text, relative
from coupling_lsp.workspace.load import Options, Progress, extract_all, keep, layout, loaders_of, rules_path
from coupling_lsp.workspace.mentioned import Mentioned
from coupling_lsp.workspace.nearby import nearby
from coupling_lsp.workspace.parallel import Readers

Overlays = Mapping[str, Text]

Told = tuple[Extraction | None, Sequence[answered.Answered]]
"""What was said of a file, and what it said then itself; None for whatever it says."""

_STRUCTURAL = ("manage.py", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", owners.NAME)
_TOO_MANY = 2_000


class Project(NamedTuple):
    """A Django project of the folder; `rules` and `contracts` are the absolute paths of the files that judge it."""

    found: discover.Found
    rules: Path | None
    snapshot: Snapshot
    contracts: Path | None = None

    def judged_by(self, path: str) -> str | None:
        """What the snapshot calls a file that states rules or contracts of the project; None for any other."""
        if self.rules is not None and str(self.rules) == path:
            return self.snapshot.ruleset.path
        if self.contracts is not None and str(self.contracts) == path:
            return self.snapshot.linted.config.path or None
        return None


class Folder(NamedTuple):
    """A workspace folder. `complete` once all files were read, not only those near open ones.

    `mentioned` are the names in its closed files.
    `base` is the absolute path the client uses, links and all.
    """

    base: Path
    options: Options
    projects: tuple[Project, ...]
    complete: bool
    mentioned: Mentioned

    def locate(self, path: str) -> tuple[Project, str] | None:
        """The project an absolute path belongs to, and the path as its snapshot knows it."""
        for project in self.projects:
            if (judging := project.judged_by(path)) is not None:
                return project, judging
        inside = _inside(self.base, path)
        if inside is None:  # One file may have two names: of the workspace, or of the file, one may be a link.
            inside = _inside(self.base.resolve(), Path(path).resolve().as_posix())
        if inside is None:
            return None
        root = "" if len(self.projects) == 1 else discover.owner([it.found.root for it in self.projects], inside)
        for project in self.projects:
            if len(self.projects) == 1 or project.found.root == root:
                return project, inside
        return None

    def loaders(self) -> tuple[str, ...]:
        """The functions that import by dotted string, as the rules name them."""
        return loaders_of(project.snapshot.ruleset for project in self.projects)

    def absolute(self, path: str) -> str:
        """The absolute path of a snapshot's path."""
        return os.path.normpath(self.base / path) if path.startswith("../") else f"{self.base}/{path}"


def open_near(base: Path, options: Options, overlays: Overlays) -> Folder:
    """The folder as far as its open files need it: they, what they import, settings, apps and models."""
    found = listing(base)
    opened = {it: text for path, text in overlays.items() if (it := _inside(base, path)) is not None}
    chosen = nearby(base, found, opened)
    return _assemble(base, options, found, chosen, overlays, None)


def open_whole(base: Path, options: Options, overlays: Overlays, progress: Progress | None) -> Folder:
    """The folder with all its files. `progress` may raise to stop."""
    found = listing(base)
    return _assemble(base, options, found, found.python, overlays, progress)


def with_texts(folder: Folder, changes: Overlays, overlays: Overlays | None = None) -> Folder:
    """The folder after open files were edited; `overlays` are all open files, when only some were edited."""
    projects = []
    restated = folder.complete and any(map(is_contracts_file, changes))
    for project in folder.projects:
        snapshot = project.snapshot
        own = {
            place[1]: text
            for path, text in changes.items()
            if path.endswith(".py") and (place := folder.locate(path)) is not None and place[0] is project
        }
        if project.rules is not None and (text := changes.get(str(project.rules))) is not None:
            snapshot = snapshot.with_rules(loader.load(text, snapshot.ruleset.path))
        if own:
            snapshot = snapshot.with_texts(own)
        after = project._replace(snapshot=snapshot)
        projects.append(_restated(folder.base, after, overlays or changes) if restated else after)
    return _settled(folder._replace(projects=tuple(projects)))


def with_answers(folder: Folder, given: Mapping[str, Told]) -> Folder:
    """The folder when this was said of some of its files, by absolute path; of those that changed since, nothing."""
    projects = []
    for project in folder.projects:
        own = {
            place[1]: found
            for path, (asked, found) in given.items()
            if (place := folder.locate(path)) is not None and place[0] is project
            if (now := project.snapshot.extractions.get(place[1])) is not None
            if asked is None or answered.without_answers(now) == answered.without_answers(asked)
        }
        projects.append(project._replace(snapshot=answered.with_answers(project.snapshot, own)) if own else project)
    return folder._replace(projects=tuple(projects))


def refresh(folder: Folder, paths: Iterable[str], overlays: Overlays) -> Folder:
    """The folder after files changed, came or went on disk, or were closed in the editor."""
    paths = set(_with_new_folders(folder.base, paths))
    if len(paths) > _TOO_MANY or any(path.rpartition("/")[2] in _STRUCTURAL for path in paths):
        return open_whole(folder.base, folder.options, overlays, None)
    projects = []
    restated = folder.complete and any(map(is_contracts_file, paths))
    for project in folder.projects:
        named = folder.options.rules is not None  # It may be gone for a while, as when another branch is checked out.
        rules = project.rules if named else rules_path(folder.base, project.found.root, folder.options)
        snapshot = project.snapshot
        changes = _on_disk(folder, project, paths, overlays)
        folder.mentioned.add(read_text(folder.base, path) for path in changes)
        if changes:
            snapshot = snapshot.with_files(changes)
        if rules != project.rules or (rules is not None and str(rules) in paths):
            snapshot = snapshot.with_rules(_rules(folder.base, rules, overlays))
        after = project._replace(rules=rules, snapshot=snapshot)
        projects.append(_restated(folder.base, after, overlays) if restated else after)
    return _settled(folder._replace(projects=tuple(projects)))


def _settled(folder: Folder) -> Folder:
    """The folder looked at once more where an edit made words interesting; open files as the editor has them."""
    before = [it.snapshot for it in folder.projects]
    opened = {path: text for it in before for path, text in it.texts.items()}
    read = partial(read_text, folder.base)
    look_at_opened, look_at_closed = detect.second_pass_over(opened.get), detect.second_pass_over(read)

    def look(extractions: Mapping[str, Extraction], wanted: SearchTerms) -> dict[str, Extraction]:
        closed = {path: it for path, it in extractions.items() if path not in opened}
        found = look_at_opened({path: extractions[path] for path in opened if path in extractions}, wanted)
        likely = folder.mentioned.among(wanted, closed, read)
        return {**found, **look_at_closed(closed, likely)} if likely else found

    after = settled(before, look)
    if all(one is other for one, other in zip(before, after, strict=True)):
        return folder
    projects = zip(folder.projects, after, strict=True)
    return folder._replace(projects=tuple(it._replace(snapshot=snapshot) for it, snapshot in projects))


def _with_new_folders(base: Path, paths: Iterable[str]) -> Iterator[str]:
    """The paths, and the files below those that are folders: of a folder that came only its own name may be told."""
    for path in paths:
        yield path
        inside = _inside(base, path)
        if inside is None or is_skipped(f"{inside}/") or not Path(path).is_dir() or Path(path, "pyvenv.cfg").exists():
            continue
        found = listing(Path(path))
        yield from (f"{path}/{it}" for it in (*found.python, *found.configuration))


def _on_disk(folder: Folder, project: Project, paths: set[str], overlays: Overlays) -> dict[str, Extraction | None]:
    changes: dict[str, Extraction | None] = {}
    for path in paths:
        inside = _inside(folder.base, path)
        if inside is None or path in overlays or is_skipped(inside):
            continue
        place = folder.locate(path)
        raw = read_bytes(folder.base, inside) if inside.endswith(".py") else None
        if raw is not None and place is not None and place[0] is project:
            words = project.snapshot.search_terms
            changes[inside] = detect.extract(decode(raw), None, folder.loaders(), words)[0]
        elif raw is None:
            gone = (it for it in project.snapshot.extractions if it == inside or it.startswith(f"{inside}/"))
            changes.update({it: None for it in gone if not (folder.base / it).exists()})
    return changes


def _assemble(
    base: Path,
    options: Options,
    found: Listing,
    chosen: tuple[str, ...],
    overlays: Overlays,
    progress: Progress | None,
) -> Folder:
    """The projects of a folder from some of its files, or all."""
    complete = len(chosen) == len(found.python)
    located = [(it, rules_path(base, it.root, options)) for it in discover.projects(base, found)]
    judged = [(it, rules, _rules(base, rules, overlays)) for it, rules in located]
    loaders = loaders_of(ruleset for _, _, ruleset in judged)
    use_cache = complete and options.cache
    snapshots, places = [], []
    with Readers(base, loaders, use_cache) as readers:
        extracted = extract_all(base, chosen, loaders, readers, use_cache, progress)
        for it, _, ruleset in judged:
            own = {path: extracted.by_path[path] for path in it.files if path in extracted.by_path}
            # Which modules there are is known with all files only: before, what contracts say would not be true.
            found_there = stated(base, it.root, overlays) if complete else Stated()
            where = layout(base, it, options, partial=not complete)
            places.append(found_there.path)
            snapshots.append(
                Snapshot.build(own, where, ruleset, search_terms=extracted.words, linter=found_there.config)
            )
        snapshots = settled(snapshots, readers.again)
    keep(base, extracted, snapshots, loaders, use_cache)
    whole = zip(judged, snapshots, places, strict=True)
    projects = tuple(Project(it, rules, snapshot, place) for (it, rules, _), snapshot, place in whole)
    folder = Folder(base, options, projects, complete, Mentioned())
    return with_texts(folder, {path: text for path, text in overlays.items() if path.endswith(".py")})


def _restated(base: Path, project: Project, overlays: Overlays) -> Project:
    """The project under the contracts there are now."""
    found = stated(base, project.found.root, overlays)
    return project._replace(contracts=found.path, snapshot=project.snapshot.with_linter(found.config))


def _rules(base: Path, path: Path | None, overlays: Overlays) -> RuleSet:
    """The rules of a file as the editor has it, else as it is on disk; none when it cannot be read."""
    if path is None:
        return RuleSet()
    text = overlays.get(str(path))
    if text is None:
        raw = read_bytes(path.parent, path.name)
        text = decode(raw) if raw is not None else None
    return loader.load(text, relative(base, path)) if text is not None else RuleSet()


def _inside(base: Path, path: str) -> str | None:
    prefix = f"{base}/"
    return path[len(prefix) :] if path.startswith(prefix) else None
