"""Which messages are in order when: none before `initialize`, that one once, none after `shutdown`, only known ones."""

from typing import NamedTuple

from lsprotocol import types as t
from pygls.protocol import LanguageServerProtocol


class Refusal(NamedTuple):
    """Why a message is not handled, as the protocol codes it."""

    code: int
    message: str


_ALWAYS = ("$/cancelRequest", t.EXIT)


def refusal(protocol: LanguageServerProtocol, method: object) -> Refusal | None:
    """Why a request or notification is out of order; None when it is in order."""
    begun = protocol._workspace is not None
    if not isinstance(method, str) or (
        method not in protocol.fm.features and method not in protocol.fm.builtin_features and method not in _ALWAYS
    ):
        return Refusal(-32601, f"There is no method {method}")
    if method in _ALWAYS:
        return None
    if protocol._shutdown:
        return Refusal(-32600, "The server is shutting down")
    if method == t.INITIALIZE:
        return Refusal(-32600, "The server is initialized already") if begun else None
    return None if begun else Refusal(-32002, "The server is not initialized yet")
