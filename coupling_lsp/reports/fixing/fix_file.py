"""Fixes all that is to be fixed in a file, and proves what that leaves."""

from typing import NamedTuple

from coupling_lsp.fixes import proof
from coupling_lsp.fixes.context import FixContext
from coupling_lsp.model.findings import Refusal
from coupling_lsp.reports.fixing.fix_target import FixTarget
from coupling_lsp.reports.fixing.moved_places import moved
from coupling_lsp.text import Span, Text, TextEdit


class FileFixes(NamedTuple):
    """The texts that the fixes in one file change, and the targets that are left there, with the reasons.

    `fixed` are the targets that are fixed. Those in the code that a fix replaces, such as a query in a query, are
    `covered`: they have a new place.
    """

    texts: dict[str, Text]
    left: list[tuple[FixTarget, str]]
    fixed: list[FixTarget]
    n_covered: int


def fix_file(context: FixContext, targets: list[FixTarget]) -> FileFixes:
    """Fix some targets of one file. Pure: texts come through the context.

    To prove each fix takes longer than to prove them all; so that is done only where something is wrong with these.
    """
    result = _fixed(context, targets, is_proved=False)
    if any(proof.fault(context.read_text(changed), text) for changed, text in result.texts.items()):
        result = _fixed(context, targets, is_proved=True)
    return result


def _fixed(context: FixContext, targets: list[FixTarget], *, is_proved: bool) -> FileFixes:
    """Fix the targets one after the other; the places of those behind a fix move with the text."""
    texts: dict[str, Text] = {}
    left: list[tuple[FixTarget, str]] = []

    def read(path: str) -> Text | None:
        return texts[path] if path in texts else context.read_text(path)

    context_of_fix = context._replace(read_text=read)
    places: list[Span | None] = [it.span for it in targets]
    fixed: list[FixTarget] = []
    n_covered = 0
    for number, target in enumerate(targets):
        place = places[number]
        if place is None:
            n_covered += 1
            continue
        changes = _changes(context_of_fix, target.at(place), is_proved=is_proved)
        if isinstance(changes, str):
            left.append((target, changes))
        if not changes or isinstance(changes, str):
            continue
        fixed.append(target)
        before = read(context.path) or Text(b"")
        for changed_path, (after, edits) in changes.items():
            if changed_path == context.path:
                places[number:] = [moved(it, before, after, edits) if it else None for it in places[number:]]
            texts[changed_path] = after
    return FileFixes(texts, left, fixed, n_covered)


_Changes = dict[str, tuple[Text, tuple[TextEdit, ...]]]
"""The text of each file after a fix, and the edits that make it."""


def _changes(context: FixContext, target: FixTarget, *, is_proved: bool) -> _Changes | str:
    """Return the texts that the fix of a target gives, with its edits, or why it cannot be fixed."""
    fix = target.fix(context, is_proved=is_proved)
    if isinstance(fix, Refusal):
        return fix.reason
    changes: _Changes = {}
    for file in fix.files if fix is not None else ():
        original = context.read_text(file.path)
        if original is None and file.path in context.snapshot.extractions:
            return f"{file.path} cannot be read as UTF-8"
        changes[file.path] = (original or Text(b"")).apply(file.edits), file.edits
    return changes
