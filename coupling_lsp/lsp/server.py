"""The language server: its handlers, and how it serves over stdio or a port."""

import asyncio
import logging
import os
import sys

from coupling_lsp.lsp.handlers import HANDLERS
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import stdio
from coupling_lsp.lsp.transport.messages import read_messages


def create_server() -> Server:
    """Return a server with all its handlers."""
    server = Server()
    for group in HANDLERS:
        group.register(server)
    return server


def serve(port: int | None = None) -> int:
    """Serve over stdio, or over TCP on a port of this machine; then end the process with the exit code."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    try:
        code = asyncio.run(_serve(port))
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0
    except (KeyboardInterrupt, BrokenPipeError, ConnectionError):
        code = 1
    sys.stderr.flush()
    os._exit(code)  # A thread that still reads a folder must not keep the process.


async def _serve(port: int | None) -> int:
    """Serve until the client leaves. Returns only when it does so without saying `exit`, which is a failure: 1."""
    server = create_server()
    if port is None:
        server.protocol.set_writer(stdio.Output(stdio.private_stdout()))
        await read_messages(await stdio.stdin_reader(), server.protocol)
    else:
        is_finished = asyncio.Event()

        async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            server.protocol.set_writer(writer)
            await read_messages(reader, server.protocol)
            is_finished.set()

        async with await asyncio.start_server(connect, "127.0.0.1", port):
            await is_finished.wait()
    return 1
