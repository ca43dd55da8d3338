"""What editors say they can do."""

from lsprotocol import types as t


def pushed(
    encodings: tuple[str, ...] = ("utf-16",), watches: bool = True, document_changes: bool = True, progress: bool = True
) -> t.ClientCapabilities:
    """A complete editor that waits for diagnostics to be sent."""
    return t.ClientCapabilities(
        general=t.GeneralClientCapabilities(position_encodings=list(encodings)),
        text_document=t.TextDocumentClientCapabilities(
            synchronization=t.TextDocumentSyncClientCapabilities(did_save=True),
            publish_diagnostics=t.PublishDiagnosticsClientCapabilities(
                related_information=True, version_support=True, code_description_support=True
            ),
            completion=t.CompletionClientCapabilities(
                completion_item=t.ClientCompletionItemOptions(
                    snippet_support=True,
                    documentation_format=[t.MarkupKind.Markdown],
                    insert_text_mode_support=t.ClientCompletionItemInsertTextModeOptions(
                        [t.InsertTextMode.AsIs, t.InsertTextMode.AdjustIndentation]
                    ),
                )
            ),
            document_symbol=t.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
            rename=t.RenameClientCapabilities(prepare_support=True),
            hover=t.HoverClientCapabilities(content_format=[t.MarkupKind.Markdown]),
            code_action=t.CodeActionClientCapabilities(
                code_action_literal_support=t.ClientCodeActionLiteralOptions(
                    code_action_kind=t.ClientCodeActionKindOptions([t.CodeActionKind.QuickFix])
                ),
                is_preferred_support=True,
            ),
        ),
        window=t.WindowClientCapabilities(
            work_done_progress=progress, show_document=t.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=t.WorkspaceClientCapabilities(
            workspace_folders=True,
            did_change_watched_files=t.DidChangeWatchedFilesClientCapabilities(dynamic_registration=watches),
            workspace_edit=t.WorkspaceEditClientCapabilities(
                document_changes=document_changes,
                resource_operations=[t.ResourceOperationKind.Create] if document_changes else None,
            ),
        ),
    )


def confirming() -> t.ClientCapabilities:
    """An editor that shows edits before it makes them, where it is asked to."""
    client = pushed()
    assert client.workspace is not None
    assert client.workspace.workspace_edit is not None
    client.workspace.workspace_edit.change_annotation_support = t.ChangeAnnotationsSupportOptions()
    return client


def pulled(refreshes: bool = True) -> t.ClientCapabilities:
    """An editor of today, such as Visual Studio Code: it asks for diagnostics."""
    client = pushed()
    assert client.text_document is not None
    assert client.workspace is not None
    client.text_document.diagnostic = t.DiagnosticClientCapabilities(related_document_support=False)
    client.workspace.diagnostics = t.DiagnosticWorkspaceClientCapabilities(refresh_support=refreshes)
    return client


def navigating(
    links: bool = True, configures: bool = True, encodings: tuple[str, ...] = ("utf-16",)
) -> t.ClientCapabilities:
    """An editor that shows lenses, takes links, and tells its settings."""
    client = pushed(encodings)
    assert client.text_document is not None
    assert client.workspace is not None
    client.text_document.code_lens = t.CodeLensClientCapabilities()
    client.text_document.definition = t.DefinitionClientCapabilities(link_support=links)
    client.text_document.declaration = t.DeclarationClientCapabilities(link_support=links)
    client.text_document.type_definition = t.TypeDefinitionClientCapabilities(link_support=links)
    client.workspace.code_lens = t.CodeLensWorkspaceClientCapabilities(refresh_support=True)
    client.workspace.configuration = configures
    client.workspace.did_change_configuration = t.DidChangeConfigurationClientCapabilities(
        dynamic_registration=configures
    )
    return client


def bare() -> t.ClientCapabilities:
    """An editor that declares nothing."""
    return t.ClientCapabilities()
