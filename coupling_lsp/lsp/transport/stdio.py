"""Messages over a stream: read with care, so that no malformed one stops the server, and a stdout no one else has."""

import asyncio
import io
import json
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO, Protocol

from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

from coupling_lsp.lsp.transport import lifecycle

log = logging.getLogger(__name__)

_LARGEST = 1 << 30


class Reader(Protocol):
    """What messages are read from."""

    def readline(self) -> Awaitable[bytes]:
        """One line with its end; empty at the end of the stream."""

    def readexactly(self, n: int, /) -> Awaitable[bytes]:
        """So many bytes."""


class ThreadReader:
    """Reads a blocking stream in a thread of its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stdin")

    def readline(self) -> Awaitable[bytes]:
        """One line."""
        return asyncio.get_running_loop().run_in_executor(self._executor, self._stream.readline)

    def readexactly(self, n: int, /) -> Awaitable[bytes]:
        """So many bytes, fewer at the end of the stream."""
        return asyncio.get_running_loop().run_in_executor(self._executor, self._stream.read, n)


class Output:
    """Writes whole messages to a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write and flush; a client that is gone ends the program."""
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


def private_stdout() -> BinaryIO:
    """The real stdout, buffered; whatever else prints goes to stderr from now on."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return io.BufferedWriter(io.FileIO(descriptor, "wb"), 1 << 16)


async def stdin_reader() -> Reader:
    """stdin without threads where the system can, for one thread hop a message less."""
    if sys.platform == "win32":
        return ThreadReader(sys.stdin.buffer)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 20)
    try:
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    except (OSError, ValueError):  # A plain file cannot be polled.
        return ThreadReader(sys.stdin.buffer)
    return reader


async def read_messages(reader: Reader, protocol: LanguageServerProtocol) -> None:
    """Hand every message of a stream to the protocol until the stream ends."""
    length = -1
    while True:
        try:
            line = await reader.readline()
        except ValueError:
            log.warning("A header line is far too long; it is skipped")
            continue
        if not line:
            return
        if header := _LENGTH.search(line):  # Behind the body of a message whose own length was not told, too.
            length = int(header[1]) if len(header[1]) < 12 and int(header[1]) <= _LARGEST else -1
            if length < 0:
                log.warning("A message cannot be %s bytes long; it is skipped", header[1][:40].decode())
        elif not line.strip() and length >= 0:
            try:
                body = await reader.readexactly(length)
            except asyncio.IncompleteReadError:
                return
            length = -1
            _handle(body, protocol)


_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*([0-9]+)[ \t]*\r?\n", re.I)


def _handle(body: bytes, protocol: LanguageServerProtocol) -> None:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        log.warning("A message is not valid JSON and is ignored: %s", error)
        _answer(protocol, None, -32700, "The message is not valid JSON")
        return
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        log.warning("A message is not JSON-RPC 2.0 and is ignored")
        return
    number, method = message.get("id"), message.get("method")
    refusal = lifecycle.refusal(protocol, method) if method is not None else None
    if refusal is not None:
        log.warning("%s is refused: %s", method, refusal.message)
        if isinstance(number, int | str):
            _answer(protocol, number, refusal.code, refusal.message)
        return
    try:
        protocol.handle_message(protocol.structure_message(message))
    except JsonRpcException:
        log.warning("The parameters of %s are not as the protocol has them; it is ignored", method or "a response")
        if method is not None and isinstance(number, int | str):
            _answer(protocol, number, -32602, f"The parameters of {method} are not as the protocol has them")
    except Exception:
        log.exception("A message could not be handled")


def _answer(protocol: LanguageServerProtocol, number: int | str | None, code: int, text: str) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": text}}).encode()
    writer: Any = protocol.writer
    if writer is not None:
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def watch_parent(pid: int, stop: Callable[[], None], every: float = 3.0) -> None:
    """Stop when the client's process is gone, even if something keeps our stdin open."""
    while _is_alive(pid):
        await asyncio.sleep(every)
    log.warning("The client is gone; the server stops")
    stop()


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # There stdin ends with the client.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
