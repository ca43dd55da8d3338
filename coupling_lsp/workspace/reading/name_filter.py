"""Which names the files of a folder mention, so that one half typed, which no other file has, costs no look at them."""

from collections.abc import Callable, Iterable

from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.text import IN_NAME, Text

_N_BITS = 1 << 21
"""The size of the filter: 256 KiB. With more different names than a tenth of it, more of them are taken for known."""

_CALL_MARK = b"\x01"
_NAMES_ONLY = bytes(byte if byte in (*IN_NAME, *_CALL_MARK) else 0x20 for byte in range(0x100))


class NameFilter:
    """A Bloom filter of names: it may take a name for one that is mentioned, and never the other way round.

    It is filled when it is first asked, as most sessions never do, and only grows.
    """

    def __init__(self) -> None:
        self._bits: bytearray | None = None

    def select(self, words: SearchTerms, paths: Iterable[str], read_file: Callable[[str], Text | None]) -> SearchTerms:
        """Return those of the words that one of the files may say."""
        if self._bits is None:
            self._bits = bytearray(_N_BITS >> 3)
            self.add(read_file(path) for path in paths)
        return SearchTerms(
            frozenset(it for it in words.attributes if self._has(it.encode())),
            frozenset(it for it in words.parameters if self._has(it.callee.lstrip(".").encode() + _CALL_MARK)),
            frozenset(it for it in words.lookups if self._has(it.encode())),
            frozenset(it for it in words.bare_lookups if self._has(it.encode())),
            frozenset(it for it in words.ordering if self._has(it.encode())),
            frozenset(it for it in words.managers if self._has(it.encode())),
            frozenset(it for it in words.writing_methods if self._has(it.encode() + _CALL_MARK)),
        )

    def add(self, texts: Iterable[Text | None]) -> None:
        """Add the names of files that came, or hold something else."""
        if self._bits is None:
            return
        for text in texts:
            for name in set(_names(text.data)) if text is not None else ():
                position = hash(name) % _N_BITS
                self._bits[position >> 3] |= 1 << (position & 7)

    def _has(self, name: bytes) -> bool:
        position = hash(name) % _N_BITS
        return self._bits is None or bool(self._bits[position >> 3] & 1 << (position & 7))


def _names(data: bytes) -> list[bytes]:
    """Return the names in a text, those before an opening bracket marked as called; of a lookup its first name, too."""
    names = data.replace(b"(", _CALL_MARK + b" ").translate(_NAMES_ONLY).split()
    return names + [it.partition(b"__")[0] for it in names if b"__" in it]
