"""The files of a folder as they were read, and how to write them back: with their byte order mark and permissions.

Either all files are written or, when one changed meanwhile or cannot be written, none.
"""

from collections.abc import Mapping
from pathlib import Path

from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.atomic import replace_files
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading.files import read_bytes

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Originals:
    """The files of a folder as they were when they were first asked for."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._bytes: dict[str, bytes | None] = {}

    def read(self, path: str) -> Text | None:
        """Return the text of a file, None when there is none or it is not UTF-8."""
        if path not in self._bytes:
            self._bytes[path] = read_bytes(self._base, path)
        raw = self._bytes[path]
        if raw is None:
            return None
        text = decode(raw)
        return text if text.data == raw.removeprefix(_BYTE_ORDER_MARK) else None

    def write(self, texts: Mapping[str, Text]) -> None:
        """Write texts over what was read.

        Raises `WorkspaceError`, and writes nothing, when a file changed since or cannot be written.
        """
        for path in texts:
            target = self._base / path
            if read_bytes(self._base, path) != self._bytes.get(path) or (path not in self._bytes and target.exists()):
                raise WorkspaceError(f"{target} has changed meanwhile, so no file was written. Run the command again.")
        contents: dict[Path, bytes] = {}
        for path, text in texts.items():
            original = self._bytes.get(path) or b""
            mark = _BYTE_ORDER_MARK if original.startswith(_BYTE_ORDER_MARK) else b""
            contents[self._base / path] = mark + text.data
            (self._base / path).resolve().parent.mkdir(parents=True, exist_ok=True)
        replace_files(contents)
