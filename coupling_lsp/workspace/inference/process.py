"""Asks jedi for the class of a name, in a process of its own: within a time, within a memory, and never raising.

The process is started at the first question. One that takes too long, or dies, is ended and started again at the next.
"""

import contextlib
import importlib.machinery
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

_WORKER = Path(__file__).with_name("infer_worker.py")
_MEMORY = 2 << 30
_START = 15.0
_MOST_FAULTS = 3
_KEPT_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")
_LIBRARIES = ("jedi", "parso")


class Name(NamedTuple):
    """Where a name stands, lines from 1 and columns from 0; `called` asks for what a call of it gives."""

    line: int
    column: int
    called: bool


class Class(NamedTuple):
    """A class of the project: the absolute path of its file, its dotted name there; or else an instance of it."""

    path: str
    name: str
    is_class: bool


class Reply(NamedTuple):
    """The classes of the first name that has any, and its number among those asked for; `read` are the files read."""

    number: int
    found: tuple[Class, ...]
    read: tuple[str, ...] = ()


class Inferring:
    """The process, for a project in a folder, whose modules are found at `roots`. To be used by one thread at a time.

    `command` is what starts the process.
    """

    def __init__(self, root: Path, roots: Sequence[Path], command: Sequence[str] | None = None) -> None:
        self._root = root
        self._roots = [str(it) for it in roots]
        self._command = [sys.executable, "-I", "-S", str(_WORKER)] if command is None else list(command)
        self._process: subprocess.Popen[str] | None = None
        self._faults = 0
        self._is_outdated = False

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @property
    def is_hopeless(self) -> bool:
        """Whether the process did not start so often that it is tried no more."""
        return self._faults >= _MOST_FAULTS

    def ask(self, path: Path, text: str, names: Sequence[Name], seconds: float) -> Reply | None:
        """What is known of names in a text, that of a file. None when there was no answer in time, or can be none."""
        if not self._started():
            return None
        line = self._exchanged(
            {
                "path": str(path),
                "text": text,
                "places": [list(it) for it in names],
                "seconds": seconds,
                "fresh": self._is_outdated,
            },
            seconds,
        )
        self._is_outdated = False
        reply = _decoded(line)
        if reply is None or not 0 <= reply.number < len(names):
            self.stop()
            return None
        return reply

    def outdate(self) -> None:
        """Files changed: what was understood of them does not count any more."""
        self._is_outdated = True

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()
        process.wait()

    def _started(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return True
        self.stop()
        if self.is_hopeless:
            return False
        try:
            self._process = subprocess.Popen(  # noqa: S603  # The program is our own.
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_WORKER.parent,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
                encoding="utf-8",
            )
        except OSError:
            self._faults = _MOST_FAULTS
            return False
        first = {"root": str(self._root), "roots": self._roots, "memory": _MEMORY, "libraries": libraries(self._root)}
        if not self._exchanged(first, _START):
            self._faults += 1
            self.stop()
            return False
        return True

    def _exchanged(self, given: dict[str, Any], seconds: float) -> str:
        """The line answered to a line; empty when the time is over, which ends the process, or it died."""
        process = self._process
        assert process is not None, "it was started"
        assert process.stdin is not None, "it was started with pipes"
        assert process.stdout is not None, "it was started with pipes"
        over = threading.Timer(max(seconds, 0.0), process.kill)
        over.daemon = True
        over.start()
        try:
            process.stdin.write(json.dumps(given) + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except (OSError, ValueError):
            return ""
        finally:
            over.cancel()


def libraries(root: Path) -> list[str]:
    """The folders that have jedi: none that Python was told of inside the project, but those of installed packages."""
    trusted = [it for it in sys.path if it and (not Path(it).is_relative_to(root) or it.endswith("-packages"))]
    found: dict[str, None] = {}
    for name in _LIBRARIES:
        spec = importlib.machinery.PathFinder.find_spec(name, trusted)
        if spec is not None and spec.origin:
            file = Path(spec.origin)
            found[str(file.parent.parent if file.name == "__init__.py" else file.parent)] = None
    return list(found)


def _decoded(line: str) -> Reply | None:
    try:
        answer = json.loads(line)
        found = tuple(Class(path, name, kind == "class") for path, name, kind in answer["found"])
        return Reply(int(answer["place"]), found, tuple(map(str, answer["read"])))
    except (ValueError, KeyError, TypeError):
        return None
