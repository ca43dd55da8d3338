"""The wire itself: a client that can also send what no client should."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 120.0
COMMAND = (sys.executable, "-P", "-m", "coupling_lsp", "serve", "--stdio")

Message = dict[str, Any]


class Raw:
    """A server process and the messages it sends. Whatever else is on its stdout is kept in `strays`."""

    def __init__(self, env: dict[str, str], command: tuple[str, ...] = COMMAND) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env)
        self.messages: list[Message] = []
        self.strays: list[bytes] = []
        self.stderr: list[str] = []
        self._arrived: queue.Queue[Message] = queue.Queue()
        self._n_requests = 0
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._listen)]
        for thread in self._threads:
            thread.start()

    def start(self, base: Path, **given: Any) -> Message:
        """Initialize on a folder, and wait until it was read."""
        folder = {"uri": base.as_uri(), "name": base.name}
        params = {"processId": None, "rootUri": base.as_uri(), "capabilities": {}, "workspaceFolders": [folder]}
        answer = self.request("initialize", {**params, **given})
        self.notify("initialized", {})
        self.until(lambda it: it.get("method") == "window/logMessage" and "Read" in it["params"]["message"])
        return answer

    def send(self, raw: bytes) -> None:
        """Bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(raw)
        self.process.stdin.flush()

    def body(self, raw: bytes) -> None:
        """Bytes as the body of a message."""
        self.send(b"Content-Length: %d\r\n\r\n" % len(raw) + raw)

    def message(self, value: Any) -> None:
        """Any JSON as a message."""
        self.body(json.dumps(value).encode())

    def notify(self, method: str, params: Any) -> None:
        """A notification."""
        self.message({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: Any, patience: float = PATIENCE) -> Message:
        """The response to a request."""
        self._n_requests += 1
        number = f"request-{self._n_requests}"
        self.message({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return self.until(lambda it: it.get("id") == number and "method" not in it, patience)

    def until(self, wanted: Callable[[Message], Any], patience: float = PATIENCE) -> Message:
        """The first message that is wanted, of those already here or still to come."""
        deadline = time.monotonic() + patience
        for it in self.messages:
            if wanted(it):
                return it
        while True:
            try:
                it = self._arrived.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                log = "".join(self.stderr)[-3000:]
                raise AssertionError(f"no such message; exit code {self.process.poll()}; stderr: {log}") from None
            self.messages.append(it)
            if wanted(it):
                return it

    def end(self) -> int:
        """Shut down as the protocol has it; the exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.wait()

    def wait(self, patience: float = PATIENCE) -> int:
        """The exit code of a server that is about to end, with all it wrote."""
        code = self.process.wait(patience)
        for thread in self._threads:
            thread.join(patience)
        return code

    def kill(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            name, _, value = line.partition(b":")
            if name != b"Content-Length":
                self.strays.append(line)
                continue
            while stream.readline().strip():
                pass
            self._arrived.put(json.loads(stream.read(int(value))))

    def _listen(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        for line in stream:
            self.stderr.append(line.decode(errors="replace"))
