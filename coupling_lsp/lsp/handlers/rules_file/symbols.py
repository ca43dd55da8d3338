"""Symbols of the rules file: its sections, apps, settings, rules and contracts."""

from collections.abc import Iterator

from lsprotocol import types as t

from coupling_lsp.features.rules_file import symbols
from coupling_lsp.features.rules_file.symbols import Symbol
from coupling_lsp.lsp.handlers.rules_file.context import rules_context
from coupling_lsp.lsp.session.documents import Document
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.text import Text

_KINDS = {
    "section": t.SymbolKind.Namespace,
    "app": t.SymbolKind.Package,
    "setting": t.SymbolKind.Property,
    "rule": t.SymbolKind.Object,
    "contract": t.SymbolKind.Interface,
}


def register(server: Server) -> None:
    """Add the handler."""
    server.feature(t.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_document_symbols)


async def _document_symbols(
    ls: Server, params: t.DocumentSymbolParams
) -> list[t.DocumentSymbol] | list[t.SymbolInformation] | None:
    context = await rules_context(ls.session, params.text_document.uri)
    if context is None:
        return None
    encoding = ls.capabilities.encoding
    rules_symbols = symbols.symbols(context.text)
    if ls.capabilities.nested_symbols:
        return [_nested_symbol(it, context.text, encoding) for it in rules_symbols]
    return [flat for symbol in rules_symbols for flat in _flat_symbols(symbol, "", context.document, encoding)]


def _nested_symbol(symbol: Symbol, text: Text, encoding: str) -> t.DocumentSymbol:
    return t.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_KINDS[symbol.sort],
        range=range_of(symbol.span, text, encoding),
        selection_range=range_of(symbol.name_span, text, encoding),
        children=[_nested_symbol(child, text, encoding) for child in symbol.children] or None,
    )


def _flat_symbols(symbol: Symbol, container: str, document: Document, encoding: str) -> Iterator[t.SymbolInformation]:
    """Yield a symbol and those below it, each with the name of its container."""
    location = t.Location(document.uri, range_of(symbol.span, document.text, encoding))
    kind, name = _KINDS[symbol.sort], symbol.name
    yield t.SymbolInformation(name=name, kind=kind, location=location, container_name=container or None)
    for child in symbol.children:
        yield from _flat_symbols(child, symbol.name, document, encoding)
