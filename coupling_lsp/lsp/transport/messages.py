"""JSON-RPC messages of a stream, read with care: a malformed one is refused or skipped, and never stops the server."""

import asyncio
import json
import logging
import re
from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

from coupling_lsp.lsp.transport import lifecycle
from coupling_lsp.lsp.transport.stdio import Reader

log = logging.getLogger(__name__)

_MAX_MESSAGE_BYTES = 1 << 30
"""A message that says it is longer is skipped."""

_CONTENT_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*([0-9]+)[ \t]*\r?\n", re.I)

_PARSE_ERROR = -32700
_INVALID_PARAMS = -32602


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
        # A header also stands behind the body of a message whose own length was missing: hence `search`.
        if header := _CONTENT_LENGTH.search(line):
            length = int(header[1]) if len(header[1]) < 12 and int(header[1]) <= _MAX_MESSAGE_BYTES else -1
            if length < 0:
                log.warning("A message cannot be %s bytes long; it is skipped", header[1][:40].decode())
        elif not line.strip() and length >= 0:
            try:
                body = await reader.readexactly(length)
            except asyncio.IncompleteReadError:
                return
            length = -1
            _handle(body, protocol)


def _handle(body: bytes, protocol: LanguageServerProtocol) -> None:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        log.warning("A message is not valid JSON and is ignored: %s", error)
        _send_error(protocol, None, _PARSE_ERROR, "The message is not valid JSON")
        return
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        log.warning("A message is not JSON-RPC 2.0 and is ignored")
        return
    request_id, method = message.get("id"), message.get("method")
    refusal = lifecycle.refusal(protocol, method) if method is not None else None
    if refusal is not None:
        log.warning("%s is refused: %s", method, refusal.message)
        if isinstance(request_id, int | str):
            _send_error(protocol, request_id, refusal.code, refusal.message)
        return
    try:
        protocol.handle_message(protocol.structure_message(message))
    except JsonRpcException:
        log.warning("The parameters of %s are not as the protocol has them; it is ignored", method or "a response")
        if method is not None and isinstance(request_id, int | str):
            text = f"The parameters of {method} are not as the protocol has them"
            _send_error(protocol, request_id, _INVALID_PARAMS, text)
    except Exception:
        log.exception("A message could not be handled")


def _send_error(protocol: LanguageServerProtocol, request_id: int | str | None, code: int, text: str) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": request_id, "error": {"code": code, "message": text}}).encode()
    writer: Any = protocol.writer
    if writer is not None:
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
