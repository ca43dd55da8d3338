"""Runs one test: each stage against its markers, and against a snapshot made from nothing."""

from collections.abc import Iterator
from copy import copy
from functools import partial

from coupling_lsp import detect
from coupling_lsp.django.template_files import is_source
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.model.linter import NO_LINTER
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from mdtest import check, fixing, navigating, refactoring
from mdtest.markers import Marker, markers
from mdtest.projects import cold, texts_of
from mdtest.suite import Case, SuiteError

Faults = Iterator[tuple[int, str]]

RULES = "rules.yaml"


def run(case: Case) -> None:
    """Raise what a test finds wrong, with lines of the Markdown file."""
    faults = [(number or case.number, message) for number, message in _run(case)]
    if faults:
        raise SuiteError(sorted(faults))


def _run(case: Case) -> Faults:
    told = [list(_markers(case, stage)) for stage in range(len(case.stages))]
    with_edges = "No edges." in case.prose or any(it.kind == "edge" for stage in told for it in stage)
    with_lenses = "No lenses." in case.prose or any(it.kind == "lens" for stage in told for it in stage)
    texts = texts_of(case, 0)
    snapshot = on_disk = cold(case, texts)
    for stage, expected in enumerate(told):
        number = min((block.number for block in case.stages[stage].values()), default=case.number)
        if stage:
            before, texts = snapshot, texts_of(case, stage)
            snapshot, on_disk = edited(snapshot, texts), changed(on_disk, texts)
            yield from _cutoff(before, snapshot, expected)
            yield from ((number, fault) for fault in check.changes(before, snapshot))
            yield from ((number, fault) for fault in differences(snapshot, cold(case, texts)))
            yield from ((number, f"from disk: {fault}") for fault in differences(on_disk, snapshot))
        for path in sorted(case.stages[stage]):
            here = [it for it in expected if it.path == path]
            block = case.stages[stage][path]
            numbers = {} if block.deleted else {texts[path].place(it.byte)[0]: it.number for it in block.lines}
            if is_source(path) and with_edges:
                yield from check.edges(snapshot, path, here, numbers)
            yield from check.diagnostics(snapshot, path, here, numbers)
            yield from check.unresolved(snapshot, path, here, numbers)
            yield from check.hovers(snapshot, path, here)
            if with_lenses:
                yield from navigating.lenses(snapshot, path, here)
            yield from navigating.places(snapshot, path, here)
        yield from check.spans(snapshot)
    build = partial(cold, case)
    refactored = {it.payload for it in told[-1] if it.kind == "refactoring"}
    if refactored:
        yield from refactoring.check(snapshot, told[-1], case.diffs, build)
    diffs = [it for it in case.diffs if it.fix not in refactored]
    if diffs or any(it.kind in ("error", "warning", "info", "hint", "fix") for stage in told for it in stage):
        yield from fixing.check(snapshot, told[-1], diffs, build)


def _markers(case: Case, stage: int) -> Iterator[Marker]:
    for path, block in case.stages[stage].items():
        if not block.deleted and block.language in ("python", "yaml", "ini", "toml", "django", "jinja"):
            yield from markers(block, texts_of(case, stage)[path])


def edited(snapshot: Snapshot, texts: dict[str, Text]) -> Snapshot:
    """The snapshot after open files were edited to these texts; files that are missing were deleted."""
    sources = {p: t for p, t in texts.items() if is_source(p) and snapshot.texts.get(p) != t}
    gone = {path: None for path in snapshot.extractions if path not in texts}
    after = snapshot.with_files(gone) if gone else snapshot
    after = after.with_texts(sources) if sources else after
    return _ruled(after, texts)


def changed(snapshot: Snapshot, texts: dict[str, Text]) -> Snapshot:
    """The same by files that changed on disk."""
    files = {
        path: detect.extract_file(path, text, None, snapshot.ruleset.config.loaders, snapshot.search_terms)[0]
        for path, text in texts.items()
        if detect.is_read(path)
    }
    changes = {path: it for path, it in files.items() if snapshot.extractions.get(path) != it}
    changes |= {path: None for path in snapshot.extractions if path not in texts}
    return _ruled(snapshot.with_files(changes) if changes else snapshot, texts)


def _ruled(snapshot: Snapshot, texts: dict[str, Text]) -> Snapshot:
    judging = {path: text for path, text in texts.items() if path in (RULES, *config_file.FILES)}
    if not judging and not snapshot.linted.config.path:
        return snapshot
    rules = texts.get(RULES)
    ruleset = loader.load(rules, RULES) if rules is not None else snapshot.ruleset
    after = snapshot if ruleset == snapshot.ruleset else snapshot.with_rules(ruleset)
    stated = (config_file.read(str(texts[path]), path) for path in config_file.FILES if path in texts)
    after = after.with_linter(next((it for it in stated if it.path), NO_LINTER))
    after = copy(after)
    after.texts = {**after.texts, **judging}
    after.made_from = None
    return after


def differences(actual: Snapshot, expected: Snapshot) -> Iterator[str]:
    """In what a snapshot differs from the one it must equal."""
    if actual.apps != expected.apps:
        yield f"apps differ from a cold load: {sorted(actual.apps)}, not {sorted(expected.apps)}"
    for path in sorted({*actual.extractions, *expected.extractions, RULES, *config_file.FILES}):
        if actual.extractions.get(path) != expected.extractions.get(path):
            yield f"the extraction of {path} differs from a cold load"
        mine, other = list(actual.edges_of(path)), list(expected.edges_of(path))
        if mine != other:
            yield f"the edges of {path} differ from a cold load: {mine}, not {other}"
        elif [actual.span(path, e.site) for e, _ in mine] != [expected.span(path, e.site) for e, _ in other]:
            yield f"the spans of {path} differ from a cold load"
        elif diagnostics(actual, path) != diagnostics(expected, path):
            yield f"the diagnostics of {path} differ from a cold load"
    if list(actual.unresolved()) != list(expected.unresolved()):
        yield "the unresolved places differ from a cold load"


def _cutoff(before: Snapshot, after: Snapshot, expected: list[Marker]) -> Faults:
    for marker in expected:
        if marker.kind == "unchanged" and after.index is not before.index:
            yield marker.number, "the index is another object, although no fact should have changed"
        elif marker.kind == "changed" and after.index is before.index:
            yield marker.number, "the index is still the same object"
