"""Context of a request about the rules file, quickly told from one about another file."""

from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.session import Session
from coupling_lsp.lsp.transport import uris


async def rules_context(session: Session, uri: str) -> DocumentContext | None:
    """Return the context of an open rules file; None for any other document.

    Editors ask about Python files, too: these are answered without waiting for what is being computed.
    """
    path = uris.path_of(uri)
    if path is None or not path.endswith((".yaml", ".yml")):
        return None
    context = await DocumentContext.of(session, uri)
    return context if context is not None and context.is_rules_file else None
