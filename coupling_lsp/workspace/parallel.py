"""A helper: a second process that takes some of the files when very many are to be read.

It is started as a program of its own, speaks msgpack over its own pipes, and sees nothing of the project but the files
it is told to read. Where it cannot start, or dies, this process does all itself; it ends when its pipe closes.
"""

import contextlib
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO

import msgspec

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.workspace.cache import Shared, sharing
from coupling_lsp.workspace.extracting import Extractor, File

FEWEST = 800
"""So many files are worth a helper: it takes as long to start as it takes to read a few hundred."""

_CHUNK = 40
_AHEAD = 2
_MODULE = "coupling_lsp.workspace.helper"


class Task(msgspec.Struct, frozen=True, array_like=True):
    """What the helper is asked: a first look at files, or without any the second look at all it was given so far."""

    paths: tuple[str, ...]
    words: SearchTerms


class Start(msgspec.Struct, frozen=True, array_like=True):
    """What the helper is told first: the folder, the project's loaders, whether digests are wanted."""

    base: bytes
    loaders: tuple[str, ...]
    keyed: bool


_ANSWER = msgspec.msgpack.Decoder(list[File])


class Readers:
    """Reads the files of one folder, with a helper where they are many. To be used in a `with` statement."""

    def __init__(self, base: Path, loaders: tuple[str, ...], keyed: bool) -> None:
        self.extractor = Extractor(base, loaders, keyed)
        self._look = detect.second_pass_over(self.extractor.text)
        self._start = Start(os.fsencode(base), loaders, keyed)
        self._helper: _Helper | None = None
        self._helped: set[str] = set()
        self._shared = Shared()

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._helper is not None:
            self._helper.stop()

    def prepare(self, files: int) -> None:
        """Start the helper if there are so many files to read that it saves time."""
        if files >= FEWEST and self._helper is None and (os.cpu_count() or 1) > 1:
            self._helper = _Helper.start(self._start)

    def first(self, paths: Iterable[str], words: SearchTerms, step: Callable[[int], None]) -> Iterator[File]:
        """The first look at files, in any order; `step` is told how many are done, and may raise to stop."""
        paths = tuple(paths)
        # Each has files from everywhere, so that both get their part of the code and of its tests: these are read once.
        count = -(-len(paths) // _CHUNK)
        waiting = deque(paths[start::count] for start in range(count))
        given: deque[tuple[str, ...]] = deque()
        done = 0
        while waiting or given:
            while self._helper is not None and waiting and len(given) < _AHEAD:
                given.append(waiting.pop())
                self._helper.ask(Task(given[-1], words))
            while given and (self._helper is None or not waiting or self._helper.has_answer()):
                found = self._helper.answer() if self._helper is not None else None
                if found is None:  # It died: what it was given is still to be done.
                    self._helper = None
                    waiting.extend(given)
                    given.clear()
                    break
                done += len(given[0])
                self._helped.update(given.popleft())
                yield from map(self._sharing, found)
            step(done)
            if waiting:
                done += len(waiting[0])
                yield from map(self._sharing, self.extractor.first(waiting.popleft(), words))

    def again(self, before: Mapping[str, Extraction], words: SearchTerms) -> dict[str, Extraction]:
        """The second look at files for more words: those of which it says more than before."""
        helper, helped = self._helper, self._helped if self._helper is not None else frozenset()
        if helper is not None:
            helper.ask(Task((), words))
        changes = self._look({path: it for path, it in before.items() if path not in helped}, words)
        found = helper.answer() if helper is not None else None
        if found is not None:
            changes.update((it.path, it.extraction) for it in map(self._sharing, found) if it.path in before)
        elif helper is not None:
            self._helper = None
            changes.update(self._look({path: it for path, it in before.items() if path in helped}, words))
        return changes

    def _sharing(self, it: File) -> File:
        return it._replace(extraction=sharing(it.extraction, self._shared))


class _Helper:
    """The other process. A thread takes what it answers off the pipe, so that neither waits for the other to read."""

    def __init__(self, process: "subprocess.Popen[bytes]", tasks: IO[bytes], answers: IO[bytes]) -> None:
        self._process = process
        self._tasks = tasks
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=_receive, args=(answers, self._answers), name="helper", daemon=True).start()

    @classmethod
    def start(cls, start: Start) -> "_Helper | None":
        """A running helper, None where it cannot start."""
        command = [sys.executable, "-P", "-m", _MODULE]
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(  # noqa: S603  # this very program, without a shell
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=hidden
            )
        except (OSError, ValueError):
            return None
        assert process.stdin is not None
        assert process.stdout is not None
        helper = cls(process, process.stdin, process.stdout)
        helper._send(msgspec.msgpack.encode(start))
        return helper

    def ask(self, task: Task) -> None:
        """Give it something to do; answers come in the same order."""
        self._send(msgspec.msgpack.encode(task))

    def has_answer(self) -> bool:
        """Whether an answer is there already, or none will come."""
        return not self._answers.empty()

    def answer(self) -> list[File] | None:
        """The next answer, waited for; None when there will be none."""
        try:
            return _ANSWER.decode(self._answers.get())
        except msgspec.MsgspecError:
            self.stop()
            return None

    def stop(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(OSError):
            self._tasks.close()
        self._process.wait()

    def _send(self, message: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):  # A helper that died gives no answer, and that is seen.
            write(self._tasks, message)


def write(pipe: IO[bytes], message: bytes) -> None:
    """Put one message on a pipe."""
    pipe.write(len(message).to_bytes(4, "little") + message)
    pipe.flush()


def read(pipe: IO[bytes]) -> bytes:
    """The next message of a pipe; empty at its end."""
    size = pipe.read(4)
    return pipe.read(int.from_bytes(size, "little")) if len(size) == 4 else b""


def _receive(pipe: IO[bytes], answers: "SimpleQueue[bytes]") -> None:
    with pipe:
        while message := read(pipe):
            answers.put(message)
    answers.put(b"")
