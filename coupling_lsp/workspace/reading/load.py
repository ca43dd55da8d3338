"""From a folder on disk to the snapshots of its Django projects."""

import datetime
import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coupling_lsp import detect
from coupling_lsp.detect.facts_builder import NO_EXTRACTION
from coupling_lsp.django.template_files import language_of
from coupling_lsp.index.models.relations import relation_names
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import decode
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading import cache, discovery, import_linter
from coupling_lsp.workspace.reading.codeowners import codeowners
from coupling_lsp.workspace.reading.discovery import ProjectLocation
from coupling_lsp.workspace.reading.extractor import File
from coupling_lsp.workspace.reading.files import read_bytes, relative
from coupling_lsp.workspace.reading.readers import Readers

Progress = Callable[[int, int], None]
"""Called with the number of files done and of all files."""


class Options(NamedTuple):
    """What the caller chose: a rules file, a settings module, whether to use the cache, the day it is."""

    rules: Path | None = None
    settings: str = ""
    cache: bool = True
    today: str = ""


class Loaded(NamedTuple):
    """One Django project. Paths in the snapshot are relative to `base`; `faults` name the files that were not read."""

    base: Path
    snapshot: Snapshot
    faults: tuple[str, ...] = ()


def load(base: Path, options: Options, progress: Progress | None = None) -> list[Loaded]:
    """Return the projects that a folder is about; see `discovery.discover`.

    Raises `WorkspaceError` when the folder, or a file the caller named, is not there.
    """
    if not base.is_dir():
        problem = "is not a folder" if base.exists() else "does not exist"
        raise WorkspaceError(f"{base} {problem}. Name the folder of a Django project.")
    was_collecting = gc.isenabled()
    gc.disable()  # Facts are many small values without cycles; looking for cycles while they are made doubles the time.
    try:
        base, files, locations = discovery.discover(base.resolve())
        rulesets = [read_rules(base, rules_path(base, it.root, options)) for it in locations]
        loaders = loaders_of(rulesets)
        with Readers(base, loaders, options.cache) as readers:
            paths = tuple(dict.fromkeys((*files.python, *assets_of(zip(locations, rulesets, strict=True)))))
            extracted = extract_all(base, paths, loaders, readers, options.cache, progress)
            projects = zip(locations, rulesets, strict=True)
            first_snapshots = [_snapshot(base, it, ruleset, extracted, options) for it, ruleset in projects]
            snapshots = settled(first_snapshots, readers.second_pass)
        unread_files = tuple(f"{path}: it cannot be read" for path in paths if path not in extracted.by_path)
        faults = files.faults + unread_files
        keep(base, extracted, snapshots, loaders, options.cache)
        return [Loaded(base, it, faults) for it in snapshots]
    finally:
        if was_collecting:
            gc.freeze()  # What was loaded stays for long; looking through it for cycles costs a 25th of reading it.
            gc.enable()


def assets_of(projects: Iterable[tuple[ProjectLocation, RuleSet]]) -> Iterator[str]:
    """Yield the templates and static files of the projects whose rules ask for templates."""
    for location, ruleset in projects:
        yield from location.assets if ruleset.config.templates else ()


def extractions_of(location: ProjectLocation, ruleset: RuleSet, extracted: "Extracted") -> dict[str, Extraction]:
    """Return what the files of a project say, by path."""
    paths = (*location.files, *assets_of([(location, ruleset)]))
    return {path: extracted.by_path[path] for path in paths if path in extracted.by_path}


def loaders_of(rulesets: Iterable[RuleSet]) -> tuple[str, ...]:
    """Return the functions that import by dotted string, as the rules of all projects name them."""
    return tuple(sorted({name for ruleset in rulesets for name in ruleset.config.loaders}))


class Extracted(NamedTuple):
    """The facts of files by path and the words for which they were looked at; `keys` by path where the cache is used.

    `is_new` when the cache holds something else.
    """

    by_path: dict[str, Extraction]
    words: SearchTerms
    keys: dict[str, bytes]
    is_new: bool


def keep(
    base: Path, extracted: Extracted, snapshots: Sequence[Snapshot], loaders: tuple[str, ...], use_cache: bool
) -> None:
    """Write the cache of facts for the next run, if it is used and the facts are other than it holds."""
    words = snapshots[0].search_terms if snapshots else extracted.words
    if not use_cache or (not extracted.is_new and words == extracted.words):
        return
    extractions = {path: it for snapshot in snapshots for path, it in snapshot.extractions.items()}
    entries = {key: extractions.get(path, extracted.by_path[path]) for path, key in extracted.keys.items()}
    cache.save(base, cache.CachedFacts(entries, words), loaders)


