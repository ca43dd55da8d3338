"""Code actions on a name: find out by jedi what it is, and write down what it is known to be.

They are made on request only, not for the light bulb that follows the cursor: for these the whole file is parsed.
"""

import asyncio
from collections.abc import Callable

from lsprotocol import types as t

from coupling_lsp.features import wording
from coupling_lsp.features.questions import Question, question_at
from coupling_lsp.fixes import annotation
from coupling_lsp.lsp.handlers.code_action_builder import CodeActionBuilder
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.inference.service import InferenceTarget
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.positions import place_of
from coupling_lsp.snapshot.answered import Answered, apart, edges, given

FIND_OUT = "coupling.findOut"
"""The command that asks jedi about a name: URI, line and character, from 0."""

_MAX_SECONDS = 15.0
"""After so long without an answer to a question that somebody waits for the process is ended."""


def register(server: Server) -> None:
    """Add the command. The actions are part of those that `code_actions` answers with."""
    server.command(FIND_OUT)(_find_out)


async def actions(
    ls: Server,
    params: t.CodeActionParams,
    context: DocumentContext,
    builder: CodeActionBuilder,
    is_requested: Callable[[str], bool],
) -> list[t.CodeAction]:
    """Return the actions on the name at the beginning of a range."""
    target = _target(ls, context)
    if target is None or params.context.trigger_kind == t.CodeActionTriggerKind.Automatic:
        return []
    position = params.range.start
    line, column = place_of(target.text, position, ls.capabilities.encoding)

    def find() -> list[t.CodeAction]:
        snapshot = apart(target.snapshot, target.snapshot.index.types.fork())
        code_actions = []
        if is_requested(t.CodeActionKind.RefactorRewrite):
            fix = annotation(snapshot, target.path, builder.read, line, column)
            code_actions += [builder.rewrite(fix)] if fix is not None else []
        if is_requested(t.CodeActionKind.QuickFix):
            question = question_at(snapshot, target.path, target.text, line, column)
            answered_spans = {answer.span for answer in given(snapshot, target.path)}
            if question is not None and question.span not in answered_spans:
                code_actions.append(_question_action(question, params.text_document.uri, position))
        return code_actions

    return await asyncio.to_thread(find)


def _question_action(question: Question, uri: str, position: t.Position) -> t.CodeAction:
    command = t.Command("Find out", FIND_OUT, arguments=[uri, position.line, position.character])
    title = f"Find out what {_name(question)} is"
    return t.CodeAction(title, kind=t.CodeActionKind.QuickFix, command=command)


async def _find_out(ls: Server, uri: str, line: int, character: int) -> None:
    context = await DocumentContext.of(ls.session, uri)
    target = _target(ls, context) if context is not None else None
    if context is None or target is None:
        return
    place = place_of(target.text, t.Position(line, character), ls.capabilities.encoding)
    question = await ls.inference.question_at(target, *place)
    if question is None:
        return
    answer = await ls.inference.answer(target, question, _MAX_SECONDS)
    if answer is not None:
        extraction = target.snapshot.extractions[target.path]
        answers = [*given(target.snapshot, target.path), answer]
        ls.session.record_answers(str(target.base / target.path), extraction, answers)
    message = await asyncio.to_thread(_message, target, question, answer)
    ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, message))


def _message(target: InferenceTarget, question: Question, answer: Answered | None) -> str:
    """Return what to show of an answer: the class, and the edges that follow from it."""
    if answer is None:
        return f"jedi does not know either what {_name(question)} is. An annotation where it comes from would tell"
    name, classes = answer.answer.name, answer.answer.told
    kind = "the class" if classes[0].is_class else "an instance of"
    class_names = " or ".join(dict.fromkeys(it.name for it in classes))
    finding = f"{name} is {kind} {class_names}, as jedi infers"
    snapshot = apart(target.snapshot, target.snapshot.index.types.fork())
    sentences = dict.fromkeys(wording.sentence(edge) for edge, _ in edges(snapshot, target.path, answer))
    return f"{finding}: {', '.join(sentences)}" if sentences else f"{finding}: no other app is used here"


def _name(question: Question) -> str:
    name = question.names[0]
    return f"{name.name}()" if name.is_called else name.name


def _target(ls: Server, context: DocumentContext) -> InferenceTarget | None:
    """Return what to ask about a document; None for one that is no Python file of its project."""
    if context.path not in context.snapshot.extractions:
        return None
    return ls.inference.target(context.file, context.text)
