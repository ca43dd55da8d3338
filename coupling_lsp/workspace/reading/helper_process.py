"""The helper as this process sees it: a second process that takes some of the files when very many are to be read.

It is started as a program of its own, speaks msgpack over its own pipes, and sees nothing of the project but the files
it is told to read. It ends when its pipe closes.
"""

import contextlib
import subprocess
import sys
from queue import SimpleQueue
from threading import Thread
from typing import IO

import msgspec

from coupling_lsp.workspace.reading.extractor import File
from coupling_lsp.workspace.reading.helper_protocol import Start, Task, read_message, write_message

_MODULE = "coupling_lsp.workspace.reading.helper"
_ANSWER = msgspec.msgpack.Decoder(list[File])


class HelperProcess:
    """The other process. A thread takes its answers off the pipe, so that neither waits for the other to read."""

    def __init__(self, process: "subprocess.Popen[bytes]", tasks: IO[bytes], answers: IO[bytes]) -> None:
        self._process = process
        self._tasks = tasks
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=_receive, args=(answers, self._answers), name="helper", daemon=True).start()

    @classmethod
    def start(cls, start: Start) -> "HelperProcess | None":
        """Return a running helper, None where it cannot start."""
        command = [sys.executable, "-P", "-m", _MODULE]
        hidden_window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(  # noqa: S603  # this very program, without a shell
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=hidden_window
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
        """Return whether an answer is there already, or none will come."""
        return not self._answers.empty()

    def answer(self) -> list[File] | None:
        """Wait for the next answer and return it; None when there will be none."""
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
        with contextlib.suppress(OSError, ValueError):  # A helper that died gives no answer, and that is noticed.
            write_message(self._tasks, message)


def _receive(pipe: IO[bytes], answers: "SimpleQueue[bytes]") -> None:
    """Put each message of a pipe into a queue, and an empty one at its end."""
    with pipe:
        while message := read_message(pipe):
            answers.put(message)
    answers.put(b"")
