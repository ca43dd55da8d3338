"""The reader's screen: how wide it is, and whether it has colour."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Style = Literal["strong", "faint", "error", "warning", "note", "good", "place"]

_COLOUR_CODES: Mapping[Style, str] = MappingProxyType(
    {"strong": "1", "faint": "2", "error": "1;31", "warning": "1;33", "note": "36", "good": "32", "place": "4"}
)
_NO_CODES: Mapping[Style, str] = MappingProxyType({})


class Screen(NamedTuple):
    """The width of the output in cells, and the terminal code of each style; no codes mean no colour."""

    width: int = 100
    styles: Mapping[Style, str] = _NO_CODES

    def paint(self, style: Style, text: str) -> str:
        """Return the text in a style, or as it is where there is no colour."""
        code = self.styles.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN_SCREEN = Screen()


def coloured_screen(width: int) -> Screen:
    """Return a screen with colour."""
    return Screen(width, _COLOUR_CODES)
