"""Code actions on a name: find out by jedi what it is, and write down what it is known to be.

They are made on request only, not for the light bulb that follows the cursor: for these the whole file is parsed.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.features import words
from coupling_lsp.features.probable import question_at
from coupling_lsp.features.questions import Question
from coupling_lsp.fixes import annotation
from coupling_lsp.lsp import convert
from coupling_lsp.lsp.actions import Actions
from coupling_lsp.lsp.client import Client
from coupling_lsp.lsp.inferring import Asked, Inferences
from coupling_lsp.lsp.session import Session
from coupling_lsp.snapshot.answered import Answered, apart, edges, given

FIND_OUT = "coupling.findOut"

_LONGEST = 15.0
"""Seconds for a question somebody asks and waits for."""


class Host(Protocol):
    """The server, as far as these actions need it."""

    session: Session
    client: Client
    inferences: Inferences


def register(server: LanguageServer) -> None:
    """Answer the command."""
    server.command(FIND_OUT)(_find_out)


async def actions(
    ls: Host, params: t.CodeActionParams, made: Actions, only: Callable[[str], bool]
) -> list[t.CodeAction]:
    """The actions on the name at the beginning of a range."""
    uri = params.text_document.uri
    it = _asked(ls, uri)
    if it is None or params.context.trigger_kind == t.CodeActionTriggerKind.Automatic:
        return []
    line, column = convert.place_of(it.text, params.range.start, ls.client.encoding)

    def look() -> list[t.CodeAction]:
        snapshot = apart(it.snapshot, it.snapshot.index.types.fork())
        found = []
        if only(t.CodeActionKind.RefactorRewrite):
            fix = annotation(snapshot, it.path, made.read, line, column)
            found += [made.rewriting(fix)] if fix is not None else []
        question = question_at(snapshot, it.path, it.text, line, column) if only(t.CodeActionKind.QuickFix) else None
        if question is not None and question.span not in {known.span for known in given(snapshot, it.path)}:
            at = params.range.start
            command = t.Command("Find out", FIND_OUT, arguments=[uri, at.line, at.character])
            title = f"Find out what {_name(question)} is"
            found.append(t.CodeAction(title, kind=t.CodeActionKind.QuickFix, command=command))
        return found

    return await asyncio.to_thread(look)


async def _find_out(ls: Host, uri: str, line: int, character: int) -> None:
    await ls.session.settled()
    it = _asked(ls, uri)
    if it is None or not isinstance(ls, LanguageServer):
        return
    at = convert.place_of(it.text, t.Position(line, character), ls.client.encoding)
    question = await ls.inferences.question_at(it, *at)
    if question is None:
        return
    answer = await ls.inferences.answer(it, question, _LONGEST)
    if answer is not None:
        path = str(it.base / it.path)
        ls.session.answered(path, it.snapshot.extractions[it.path], [*given(it.snapshot, it.path), answer])
    message = await asyncio.to_thread(_told, it, question, answer)
    ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, message))


def _told(it: Asked, question: Question, answer: Answered | None) -> str:
    if answer is None:
        return f"jedi does not know either what {_name(question)} is. An annotation where it comes from would tell"
    told = answer.answer
    what = "the class" if told.told[0].is_class else "an instance of"
    classes = " or ".join(dict.fromkeys(it.name for it in told.told))
    known = f"{told.name} is {what} {classes}, as jedi infers"
    snapshot = apart(it.snapshot, it.snapshot.index.types.fork())
    found = dict.fromkeys(words.sentence(edge) for edge, _ in edges(snapshot, it.path, answer))
    return f"{known}: {', '.join(found)}" if found else f"{known}: no other app is used here"


def _name(question: Question) -> str:
    asked = question.asked[0]
    return f"{asked.name}()" if asked.called else asked.name


def _asked(ls: Host, uri: str) -> Asked | None:
    """The file of an open document."""
    path = convert.path_of(uri)
    place = ls.session.locate(path) if path is not None else None
    document = ls.session.documents.get(path) if path is not None else None
    if place is None or document is None or place[2] not in place[1].snapshot.extractions:
        return None
    return ls.inferences.asked(*place, document.text)
