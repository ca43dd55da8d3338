"""The messages between this process and its helper: each is msgpack behind its length in four bytes."""

from typing import IO

import msgspec

from coupling_lsp.model.search_terms import SearchTerms


class Start(msgspec.Struct, frozen=True, array_like=True):
    """The first message to the helper: the folder, the project's loaders, whether digests are wanted."""

    base: bytes
    loaders: tuple[str, ...]
    keyed: bool


class Task(msgspec.Struct, frozen=True, array_like=True):
    """A request to the helper: the first pass of these files, or without any the second pass of all it read so far."""

    paths: tuple[str, ...]
    words: SearchTerms


def write_message(pipe: IO[bytes], message: bytes) -> None:
    """Put one message on a pipe."""
    pipe.write(len(message).to_bytes(4, "little") + message)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes:
    """Return the next message of a pipe; empty at its end."""
    size = pipe.read(4)
    return pipe.read(int.from_bytes(size, "little")) if len(size) == 4 else b""
