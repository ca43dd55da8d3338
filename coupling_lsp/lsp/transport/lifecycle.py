"""Order of messages: none before `initialize`, that one once, none after `shutdown`, and none of unknown methods."""

from typing import NamedTuple

from lsprotocol import types as t
from pygls.protocol import LanguageServerProtocol

_METHOD_NOT_FOUND = -32601
_INVALID_REQUEST = -32600
_NOT_INITIALIZED = -32002

_ALWAYS_IN_ORDER = ("$/cancelRequest", t.EXIT)


class Refusal(NamedTuple):
    """Reason why a message is not handled, with the error code of the protocol."""

    code: int
    message: str


def refusal(protocol: LanguageServerProtocol, method: object) -> Refusal | None:
    """Return why a request or notification is out of order; None when it is in order."""
    is_initialized = protocol._workspace is not None
    if not isinstance(method, str) or not _is_known(protocol, method):
        return Refusal(_METHOD_NOT_FOUND, f"There is no method {method}")
    if method in _ALWAYS_IN_ORDER:
        return None
    if protocol._shutdown:
        return Refusal(_INVALID_REQUEST, "The server is shutting down")
    if method == t.INITIALIZE:
        return Refusal(_INVALID_REQUEST, "The server is initialized already") if is_initialized else None
    return None if is_initialized else Refusal(_NOT_INITIALIZED, "The server is not initialized yet")


def _is_known(protocol: LanguageServerProtocol, method: str) -> bool:
    features = protocol.fm
    return method in features.features or method in features.builtin_features or method in _ALWAYS_IN_ORDER
