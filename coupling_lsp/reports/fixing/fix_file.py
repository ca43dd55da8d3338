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

    `fixed` are the ids of the fixes. Targets in the code that a fix replaces, such as a query in a query, are
    `covered`: they have a new place.
    """

    texts: dict[str, Text]
    left: list[tuple[FixTarget, str]]
    fixed: list[str]
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
    fixed: list[str] = []
    n_covered = 0
    for number, target in enumerate(targets):
        place = places[number]
        if place is None:
            n_covered += 1
            continue
        changes = _changes(context_of_fix, target.at(place), is_proved=is_proved)
        if isinstance(changes, str):
            left.append((target, changes))
        if changes is None or isinstance(changes, str):
            continue
        fixed.append(changes.id)
        before = read(context.path) or Text(b"")
        for changed_path, (after, edits) in changes.texts.items():
            if changed_path == context.path:
                places[number:] = [moved(it, before, after, edits) if it else None for it in places[number:]]
            texts[changed_path] = after
    return FileFixes(texts, left, fixed, n_covered)


class _Changes(NamedTuple):
    """What a fix, by its id, makes of files: the text of each, and the edits that lead to it."""

    id: str
    texts: dict[str, tuple[Text, tuple[TextEdit, ...]]]


def _changes(context: FixContext, target: FixTarget, *, is_proved: bool) -> _Changes | str | None:
    """Return what the fix of a target changes, or why it cannot be fixed; None where there is nothing to fix."""
    fix = target.fix(context, is_proved=is_proved)
    if fix is None:
        return None
    if isinstance(fix, Refusal):
        return fix.reason
    texts: dict[str, tuple[Text, tuple[TextEdit, ...]]] = {}
    for file in fix.files:
        original = context.read_text(file.path)
        if original is None and file.path in context.snapshot.extractions:
            return f"{file.path} cannot be read as UTF-8"
        texts[file.path] = (original or Text(b"")).apply(file.edits), file.edits
    return _Changes(fix.id, texts)
