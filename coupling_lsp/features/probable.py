"""Hovers over a use of a model that only type inference knows of."""

from coupling_lsp.features import hover as hovers
from coupling_lsp.features.questions import Question, questions
from coupling_lsp.model.findings import Hover
from coupling_lsp.snapshot.answered import Answered, with_answers
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def question_at(snapshot: Snapshot, path: str, text: Text, line: int, column: int) -> Question | None:
    """The question about the smallest use of a model around a place, from 1, of a file."""
    here = [it for it in questions(snapshot, path, text) if it.span.contains(line, column)]
    return min(
        here, key=lambda it: (it.span.end_line - it.span.line, it.span.end_column - it.span.column), default=None
    )


def hover(snapshot: Snapshot, path: str, found: Answered) -> Hover | None:
    """What to show at the place of an answer; nothing when no edge follows from it."""
    after = with_answers(snapshot, {path: [found]})
    return hovers.hover(after, path, found.span.line, found.span.column)
