"""Quick fixes: from a diagnostic to edits. One file per fix; adding one is that file and one line in `FIXES`.

A fix that would leave a file that no longer parses is not offered.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from coupling_lsp.fixes import (
    annotate,
    approve,
    approve_widely,
    did_you_mean,
    direct_import,
    except_edge,
    extend_rule,
    follow_rename,
    ignore,
    mend_ignore,
    remove_rule,
    review_later,
    rules_key,
    use_service,
)
from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.extract import query_move
from coupling_lsp.fixes.texts import ReadText, with_line_ends
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Span, Text


class FixModule(Protocol):
    """The interface of each module of this package that offers a fix."""

    def fixes(
        self, snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText
    ) -> Iterator[QuickFix | Refusal]:
        """Return the fixes of one kind for a diagnostic shown in the file at `path`, and why others are not offered."""


FIXES: tuple[FixModule, ...] = (
    use_service,
    direct_import,
    approve,
    extend_rule,
    approve_widely,
    except_edge,
    ignore,
    mend_ignore,
    follow_rename,
    did_you_mean,
    rules_key,
    review_later,
    remove_rule,
)


def fixes_for(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> list[QuickFix]:
    """Return the fixes to offer for a diagnostic, the best first. Pure: texts come through `read_text`."""
    return offers(snapshot, path, diagnostic, read_text)[0]


def first_fix(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> QuickFix | None:
    """Return the best fix to offer for a diagnostic, None without one; others are not worked out."""
    answers = (it for module in FIXES for it in module.fixes(snapshot, path, diagnostic, read_text))
    return next(_parsing_fixes((it for it in answers if isinstance(it, QuickFix)), read_text), None)


def offers(
    snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText
) -> tuple[list[QuickFix], list[Refusal]]:
    """Return the fixes to offer for a diagnostic, and why others are not offered."""
    found = [it for module in FIXES for it in module.fixes(snapshot, path, diagnostic, read_text)]
    refusals = [it for it in found if isinstance(it, Refusal)]
    return list(_parsing_fixes((it for it in found if isinstance(it, QuickFix)), read_text)), refusals


def service_fix(context: FixContext, diagnostic: Diagnostic, *, is_proved: bool = True) -> QuickFix | Refusal:
    """Return the swap of a query for the service that the rule of a diagnostic names, or why it is not offered.

    One that is not `is_proved` is for the caller to prove, as after several in one file.
    """
    found = use_service.fix(context, diagnostic, is_proved=is_proved) or Refusal(use_service.ID, _NO_SERVICE)
    return _as_in_files(found, context.read_text)


def moved_query(context: FixContext, edge: Edge, span: Span, *, is_proved: bool = True) -> QuickFix | Refusal | None:
    """Return the move of the query at an edge into the services of its model's app, or why it is not offered.

    None for an edge that is no query. `span` is the place of the edge as the text is now.
    """
    found = query_move.move(context, edge, span, is_proved=is_proved)
    return _as_in_files(found, context.read_text) if found is not None else None


def _as_in_files(found: QuickFix | Refusal, read_text: ReadText) -> QuickFix | Refusal:
    """Return a fix with the line ends of its files."""
    return with_line_ends(found, read_text) if isinstance(found, QuickFix) else found


_NO_SERVICE = "its rule names no service"


def annotation(snapshot: Snapshot, path: str, read_text: ReadText, line: int, column: int) -> QuickFix | None:
    """Return the annotation to offer for the name at a place, from 1. Pure: the text comes through `read_text`."""
    source = read_text(path)
    fix = annotate.annotation(snapshot, path, source, line, column) if source is not None else None
    return next(_parsing_fixes([fix], read_text), None) if fix is not None else None


def _parsing_fixes(fixes: Iterable[QuickFix], read_text: ReadText) -> Iterator[QuickFix]:
    return (
        fix
        for fix in (with_line_ends(it, read_text) for it in fixes)
        if all(_parses(it, read_text) for it in fix.files)
    )


def _parses(edit: FileEdit, read_text: ReadText) -> bool:
    """Return whether a Python file parses after an edit, or did not before."""
    if not edit.path.endswith(".py"):
        return True
    original = read_text(edit.path) or Text(b"")
    return Tree(original.data).root.has_error or not Tree(original.apply(edit.edits).data).root.has_error
