"""The handlers for `rules.yaml`: completion, symbols, rename; and its hover, which the server asks for by path."""

from typing import Any, NamedTuple, Protocol

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams

from coupling_lsp.features.rules_file import completion, hover, rename, symbols
from coupling_lsp.features.rules_file.items import Item
from coupling_lsp.features.rules_file.symbols import Symbol
from coupling_lsp.lsp.session.documents import Document
from coupling_lsp.lsp.session.session import Session
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder

TRIGGERS = [".", " ", "[", ",", '"', "'"]

_KINDS = {
    "key": t.CompletionItemKind.Property,
    "word": t.CompletionItemKind.EnumMember,
    "app": t.CompletionItemKind.Module,
    "module": t.CompletionItemKind.File,
    "model": t.CompletionItemKind.Class,
    "symbol": t.CompletionItemKind.Field,
    "date": t.CompletionItemKind.Value,
    "rule": t.CompletionItemKind.Snippet,
}
_SYMBOLS = {
    "section": t.SymbolKind.Namespace,
    "app": t.SymbolKind.Package,
    "setting": t.SymbolKind.Property,
    "rule": t.SymbolKind.Object,
    "contract": t.SymbolKind.Interface,
}


class Serving(Protocol):
    """What a handler needs of the server."""

    session: Session
    client: Client


class _Opened(NamedTuple):
    """A rules file that is open, and the projects it is about."""

    document: Document
    snapshots: tuple[Snapshot, ...]


def register(server: Any) -> None:
    """Add the handlers to a server."""
    options = t.CompletionOptions(trigger_characters=TRIGGERS)
    server.feature(t.TEXT_DOCUMENT_COMPLETION, options)(_complete)
    server.feature(t.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    server.feature(t.TEXT_DOCUMENT_RENAME, t.RenameOptions(prepare_provider=True))(_rename)
    server.feature(t.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare_rename)


def hover_at(ls: Serving, folder: Folder, document: Document, line: int, column: int) -> t.Hover | None:
    """The hover at a place, from 1, of an open rules file: what all projects that share it have to say."""
    said = [hover.hover(it, document.text, line, column) for it in _sharing(folder, document.path)]
    found = [it for it in said if it is not None]
    if not found:
        return None
    told = "\n\n---\n\n".join(dict.fromkeys(it.markdown for it in found))
    content = t.MarkupContent(t.MarkupKind.Markdown, told)
    return t.Hover(content, convert.range_of(found[0].span, document.text, ls.client.encoding))


def _sharing(folder: Folder, path: str) -> tuple[Snapshot, ...]:
    return tuple(it.snapshot for it in folder.projects if it.rules is not None and str(it.rules) == path)


async def _opened(ls: Serving, uri: str) -> _Opened | None:
    """The rules file of that URI. Other files, of which editors ask too, are answered at once."""
    path = convert.path_of(uri)
    if path is None or not path.endswith((".yaml", ".yml")):
        return None
    await ls.session.settled()
    document, place = ls.session.documents.get(path), ls.session.locate(path)
    if document is None or place is None or place[2] != place[1].snapshot.ruleset.path:
        return None
    return _Opened(document, _sharing(place[0], path) or (place[1].snapshot,))


async def _complete(ls: Serving, params: t.CompletionParams) -> t.CompletionList | None:
    opened = await _opened(ls, params.text_document.uri)
    if opened is None:
        return None
    text = opened.document.text
    line, column = convert.place_of(text, params.position, ls.client.encoding)
    snippets = ls.client.snippets
    found = [it for own in opened.snapshots for it in completion.complete(own, text, line, column, snippets=snippets)]
    fresh = {it.label: it for it in reversed(found)}  # Of several projects the first one speaks.
    items = [it for it in found if fresh.get(it.label) is it]
    return t.CompletionList(is_incomplete=False, items=[_item(it, n, ls, opened) for n, it in enumerate(items)])


def _item(it: Item, number: int, ls: Serving, opened: _Opened) -> t.CompletionItem:
    at = convert.range_of(it.span, opened.document.text, ls.client.encoding)
    return t.CompletionItem(
        label=it.label,
        kind=_KINDS[it.sort],
        detail=it.detail or None,
        documentation=_documentation(it.doc, ls.client) if it.doc else None,
        sort_text=f"{number:05}",
        filter_text=it.label,
        insert_text_format=t.InsertTextFormat.Snippet if it.is_snippet else None,
        insert_text_mode=t.InsertTextMode.AdjustIndentation if it.is_snippet and ls.client.adjusts else None,
        text_edit=t.TextEdit(at, it.text),
    )


def _documentation(doc: str, client: Client) -> t.MarkupContent | str:
    return t.MarkupContent(t.MarkupKind.Markdown, doc) if client.formats_documentation else doc.replace("`", "")


async def _symbols(
    ls: Serving, params: t.DocumentSymbolParams
) -> list[t.DocumentSymbol] | list[t.SymbolInformation] | None:
    opened = await _opened(ls, params.text_document.uri)
    if opened is None:
        return None
    found = symbols.symbols(opened.document.text)
    if ls.client.nests_symbols:
        return [_symbol(it, ls, opened) for it in found]
    return [it for symbol in found for it in _flat(symbol, "", ls, opened)]


def _symbol(it: Symbol, ls: Serving, opened: _Opened) -> t.DocumentSymbol:
    text, encoding = opened.document.text, ls.client.encoding
    return t.DocumentSymbol(
        name=it.name,
        detail=it.detail or None,
        kind=_SYMBOLS[it.sort],
        range=convert.range_of(it.span, text, encoding),
        selection_range=convert.range_of(it.name_span, text, encoding),
        children=[_symbol(inner, ls, opened) for inner in it.children] or None,
    )


def _flat(it: Symbol, around: str, ls: Serving, opened: _Opened) -> list[t.SymbolInformation]:
    at = convert.range_of(it.span, opened.document.text, ls.client.encoding)
    location = t.Location(opened.document.uri, at)
    own = t.SymbolInformation(name=it.name, kind=_SYMBOLS[it.sort], location=location, container_name=around or None)
    return [own, *(flat for inner in it.children for flat in _flat(inner, it.name, ls, opened))]


async def _prepare_rename(ls: Serving, params: t.PrepareRenameParams) -> t.PrepareRenamePlaceholder | None:
    opened = await _opened(ls, params.text_document.uri)
    if opened is None:
        return None
    text = opened.document.text
    found = rename.prepare(text, *convert.place_of(text, params.position, ls.client.encoding))
    if found is None:
        return None
    return t.PrepareRenamePlaceholder(convert.range_of(found[0], text, ls.client.encoding), found[1])


async def _rename(ls: Serving, params: t.RenameParams) -> t.WorkspaceEdit | None:
    opened = await _opened(ls, params.text_document.uri)
    if opened is None:
        return None
    document = opened.document
    place = convert.place_of(document.text, params.position, ls.client.encoding)
    try:
        edit = rename.rename(document.text, *place, params.new_name)
    except rename.RenameError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    if edit is None:
        return None
    edits = convert.edits((edit,), document.text, ls.client.encoding)
    if not ls.client.changes_by_document:
        return t.WorkspaceEdit(changes={document.uri: edits})
    identifier = t.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return t.WorkspaceEdit(document_changes=[t.TextDocumentEdit(identifier, list(edits))])
