"""The folder after texts were edited in the editor, or jedi answered questions about them."""

from collections.abc import Mapping, Sequence
from functools import partial

from coupling_lsp import detect
from coupling_lsp.django.template_files import is_source
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot import answered
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.workspace.folder.state import Folder, Overlays, Project
from coupling_lsp.workspace.reading.files import read_text
from coupling_lsp.workspace.reading.import_linter import is_contracts_file

FileAnswers = tuple[Extraction | None, Sequence[answered.Answered]]
"""Answers about a file, and what the file said when they were asked for; None if that does not matter."""


def with_texts(folder: Folder, changes: Overlays, overlays: Overlays | None = None) -> Folder:
    """Return the folder after open files were edited; `overlays` are all open files, when only some were edited."""
    projects = []
    has_new_contracts = folder.complete and any(map(is_contracts_file, changes))
    for project in folder.projects:
        snapshot = project.snapshot
        source_texts = {
            inner: text
            for path, text in changes.items()
            if is_source(path) and (inner := folder.inner(path)) is not None and project.location.sees(inner)
            if inner.endswith(".py") or project.has_assets
        }
        if project.rules is not None and (text := changes.get(str(project.rules))) is not None:
            snapshot = snapshot.with_rules(loader.load(text, snapshot.ruleset.path))
        if source_texts:
            snapshot = snapshot.with_texts(source_texts)
        edited_project = project._replace(snapshot=snapshot)
        if has_new_contracts:
            edited_project = edited_project.with_current_contracts(folder.base, overlays or changes)
        projects.append(edited_project)
    return with_second_pass(folder._replace(projects=tuple(projects)))


def with_answers(folder: Folder, answers: Mapping[str, FileAnswers]) -> Folder:
    """Return the folder with answers about some of its files, by absolute path.

    Answers about a file that says something else by now are left out.
    """
    return folder._replace(projects=tuple(_project_with_answers(folder, it, answers) for it in folder.projects))


def _project_with_answers(folder: Folder, project: Project, answers: Mapping[str, FileAnswers]) -> Project:
    valid_answers: dict[str, Sequence[answered.Answered]] = {}
    for path, (extraction, file_answers) in answers.items():
        inner = folder.inner(path)
        if inner is None or not project.location.sees(inner):
            continue
        current_extraction = project.snapshot.extractions.get(inner)
        if current_extraction is not None and (
            extraction is None or answered.without_answers(current_extraction) == answered.without_answers(extraction)
        ):
            valid_answers[inner] = file_answers
    if not valid_answers:
        return project
    return project._replace(snapshot=answered.with_answers(project.snapshot, valid_answers))


def with_second_pass(folder: Folder) -> Folder:
    """Return the folder looked at once more where an edit made words interesting; open files as the editor has them."""
    snapshots = [it.snapshot for it in folder.projects]
    open_texts = {path: text for it in snapshots for path, text in it.texts.items()}
    read_file = partial(read_text, folder.base)
    look_at_open, look_at_closed = detect.second_pass_over(open_texts.get), detect.second_pass_over(read_file)

    def look(extractions: Mapping[str, Extraction], wanted_words: SearchTerms) -> dict[str, Extraction]:
        closed_files = {path: it for path, it in extractions.items() if path not in open_texts and path.endswith(".py")}
        changes = look_at_open({path: extractions[path] for path in open_texts if path in extractions}, wanted_words)
        likely_words = folder.name_filter.select(wanted_words, closed_files, read_file)
        return {**changes, **look_at_closed(closed_files, likely_words)} if likely_words else changes

    settled_snapshots = settled(snapshots, look)
    if all(new is old for old, new in zip(snapshots, settled_snapshots, strict=True)):
        return folder
    projects = zip(folder.projects, settled_snapshots, strict=True)
    return folder._replace(projects=tuple(it._replace(snapshot=snapshot) for it, snapshot in projects))
