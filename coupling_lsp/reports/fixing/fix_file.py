"""Applies the quick fix `use-service` wherever a rule names one in a file, and proves what that leaves."""

from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.fixes import proof
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.findings import Diagnostic, Refusal
from coupling_lsp.reports.fixing.moved_places import moved
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


class FileFixes(NamedTuple):
    """The texts that the fixes in one file change, and the findings that are left there, with the reasons.

    Findings in the code that a fix replaces, such as a query in a query, are `covered`: they have a new place.
    """

    texts: dict[str, Text]
    left: list[tuple[Diagnostic, str]]
    n_fixed: int
    n_covered: int


def fixable_diagnostics(snapshot: Snapshot, path: str, rule: str = "") -> list[Diagnostic]:
    """Return the diagnostics of a file whose rule names a service call, or only those of one rule."""
    return [
        diagnostic
        for diagnostic in diagnostics(snapshot, path)
        if diagnostic.edge is not None
        and diagnostic.edge.kind in ORM_KINDS
        and diagnostic.rule is not None
        and diagnostic.rule.fix.replacements
        and rule in ("", diagnostic.rule.id)
    ]


def fix_file(snapshot: Snapshot, path: str, fixable: list[Diagnostic], read_text: ReadText) -> FileFixes:
    """Fix some findings of one file. Pure: texts come through `read_text`.

    To prove each fix takes longer than to prove them all; so that is done only where something is wrong with these.
    """
    result = _fixed(snapshot, path, fixable, read_text, is_proved=False)
    if any(proof.fault(read_text(changed), text) for changed, text in result.texts.items()):
        result = _fixed(snapshot, path, fixable, read_text, is_proved=True)
    return result


def _fixed(
    snapshot: Snapshot, path: str, fixable: list[Diagnostic], read_text: ReadText, *, is_proved: bool
) -> FileFixes:
    """Fix the findings one after the other; the places of those behind a fix move with the text."""
    texts: dict[str, Text] = {}
    left: list[tuple[Diagnostic, str]] = []

    def read(path: str) -> Text | None:
        return texts[path] if path in texts else read_text(path)

    places: list[Span | None] = [it.span for it in fixable]
    n_fixed = n_covered = 0
    for number, diagnostic in enumerate(fixable):
        place = places[number]
        if place is None:
            n_covered += 1
            continue
        changes = _changes(snapshot, path, diagnostic._replace(span=place), read, is_proved=is_proved)
        if isinstance(changes, str):
            left.append((diagnostic, changes))
            continue
        n_fixed += 1
        before = read(path) or Text(b"")
        for changed_path, (after, edits) in changes.items():
            if changed_path == path:
                places[number:] = [moved(it, before, after, edits) if it else None for it in places[number:]]
            texts[changed_path] = after
    return FileFixes(texts, left, n_fixed, n_covered)


_Changes = dict[str, tuple[Text, tuple[TextEdit, ...]]]
"""The text of each file after a fix, and the edits that make it."""


def _changes(
    snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText, *, is_proved: bool
) -> _Changes | str:
    """Return the texts that the fix of a diagnostic gives, with its edits, or why it cannot be fixed."""
    fix = fixes.service_fix(snapshot, path, diagnostic, read_text, is_proved=is_proved)
    if isinstance(fix, Refusal):
        return fix.reason
    changes: _Changes = {}
    for file in fix.files:
        original = read_text(file.path)
        if original is None and file.path in snapshot.extractions:
            return f"{file.path} cannot be read as UTF-8"
        changes[file.path] = (original or Text(b"")).apply(file.edits), file.edits
    return changes
