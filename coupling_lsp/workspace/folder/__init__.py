"""One workspace folder while a server runs: its Django projects, kept current as texts and files change.

Every function returns a new `Folder` and leaves the old one as it is, so work can run beside the editor. One value is
shared between a folder and those made from it, and grows in place: its `NameFilter`, in which a name too many costs a
look at files and never changes what is found.
"""

from coupling_lsp.workspace.folder.edits import FileAnswers, with_answers, with_texts
from coupling_lsp.workspace.folder.opening import open_near, open_whole
from coupling_lsp.workspace.folder.refresh import refresh
from coupling_lsp.workspace.folder.state import Folder, Overlays, Project

__all__ = [
    "FileAnswers",
    "Folder",
    "Overlays",
    "Project",
    "open_near",
    "open_whole",
    "refresh",
    "with_answers",
    "with_texts",
]
