"""From a folder on disk to the snapshots of its Django projects."""

import datetime
import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coupling_lsp import detect
from coupling_lsp.index.models.relations import relation_names
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import decode
from coupling_lsp.workspace import cache, contracts, discover
from coupling_lsp.workspace.extracting import File
from coupling_lsp.workspace.files import listing, read_bytes, relative
from coupling_lsp.workspace.owners import codeowners
from coupling_lsp.workspace.parallel import Readers

Progress = Callable[[int, int], None]
"""Called with the number of files done and of all files."""


class Options(NamedTuple):
    """What the caller chose: a rules file, a settings module, whether to use the cache, the day it is."""

    rules: Path | None = None
    settings: str = ""
    cache: bool = True
    today: str = ""


class WorkspaceError(Exception):
    """The work cannot be done; the text says what, why and what to do."""


class Loaded(NamedTuple):
    """One Django project. Paths in the snapshot are relative to `base`; `faults` tell what could not be read there."""

    base: Path
    snapshot: Snapshot
    faults: tuple[str, ...] = ()


def load(base: Path, options: Options, progress: Progress | None = None) -> list[Loaded]:
    """The projects under a folder. Raises `WorkspaceError` when it, or a file the caller named, is not there."""
    if not base.is_dir():
        what = "is not a folder" if base.exists() else "does not exist"
        raise WorkspaceError(f"{base} {what}. Name the folder of a Django project.")
    base = base.resolve()
    collecting = gc.isenabled()
    gc.disable()  # Facts are many small values without cycles; looking for cycles while they are made doubles the time.
    try:
        found = listing(base)
        projects = [(it, read_rules(base, rules_path(base, it.root, options))) for it in discover.projects(base, found)]
        loaders = loaders_of(ruleset for _, ruleset in projects)
        with Readers(base, loaders, options.cache) as readers:
            extracted = extract_all(base, found.python, loaders, readers, options.cache, progress)
            first = [_snapshot(base, it, ruleset, extracted, options) for it, ruleset in projects]
            snapshots = settled(first, readers.again)
        unread = tuple(f"{path}: it cannot be read" for path in found.python if path not in extracted.by_path)
        faults = found.faults + unread
        keep(base, extracted, snapshots, loaders, options.cache)
        return [Loaded(base, it, faults) for it in snapshots]
    finally:
        if collecting:
            gc.enable()


def loaders_of(rulesets: Iterable[RuleSet]) -> tuple[str, ...]:
    """The functions that import by dotted string, as the rules of all projects name them."""
    return tuple(sorted({name for ruleset in rulesets for name in ruleset.config.loaders}))


class Extracted(NamedTuple):
    """The facts of files by path and the words for which they were looked at; `keys` by path where the cache is used.

    `fresh` when the cache holds something else.
    """

    by_path: dict[str, Extraction]
    words: SearchTerms
    keys: dict[str, bytes]
    fresh: bool


def keep(
    base: Path, extracted: Extracted, snapshots: Sequence[Snapshot], loaders: tuple[str, ...], use_cache: bool
) -> None:
    """Write the cache of facts for the next run, if it is used and they are other than it holds."""
    words = snapshots[0].search_terms if snapshots else extracted.words
    if not use_cache or (not extracted.fresh and words == extracted.words):
        return
    latest = {path: it for snapshot in snapshots for path, it in snapshot.extractions.items()}
    entries = {key: latest.get(path, extracted.by_path[path]) for path, key in extracted.keys.items()}
    cache.save(base, cache.Kept(entries, words), loaders)


def extract_all(
    base: Path,
    paths: Iterable[str],
    loaders: tuple[str, ...],
    readers: Readers,
    use_cache: bool,
    progress: Progress | None = None,
) -> Extracted:
    """The facts of files, from the cache where their content is known. What cannot be read is left out."""
    paths = tuple(paths)
    known = cache.load(base, loaders) if use_cache else cache.NOTHING
    done = {it.path: it for it in _known(base, paths, known)} if known.entries else {}
    left = [path for path in paths if path not in done]
    readers.prepare(len(left))
    words = known.words
    if not words:
        models = list(readers.extractor.first((path for path in left if "models" in path), words))
        words = relation_names(it.extraction.facts for it in models)
        more = detect.second_pass_over(readers.extractor.text)({it.path: it.extraction for it in models}, words)
        done.update((it.path, it._replace(extraction=more.get(it.path, it.extraction))) for it in models)

    def step(number: int) -> None:
        if progress is not None:
            progress(len(paths) - len(left) + number, len(paths))

    done.update((it.path, it) for it in readers.first((path for path in left if path not in done), words, step))
    if progress is not None:
        progress(len(paths), len(paths))
    ordered = [done[path] for path in paths if path in done]
    keys = {it.path: it.key for it in ordered if it.key}
    fresh = bool(left) or len(set(keys.values())) != len(known.entries)
    return Extracted({it.path: it.extraction for it in ordered}, words, keys, fresh)


def _known(base: Path, paths: Iterable[str], known: cache.Kept) -> Iterator[File]:
    """The files whose content the cache knows."""
    for path in paths:
        raw = read_bytes(base, path)
        key = cache.digest(raw) if raw is not None else b""
        if (found := known.entries.get(key)) is not None:
            yield File(path, key, found)


def layout(base: Path, found: discover.Found, options: Options, *, partial: bool = False) -> Layout:
    """Where a project lies, and what the caller chose for it."""
    today = options.today or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    given = (options.settings,) if options.settings else ()
    return Layout(found.root, found.roots, found.settings, given, today, codeowners(base), partial=partial)


def rules_path(base: Path, root: str, options: Options) -> Path | None:
    """The rules file of a project. Raises `WorkspaceError` when the one the caller named is not there."""
    if options.rules is None:
        return discover.rules_file(base, root)
    if not options.rules.is_file():
        raise WorkspaceError(f"{options.rules} is not a file. Name a rules file, or leave `--rules` out to find it.")
    return Path(os.path.abspath(options.rules))  # noqa: PTH100  # Links stay as the user wrote them.


def read_rules(base: Path, path: Path | None) -> RuleSet:
    """The rules of a file, none without one. Raises `WorkspaceError` when it cannot be read."""
    if path is None:
        return RuleSet()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    return loader.load(decode(raw), relative(base, path))


def _snapshot(base: Path, found: discover.Found, ruleset: RuleSet, extracted: Extracted, options: Options) -> Snapshot:
    own = {path: extracted.by_path[path] for path in found.files if path in extracted.by_path}
    where = layout(base, found, options)
    linter = contracts.stated(base, found.root, {}).config
    snapshot = Snapshot.build(own, where, ruleset, search_terms=extracted.words, linter=linter)
    if options.settings and options.settings not in snapshot.index.names.modules:
        raise WorkspaceError(
            f"There is no module `{options.settings}` under {base}. Name a settings module of the project."
        )
    return snapshot
