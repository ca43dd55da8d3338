"""Hovers over a use of a model that only type inference knows of. It is told as what it is, and judged nowhere."""

from coupling_lsp.features import words
from coupling_lsp.features.questions import Asked, Question, questions
from coupling_lsp.index.answers import Told
from coupling_lsp.model.findings import Hover
from coupling_lsp.snapshot.inferred import Answer, edges
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def question_at(snapshot: Snapshot, path: str, text: Text, line: int, column: int) -> Question | None:
    """The question about the smallest use of a model around a place, from 1, of a file."""
    here = [it for it in questions(snapshot, path, text) if it.span.contains(line, column)]
    return min(
        here, key=lambda it: (it.span.end_line - it.span.line, it.span.end_column - it.span.column), default=None
    )


def hover(snapshot: Snapshot, path: str, question: Question, asked: Asked, told: tuple[Told, ...]) -> Hover | None:
    """What to show when the class of a name is told; nothing when no edge follows from it."""
    found = edges(snapshot, path, Answer(question.access, question.span, told, asked.rest))
    if not found:
        return None
    parts = [
        f"**{edge.app} → {edge.to_app}** · {words.kind(edge)}, probably  \n`{edge.target}`"
        for edge, _ in dict.fromkeys(found)
    ]
    name = f"{asked.name}()" if asked.called else asked.name
    classes = " or ".join(f"`{it.name}`" for it in dict.fromkeys(told))
    what = "the class" if told[0].is_class else "an instance of"
    note = (
        f"jedi infers that `{name}` is {what} {classes}. No check counts this; "
        "an annotation where it comes from makes it certain."
    )
    return Hover(question.span, "\n\n---\n\n".join(parts) + f"  \n{note}")
