"""From a folder on disk to the snapshots of its Django projects."""

import datetime
import gc
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from coupling_lsp import detect
from coupling_lsp.index.relations import relation_names
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.model.words import Words
from coupling_lsp.rules import schema
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot, settled
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace import cache, contracts, discover
from coupling_lsp.workspace.files import listing, read_bytes, relative
from coupling_lsp.workspace.owners import codeowners

Progress = Callable[[int, int], None]
"""Called with the number of files done and of all files."""

_STEP = 50


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
        extracted = extract_all(base, found.python, loaders, options.cache, progress)
        extractions = extracted.by_path
        unread = tuple(f"{path}: it cannot be read" for path in found.python if path not in extractions)
        faults = found.faults + unread
        snapshots = settled(
            [_snapshot(base, it, ruleset, extracted, options) for it, ruleset in projects], reader(base)
        )
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
    words: Words
    keys: dict[str, bytes]
    fresh: bool


def reader(base: Path) -> Callable[[str], Text | None]:
    """What gives the text of a file below a folder; None for one that cannot be read."""

    def read(path: str) -> Text | None:
        raw = read_bytes(base, path)
        return decode(raw) if raw is not None else None

    return read


def keep(
    base: Path, extracted: Extracted, snapshots: Sequence[Snapshot], loaders: tuple[str, ...], use_cache: bool
) -> None:
    """Write the cache of facts for the next run, if it is used and they are other than it holds."""
    words = snapshots[0].words if snapshots else extracted.words
    if not use_cache or (not extracted.fresh and words == extracted.words):
        return
    latest = {path: it for snapshot in snapshots for path, it in snapshot.extractions.items()}
    entries = {key: latest.get(path, extracted.by_path[path]) for path, key in extracted.keys.items()}
    cache.save(base, cache.Kept(entries, words), loaders)


def extract_all(
    base: Path,
    paths: Iterable[str],
    loaders: tuple[str, ...] = (),
    use_cache: bool = False,
    progress: Progress | None = None,
) -> Extracted:
    """The facts of files, from the cache where their content is known. What cannot be read is left out."""
    paths = tuple(paths)
    known = cache.load(base, loaders) if use_cache else cache.NOTHING
    words = known.words or _expected(base, paths)
    keys: dict[str, bytes] = {}
    extractions: dict[str, Extraction] = {}
    fresh = False
    for number, path in enumerate(paths):
        if progress is not None and number % _STEP == 0:
            progress(number, len(paths))
        raw = read_bytes(base, path)
        if raw is None:
            continue
        key = cache.digest(raw) if use_cache else b""
        found = known.entries.get(key)
        if found is None or not use_cache:
            found, fresh = detect.extract(decode(raw), None, loaders, words)[0], True
        keys[path] = key
        extractions[path] = found
    if progress is not None:
        progress(len(paths), len(paths))
    fresh = fresh or len(set(keys.values())) != len(known.entries)
    return Extracted(extractions, words, keys if use_cache else {}, fresh)


def _expected(base: Path, paths: Iterable[str]) -> Words:
    """The words that the models will most likely make interesting, so that most files are looked at once."""
    read = reader(base)
    texts = (read(path) for path in paths if "models" in path)
    return relation_names(detect.extract(text)[0].facts for text in texts if text is not None)


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
    return schema.load(decode(raw), relative(base, path))


def _snapshot(base: Path, found: discover.Found, ruleset: RuleSet, extracted: Extracted, options: Options) -> Snapshot:
    own = {path: extracted.by_path[path] for path in found.files if path in extracted.by_path}
    where = layout(base, found, options)
    linter = contracts.stated(base, found.root, {}).config
    snapshot = Snapshot.build(own, where, ruleset, words=extracted.words, linter=linter)
    if options.settings and options.settings not in snapshot.index.names.modules:
        raise WorkspaceError(
            f"There is no module `{options.settings}` under {base}. Name a settings module of the project."
        )
    return snapshot
