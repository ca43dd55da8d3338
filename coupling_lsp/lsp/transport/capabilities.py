"""What the client at the other end can do, read once from the message that begins the connection."""

from typing import NamedTuple

from lsprotocol import types as t

_LINK_REQUESTS = ("definition", "declaration", "type_definition")


class ClientCapabilities(NamedTuple):
    """Abilities of the client that change what the server does.

    `encoding` is that of positions: `utf-8`, `utf-16` or `utf-32`. `link_requests` are the requests whose answer may be
    links (`definition`), `commands` the client's own ones that a lens may call (`coupling.showReferences`).
    """

    encoding: str
    pulls_diagnostics: bool
    refreshes_diagnostics: bool
    watches_files: bool
    shows_progress: bool
    shows_documents: bool
    document_changes: bool
    creates_files: bool
    code_descriptions: bool
    related_information: bool
    link_requests: frozenset[str]
    commands: frozenset[str]
    refreshes_lenses: bool
    answers_configuration: bool
    registers_configuration: bool
    snippets: bool = False
    adjusts_indentation: bool = False
    markdown_documentation: bool = False
    nested_symbols: bool = False
    has_view: bool = False
    watches_outside: bool = False
    confirms_changes: bool = False
    asks_before_renaming: bool = False


def client_capabilities(params: t.InitializeParams, encoding: str) -> ClientCapabilities:
    """Return the abilities a client declares; whatever it leaves out it cannot do.

    Diagnostics are pulled where the client can. Neovim before 0.12 asks only for open files and cannot be told that
    another file's change altered them, so it is better served by pushing.
    """
    document = params.capabilities.text_document or t.TextDocumentClientCapabilities()
    workspace = params.capabilities.workspace or t.WorkspaceClientCapabilities()
    window = params.capabilities.window or t.WindowClientCapabilities()
    refreshes_diagnostics = bool(workspace.diagnostics and workspace.diagnostics.refresh_support)
    is_neovim = params.client_info is not None and params.client_info.name == "Neovim"
    can_pull = document.diagnostic is not None
    edits = workspace.workspace_edit
    files = workspace.did_change_watched_files
    pushes = document.publish_diagnostics
    configuration = workspace.did_change_configuration
    completions = document.completion.completion_item if document.completion is not None else None
    symbols = document.document_symbol
    return ClientCapabilities(
        encoding=encoding,
        pulls_diagnostics=can_pull and (refreshes_diagnostics or not is_neovim),
        refreshes_diagnostics=refreshes_diagnostics,
        watches_files=bool(files and files.dynamic_registration),
        watches_outside=bool(files and files.relative_pattern_support),
        shows_progress=bool(window.work_done_progress),
        shows_documents=bool(window.show_document and window.show_document.support),
        document_changes=bool(edits and edits.document_changes),
        confirms_changes=bool(edits and edits.document_changes and edits.change_annotation_support),
        creates_files="create" in _file_operations(edits),
        code_descriptions=bool(pushes and pushes.code_description_support) or can_pull,
        related_information=bool(pushes and pushes.related_information) or can_pull,
        link_requests=frozenset(name for name in _LINK_REQUESTS if _has_links(document, name)),
        commands=_commands(params.initialization_options),
        refreshes_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
        answers_configuration=bool(workspace.configuration),
        registers_configuration=bool(configuration and configuration.dynamic_registration),
        snippets=bool(completions and completions.snippet_support),
        adjusts_indentation=bool(completions and completions.insert_text_mode_support),
        markdown_documentation=_has_markdown(completions),
        nested_symbols=bool(symbols and symbols.hierarchical_document_symbol_support),
        asks_before_renaming=bool(workspace.file_operations and workspace.file_operations.will_rename),
        has_view=_has_view(params.capabilities.experimental),
    )


def _file_operations(edits: t.WorkspaceEditClientCapabilities | None) -> list[str]:
    operations = edits.resource_operations if edits is not None else None
    return [str(getattr(operation, "value", operation)) for operation in operations or ()]


def _has_links(document: t.TextDocumentClientCapabilities, request: str) -> bool:
    return bool(getattr(getattr(document, request), "link_support", False))


def _has_markdown(completions: t.ClientCompletionItemOptions | None) -> bool:
    return t.MarkupKind.Markdown in ((completions and completions.documentation_format) or ())


def _commands(options: object) -> frozenset[str]:
    commands = options.get("commands") if isinstance(options, dict) else None
    return frozenset(it for it in commands if isinstance(it, str)) if isinstance(commands, list) else frozenset()


def _has_view(experimental: object) -> bool:
    """Return whether the client declares `{"coupling": {"view": true}}`: a view to refresh by `coupling/changed`."""
    return _member(_member(experimental, "coupling"), "view") is True


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
