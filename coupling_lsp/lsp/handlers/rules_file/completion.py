"""Completion in the rules file."""

from lsprotocol import types as t

from coupling_lsp.features.rules_file import completion
from coupling_lsp.features.rules_file.items import Item
from coupling_lsp.lsp.handlers.rules_file.context import rules_context
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.lsp.transport.positions import place_of, range_of
from coupling_lsp.text import Text

_TRIGGERS = [".", " ", "[", ",", '"', "'"]
_KINDS = {
    "key": t.CompletionItemKind.Property,
    "word": t.CompletionItemKind.EnumMember,
    "app": t.CompletionItemKind.Module,
    "module": t.CompletionItemKind.File,
    "model": t.CompletionItemKind.Class,
    "symbol": t.CompletionItemKind.Field,
    "date": t.CompletionItemKind.Value,
    "rule": t.CompletionItemKind.Snippet,
    "folder": t.CompletionItemKind.Folder,
}


def register(server: Server) -> None:
    """Add the handler."""
    server.feature(t.TEXT_DOCUMENT_COMPLETION, t.CompletionOptions(trigger_characters=_TRIGGERS))(_complete)


async def _complete(ls: Server, params: t.CompletionParams) -> t.CompletionList | None:
    context = await rules_context(ls.session, params.text_document.uri)
    if context is None:
        return None
    text = context.text
    line, column = place_of(text, params.position, ls.capabilities.encoding)
    items = [
        item
        for snapshot, _ in context.memberships()
        for item in completion.complete(snapshot, text, line, column, snippets=ls.capabilities.snippets)
    ]
    first_items = {it.label: it for it in reversed(items)}  # Of several projects the first one speaks.
    items = [it for it in items if first_items.get(it.label) is it]
    completions = [_completion_item(it, number, text, ls.capabilities) for number, it in enumerate(items)]
    return t.CompletionList(is_incomplete=False, items=completions)


def _completion_item(item: Item, number: int, text: Text, capabilities: ClientCapabilities) -> t.CompletionItem:
    """Return an item as the protocol has it; `number` is its place in the list, which clients would sort by label."""
    adjusts = item.is_snippet and capabilities.adjusts_indentation
    return t.CompletionItem(
        label=item.label,
        kind=_KINDS[item.sort],
        detail=item.detail or None,
        documentation=_documentation(item.doc, capabilities) if item.doc else None,
        sort_text=f"{number:05}",
        filter_text=item.label,
        insert_text_format=t.InsertTextFormat.Snippet if item.is_snippet else None,
        insert_text_mode=t.InsertTextMode.AdjustIndentation if adjusts else None,
        text_edit=t.TextEdit(range_of(item.span, text, capabilities.encoding), item.text),
    )


def _documentation(doc: str, capabilities: ClientCapabilities) -> t.MarkupContent | str:
    if capabilities.markdown_documentation:
        return t.MarkupContent(t.MarkupKind.Markdown, doc)
    return doc.replace("`", "")
