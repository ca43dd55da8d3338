"""What the client at the other end can do, read once from its capabilities."""

from typing import NamedTuple

from lsprotocol import types as t

_LINKING = ("definition", "declaration", "type_definition")


class Client(NamedTuple):
    """The abilities that change what the server does.

    `links` are the requests it takes links for, `commands` those of its own that a lens may call.
    """

    encoding: str
    pulls: bool
    refreshes: bool
    watches: bool
    progress: bool
    shows_documents: bool
    changes_by_document: bool
    creates_files: bool
    describes_codes: bool
    relates: bool
    links: frozenset[str]
    commands: frozenset[str]
    refreshes_lenses: bool
    tells_settings: bool
    registers_settings: bool
    snippets: bool = False
    adjusts: bool = False
    formats_documentation: bool = False
    nests_symbols: bool = False


def client_of(params: t.InitializeParams, encoding: str) -> Client:
    """The abilities a client declares; whatever it leaves out it cannot do.

    Diagnostics are pulled where the client can. Neovim before 0.12 asks only for open files and cannot be told that
    another file's change altered them, so it is better served by pushing.
    """
    capabilities = params.capabilities
    document = capabilities.text_document or t.TextDocumentClientCapabilities()
    workspace = capabilities.workspace or t.WorkspaceClientCapabilities()
    window = capabilities.window or t.WindowClientCapabilities()
    refreshes = bool(workspace.diagnostics and workspace.diagnostics.refresh_support)
    is_neovim = params.client_info is not None and params.client_info.name == "Neovim"
    edit = workspace.workspace_edit
    watched = workspace.did_change_watched_files
    published = document.publish_diagnostics
    given = params.initialization_options if isinstance(params.initialization_options, dict) else {}
    commands = given.get("commands")
    configured = workspace.did_change_configuration
    completed = document.completion.completion_item if document.completion is not None else None
    symbols = document.document_symbol
    operations = [str(getattr(it, "value", it)) for it in (edit.resource_operations or ())] if edit is not None else []
    return Client(
        encoding=encoding,
        pulls=document.diagnostic is not None and (refreshes or not is_neovim),
        refreshes=refreshes,
        watches=bool(watched and watched.dynamic_registration),
        progress=bool(window.work_done_progress),
        shows_documents=bool(window.show_document and window.show_document.support),
        changes_by_document=bool(edit and edit.document_changes),
        creates_files="create" in operations,
        describes_codes=bool(published and published.code_description_support) or document.diagnostic is not None,
        relates=bool(published and published.related_information) or document.diagnostic is not None,
        links=frozenset(name for name in _LINKING if getattr(getattr(document, name), "link_support", False)),
        commands=frozenset(it for it in commands if isinstance(it, str)) if isinstance(commands, list) else frozenset(),
        refreshes_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
        tells_settings=bool(workspace.configuration),
        registers_settings=bool(configured and configured.dynamic_registration),
        snippets=bool(completed and completed.snippet_support),
        formats_documentation=t.MarkupKind.Markdown in ((completed and completed.documentation_format) or ()),
        adjusts=bool(completed and completed.insert_text_mode_support),
        nests_symbols=bool(symbols and symbols.hierarchical_document_symbol_support),
    )
