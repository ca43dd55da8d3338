"""Refactorings of the place of an edge, which need no rule. Adding one is a module and a line in `REFACTORINGS`.

Each is proved before it is offered, as a quick fix is.
"""

from collections.abc import Iterator
from typing import Protocol

from coupling_lsp.fixes.refactorings import (
    dead_import,
    defining_module,
    lazy_import,
    move_query,
    string_key,
    type_checking_import,
)
from coupling_lsp.fixes.refactorings.offer import EXTRACT, REWRITE
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text


class RefactoringModule(Protocol):
    """The interface of each module of this room that offers a refactoring."""

    def refactoring(
        self, snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
    ) -> QuickFix | Refusal | None:
        """Return the refactoring of the place of an edge, why it is not offered, or None where there is none to do."""


REFACTORINGS: tuple[RefactoringModule, ...] = (
    move_query,
    string_key,
    type_checking_import,
    defining_module,
    lazy_import,
    dead_import,
)

KINDS = (REWRITE, EXTRACT)
"""The kinds of code actions that refactorings are."""


def refactorings(snapshot: Snapshot, path: str, span: Span, read_text: ReadText) -> list[QuickFix | Refusal]:
    """Return what can be done at the edges that touch a span, and why some of it is not offered.

    Pure: texts come through `read_text`, and none is read where no edge is.
    """
    edges = [edge for edge, _ in snapshot.edges_of(path) if snapshot.span(path, edge.site).overlaps(span)]
    source = read_text(path) if edges and path.endswith(".py") else None
    return list(_offers(snapshot, path, edges, source, read_text)) if source is not None else []


def _offers(
    snapshot: Snapshot, path: str, edges: list[Edge], source: Text, read_text: ReadText
) -> Iterator[QuickFix | Refusal]:
    for edge in edges:
        for module in REFACTORINGS:
            outcome = module.refactoring(snapshot, path, edge, source, read_text)
            if outcome is not None:
                yield outcome
