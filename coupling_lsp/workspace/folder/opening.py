"""Opening a workspace folder: as far as its open files need it, or whole."""

from pathlib import Path

from coupling_lsp.django.template_files import is_source
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder.edits import with_texts
from coupling_lsp.workspace.folder.state import Folder, Overlays, Project, inner_path, read_current_rules
from coupling_lsp.workspace.reading.discovery import Discovery, discover
from coupling_lsp.workspace.reading.import_linter import NO_CONTRACTS, find_contracts
from coupling_lsp.workspace.reading.load import (
    Options,
    Progress,
    assets_of,
    extract_all,
    extractions_of,
    keep,
    layout,
    loaders_of,
    rules_path,
)
from coupling_lsp.workspace.reading.name_filter import NameFilter
from coupling_lsp.workspace.reading.priority import priority_files
from coupling_lsp.workspace.reading.readers import Readers


def open_near(opened: Path, options: Options, overlays: Overlays) -> Folder:
    """Return the folder as far as its open files need it: they, what they import, settings, apps and models."""
    discovery = discover(opened)
    base = discovery.base
    open_texts = {inner: text for path, text in overlays.items() if (inner := inner_path(base, path)) is not None}
    return _assemble(opened, options, discovery, priority_files(base, discovery.files, open_texts), overlays, None)


def open_whole(opened: Path, options: Options, overlays: Overlays, progress: Progress | None) -> Folder:
    """Return the folder with all its files. `progress` may raise to stop."""
    discovery = discover(opened)
    return _assemble(opened, options, discovery, discovery.files.python, overlays, progress)


def _assemble(
    opened: Path,
    options: Options,
    discovery: Discovery,
    python_files: tuple[str, ...],
    overlays: Overlays,
    progress: Progress | None,
) -> Folder:
    """Return the folder made of some of its files, or of all."""
    base = discovery.base
    is_complete = len(python_files) == len(discovery.files.python)
    located = [(it, rules_path(base, it.root, options)) for it in discovery.projects]
    projects_with_rules = [(it, rules, read_current_rules(base, rules, overlays)) for it, rules in located]
    loaders = loaders_of(ruleset for _, _, ruleset in projects_with_rules)
    assets = assets_of((location, ruleset) for location, _, ruleset in projects_with_rules) if is_complete else ()
    paths = tuple(dict.fromkeys((*python_files, *assets)))
    use_cache = is_complete and options.cache
    snapshots, contract_paths = [], []
    with Readers(base, loaders, use_cache) as readers:
        extracted = extract_all(base, paths, loaders, readers, use_cache, progress)
        for location, _, ruleset in projects_with_rules:
            extractions = extractions_of(location, ruleset, extracted)
            # Which modules there are is known with all files only: before, what contracts say would not be true.
            contracts = find_contracts(base, location.root, overlays) if is_complete else NO_CONTRACTS
            project_layout = layout(base, location, options, partial=not is_complete)
            contract_paths.append(contracts.path)
            snapshots.append(
                Snapshot.build(
                    extractions, project_layout, ruleset, search_terms=extracted.words, linter=contracts.config
                )
            )
        snapshots = settled(snapshots, readers.second_pass)
    keep(base, extracted, snapshots, loaders, use_cache)
    parts = zip(projects_with_rules, snapshots, contract_paths, strict=True)
    projects = tuple(Project(location, rules, snapshot, path) for (location, rules, _), snapshot, path in parts)
    folder = Folder(base, opened, options, projects, is_complete, NameFilter())
    return with_texts(folder, {path: text for path, text in overlays.items() if is_source(path)})
