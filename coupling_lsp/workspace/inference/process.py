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

_MAX_MEMORY_BYTES = 2 << 30
"""The address space of the process; a question that needs more ends it, and has no answer."""

_MAX_START_SECONDS = 15.0
"""How long the process may take to be ready; after that it is ended, which counts as a failed start."""

_MAX_FAILED_STARTS = 3
"""After so many failed starts the process is not started any more."""

_INHERITED_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")
_LIBRARIES = ("jedi", "parso")


class Name(NamedTuple):
    """Where a name stands, lines from 1 and columns from 0; `called` asks for what a call of it gives."""

    line: int
    column: int
    called: bool


class ClassReference(NamedTuple):
    """A class of the project, or an instance of it: the absolute path of its file and its dotted name there."""

    path: str
    name: str
    is_class: bool


class Reply(NamedTuple):
    """The classes of the first name that has any, and its number among the names of the question.

    `files` are the files that jedi read for it, absolute paths.
    """

    number: int
    classes: tuple[ClassReference, ...]
    files: tuple[str, ...] = ()


class JediProcess:
    """The process that asks jedi about a project in a folder, whose modules are found at `roots`.

    To be used by one thread at a time. `command` is what starts the process.
    """

    def __init__(self, root: Path, roots: Sequence[Path], command: Sequence[str] | None = None) -> None:
        self._root = root
        self._roots = [str(it) for it in roots]
        self._command = [sys.executable, "-I", "-S", str(_WORKER)] if command is None else list(command)
        self._process: subprocess.Popen[str] | None = None
        self._n_failed_starts = 0
        self._has_changes = False

    @property
    def is_running(self) -> bool:
        """True while there is a process."""
        return self._process is not None

    @property
    def is_hopeless(self) -> bool:
        """True when the process failed to start so often that it is tried no more."""
        return self._n_failed_starts >= _MAX_FAILED_STARTS

    def ask(self, path: Path, text: str, names: Sequence[Name], seconds: float) -> Reply | None:
        """Return what jedi knows of names in the text of a file; None when there is no answer in time."""
        if not self._start():
            return None
        line = self._exchange(
            {
                "path": str(path),
                "text": text,
                "places": [list(it) for it in names],
                "seconds": seconds,
                "fresh": self._has_changes,
            },
            seconds,
        )
        self._has_changes = False
        reply = _decode(line)
        if reply is None or not 0 <= reply.number < len(names):
            self.stop()
            return None
        return reply

    def invalidate(self) -> None:
        """Forget at the next question what jedi understood of files, since some changed."""
        self._has_changes = True

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

    def _start(self) -> bool:
        """Start the process if it does not run, and return whether it does."""
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
                env={name: os.environ[name] for name in _INHERITED_VARIABLES if name in os.environ},
                encoding="utf-8",
            )
        except OSError:
            self._n_failed_starts = _MAX_FAILED_STARTS
            return False
        settings = {
            "root": str(self._root),
            "roots": self._roots,
            "memory": _MAX_MEMORY_BYTES,
            "libraries": libraries(self._root),
        }
        if not self._exchange(settings, _MAX_START_SECONDS):
            self._n_failed_starts += 1
            self.stop()
            return False
        return True

    def _exchange(self, message: dict[str, Any], seconds: float) -> str:
        """Send a message and return the line answered; empty when the process died, or was ended since time was up."""
        process = self._process
        assert process is not None, "it was started"
        assert process.stdin is not None, "it was started with pipes"
        assert process.stdout is not None, "it was started with pipes"
        timer = threading.Timer(max(seconds, 0.0), process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except (OSError, ValueError):
            return ""
        finally:
            timer.cancel()


def libraries(root: Path) -> list[str]:
    """Return the folders that have jedi: none inside the project, unless it is one of installed packages."""
    trusted_folders = [it for it in sys.path if it and (not Path(it).is_relative_to(root) or it.endswith("-packages"))]
    folders: dict[str, None] = {}
    for name in _LIBRARIES:
        spec = importlib.machinery.PathFinder.find_spec(name, trusted_folders)
        if spec is not None and spec.origin:
            file = Path(spec.origin)
            folders[str(file.parent.parent if file.name == "__init__.py" else file.parent)] = None
    return list(folders)


def _decode(line: str) -> Reply | None:
    try:
        answer = json.loads(line)
        classes = tuple(ClassReference(path, name, kind == "class") for path, name, kind in answer["found"])
        return Reply(int(answer["place"]), classes, tuple(map(str, answer["read"])))
    except (ValueError, KeyError, TypeError):
        return None