def extract_all(
    base: Path,
    paths: Sequence[str],
    loaders: tuple[str, ...],
    readers: Readers,
    use_cache: bool,
    progress: Progress | None = None,
) -> Extracted:
    """Return the facts of files, from the cache where their content is known. What cannot be read is left out.

    Static files are not read.
    """
    static_files = dict.fromkeys((path for path in paths if language_of(path) == "static"), NO_EXTRACTION)
    paths = tuple(path for path in paths if path not in static_files)
    cached_facts = cache.load(base, loaders) if use_cache else cache.EMPTY
    files = {it.path: it for it in _cached_files(base, paths, cached_facts)} if cached_facts.entries else {}
    uncached_paths = [path for path in paths if path not in files]
    readers.prepare(len(uncached_paths))
    words = cached_facts.words
    if not words:
        model_paths = (path for path in uncached_paths if "models" in path)
        model_files = list(readers.extractor.first_pass(model_paths, words))
        words = relation_names(it.extraction.facts for it in model_files)
        look = detect.second_pass_over(readers.extractor.text)
        changes = look({it.path: it.extraction for it in model_files}, words)
        files.update((it.path, it._replace(extraction=changes.get(it.path, it.extraction))) for it in model_files)

    def report(n_done: int) -> None:
        if progress is not None:
            progress(len(paths) - len(uncached_paths) + n_done, len(paths))

    other_paths = (path for path in uncached_paths if path not in files)
    files.update((it.path, it) for it in readers.first_pass(other_paths, words, report))
    if progress is not None:
        progress(len(paths), len(paths))
    ordered_files = [files[path] for path in paths if path in files]
    keys = {it.path: it.key for it in ordered_files if it.key}
    is_new = bool(uncached_paths) or len(set(keys.values())) != len(cached_facts.entries)
    return Extracted({it.path: it.extraction for it in ordered_files} | static_files, words, keys, is_new)


def _cached_files(base: Path, paths: Iterable[str], cached_facts: cache.CachedFacts) -> Iterator[File]:
    """Yield the files whose content the cache knows."""
    for path in paths:
        raw = read_bytes(base, path)
        key = cache.key_of(path, raw) if raw is not None else b""
        if (extraction := cached_facts.entries.get(key)) is not None:
            yield File(path, key, extraction)


def layout(base: Path, location: ProjectLocation, options: Options, *, partial: bool = False) -> Layout:
    """Return where a project lies, and what the caller chose for it."""
    today = options.today or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    chosen_settings = (options.settings,) if options.settings else ()
    owners = codeowners(base)
    return Layout(
        location.root,
        location.roots,
        location.settings,
        chosen_settings,
        today,
        owners,
        location.surroundings,
        partial=partial,
    )


def rules_path(base: Path, root: str, options: Options) -> Path | None:
    """Return the rules file of a project. Raises `WorkspaceError` when the one the caller named is not there."""
    if options.rules is None:
        return discovery.rules_file(base, root)
    if not options.rules.is_file():
        raise WorkspaceError(f"{options.rules} is not a file. Name a rules file, or leave `--rules` out to find it.")
    return Path(os.path.abspath(options.rules))  # noqa: PTH100  # Links stay as the user wrote them.


def read_rules(base: Path, path: Path | None) -> RuleSet:
    """Return the rules of a file, none without one. Raises `WorkspaceError` when it cannot be read."""
    if path is None:
        return RuleSet()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    return loader.load(decode(raw), relative(base, path))


def _snapshot(
    base: Path, location: ProjectLocation, ruleset: RuleSet, extracted: Extracted, options: Options
) -> Snapshot:
    extractions = extractions_of(location, ruleset, extracted)
    contracts = import_linter.find_contracts(base, location.root, {})
    snapshot = Snapshot.build(
        extractions, layout(base, location, options), ruleset, search_terms=extracted.words, linter=contracts.config
    )
    if options.settings and options.settings not in snapshot.index.names.modules:
        raise WorkspaceError(
            f"There is no module `{options.settings}` under {base}. Name a settings module of the project."
        )
    return snapshot
