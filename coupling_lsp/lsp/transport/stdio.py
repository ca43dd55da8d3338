"""Standard input and output as streams of the protocol: stdin is read beside the event loop, stdout belongs to us."""

import asyncio
import io
import os
import sys
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, Protocol

_STDOUT_BUFFER_BYTES = 1 << 16
_STDIN_BUFFER_BYTES = 1 << 20


class Reader(Protocol):
    """What messages are read from."""

    def readline(self) -> Awaitable[bytes]:
        """Return one line with its end; empty at the end of the stream."""

    def readexactly(self, n: int, /) -> Awaitable[bytes]:
        """Return `n` bytes."""


class ThreadReader:
    """Reader of a blocking stream, in a thread of its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stdin")

    def readline(self) -> Awaitable[bytes]:
        """Return one line with its end; empty at the end of the stream."""
        return asyncio.get_running_loop().run_in_executor(self._executor, self._stream.readline)

    def readexactly(self, n: int, /) -> Awaitable[bytes]:
        """Return `n` bytes, fewer at the end of the stream."""
        return asyncio.get_running_loop().run_in_executor(self._executor, self._stream.read, n)


class Output:
    """Writer of whole messages to a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write and flush. An error, as when the client is gone, ends the program."""
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


def private_stdout() -> BinaryIO:
    """Return the real stdout, buffered. From now on whatever else the process prints goes to stderr."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return io.BufferedWriter(io.FileIO(descriptor, "wb"), _STDOUT_BUFFER_BYTES)


async def stdin_reader() -> Reader:
    """Return a reader of stdin: without a thread where the system can, which saves a thread hop per message."""
    if sys.platform == "win32":
        return ThreadReader(sys.stdin.buffer)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_STDIN_BUFFER_BYTES)
    try:
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    except (OSError, ValueError):  # A plain file cannot be polled.
        return ThreadReader(sys.stdin.buffer)
    return reader
