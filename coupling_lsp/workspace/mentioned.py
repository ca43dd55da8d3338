"""Which names the files of a folder mention, so that one half typed, which no other file has, costs no look at them."""

from collections.abc import Callable, Iterable

from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.text import IN_NAME, Text

_BITS = 1 << 21
_CALLED = b"\x01"
_ONLY_NAMES = bytes(byte if byte in (*IN_NAME, *_CALLED) else 0x20 for byte in range(0x100))


class Mentioned:
    """A sieve of names: it may take a name for one that is mentioned, and never the other way round.

    It is made when it is first asked, as most sessions never do, and only grows.
    """

    def __init__(self) -> None:
        self._bits: bytearray | None = None

    def among(self, words: SearchTerms, paths: Iterable[str], read: Callable[[str], Text | None]) -> SearchTerms:
        """Those of the words that one of the files may say."""
        if self._bits is None:
            self._bits = bytearray(_BITS >> 3)
            self.add(read(path) for path in paths)
        return SearchTerms(
            frozenset(it for it in words.attributes if self._has(it.encode())),
            frozenset(it for it in words.parameters if self._has(it.callee.lstrip(".").encode() + _CALLED)),
            frozenset(it for it in words.lookups if self._has(it.encode())),
            frozenset(it for it in words.bare_lookups if self._has(it.lstrip("-").encode())),
        )

    def add(self, texts: Iterable[Text | None]) -> None:
        """Files came, or hold something else."""
        if self._bits is None:
            return
        for text in texts:
            for name in set(_names(text.data)) if text is not None else ():
                place = hash(name) % _BITS
                self._bits[place >> 3] |= 1 << (place & 7)

    def _has(self, name: bytes) -> bool:
        place = hash(name) % _BITS
        return self._bits is None or bool(self._bits[place >> 3] & 1 << (place & 7))


def _names(data: bytes) -> list[bytes]:
    """The names in a text, those before an opening bracket marked as called; of a lookup its first name, too."""
    names = data.replace(b"(", _CALLED + b" ").translate(_ONLY_NAMES).split()
    return names + [it.partition(b"__")[0] for it in names if b"__" in it]
