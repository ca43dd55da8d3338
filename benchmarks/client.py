"""An editor reduced to messages: starts the server, opens and changes one file, waits for its diagnostics."""

import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from measure import program

_CAPABILITIES = {
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceFolders": True},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
    },
    "window": {"workDoneProgress": True},
}


class Client:
    """One server over stdio, from its start to its end."""

    def __init__(self, base: Path, cache: Path, rules: Path | None) -> None:
        self.base = base
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [*program(), "serve", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=base,
            env={**os.environ, "COUPLING_LSP_CACHE": str(cache)},
        )
        self.pid = self._process.pid
        self._inbox: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.initialized = self._initialize({"rules": str(rules)} if rules is not None else {})

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, path: Path, text: str, version: int = 1) -> None:
        """Open a file with a text."""
        item = {"uri": path.as_uri(), "languageId": "python", "version": version, "text": text}
        self._send("textDocument/didOpen", {"textDocument": item})

    def close(self, path: Path) -> None:
        """Close a file."""
        self._send("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def change(self, path: Path, version: int, line: int, column: int, end: int, new: str) -> None:
        """Replace a part of a line, all counted from 0."""
        where = {"start": {"line": line, "character": column}, "end": {"line": line, "character": end}}
        document = {"uri": path.as_uri(), "version": version}
        self._send(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": where, "text": new}]}
        )

    def diagnostics(self, path: Path, version: int) -> tuple[float, int]:
        """When the diagnostics of a version came, and how many they are."""
        while True:
            at, message = self._next("textDocument/publishDiagnostics")
            params = message["params"]
            if params["uri"] == path.as_uri() and params.get("version", 0) >= version:
                return at, len(params["diagnostics"])

    def indexed(self) -> float:
        """When the server had read the whole folder."""
        while True:
            at, message = self._next("$/progress")
            if message["params"]["value"]["kind"] == "end":
                return at

    def _initialize(self, options: dict[str, str]) -> float:
        folder = {"uri": self.base.as_uri(), "name": self.base.name}
        params = {
            "processId": os.getpid(),
            "rootUri": self.base.as_uri(),
            "workspaceFolders": [folder],
            "capabilities": _CAPABILITIES,
            "initializationOptions": options,
        }
        self._send("initialize", params, number=1)
        at = self._next("")[0]
        self._send("initialized", {})
        return at

    def _next(self, method: str) -> tuple[float, dict[str, Any]]:
        """The next message of a method; the rest is dropped, so one waits for things in the order they come."""
        while True:
            at, message = self._inbox.get(timeout=120)
            if message.get("method", "") == method:
                return at, message

    def _send(self, method: str, params: object, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self._write(message if number is None else {**message, "id": number})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        stream = self._process.stdin
        assert stream is not None, "stdin is a pipe"
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None, "stdout is a pipe"
        while line := stream.readline():
            if not line.lower().startswith(b"content-length"):
                continue
            while stream.readline().strip():
                pass
            message = json.loads(stream.read(int(line.split(b":")[1])))
            if "method" in message and "id" in message:
                self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})
            else:
                self._inbox.put((time.perf_counter(), message))
