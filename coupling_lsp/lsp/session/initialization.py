"""What the client's first message says beyond its capabilities: folders, the rules file, and settings."""

import datetime
from pathlib import Path

from lsprotocol import types as t

from coupling_lsp.lsp.transport import uris
from coupling_lsp.workspace.load import Options

CODE_LENS = "codeLens"
BACKGROUND_INFERENCE = "backgroundInference"


def is_enabled(params: t.InitializeParams, setting: str) -> bool:
    """Return whether a setting such as `codeLens` is on, as it is unless the client says `false`."""
    options = params.initialization_options
    return not isinstance(options, dict) or options.get(setting) is not False


def load_options(params: t.InitializeParams) -> Options:
    """Return how to read projects: by which rules file and Django settings, and what day it is."""
    options = params.initialization_options if isinstance(params.initialization_options, dict) else {}
    rules, settings = options.get("rules"), options.get("settings")
    return Options(
        rules=Path(*workspace_roots(params)[:1], rules) if isinstance(rules, str) and rules else None,
        settings=settings if isinstance(settings, str) else "",
        today=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    )


def workspace_roots(params: t.InitializeParams) -> list[Path]:
    """Return the folders of the workspace, by whichever of three ways the client names them."""
    folder_uris = [folder.uri for folder in params.workspace_folders or ()]
    if not folder_uris and params.root_uri:
        folder_uris = [params.root_uri]
    paths = [path for uri in folder_uris if (path := uris.path_of(uri)) is not None]
    if not paths and params.root_path:
        paths = [params.root_path]
    return [Path(path) for path in paths]
