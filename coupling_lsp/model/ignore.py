"""Comments that silence the diagnostics of a line."""

from typing import NamedTuple

from coupling_lsp.text import Span


class Ignore(NamedTuple):
    """A comment `# coupling: ignore[code, …] reason`; `line` is the line it silences, `span` the comment."""

    line: int
    codes: tuple[str, ...]
    reason: str
    span: Span
