"""Comments that silence the diagnostics of a line."""

from typing import NamedTuple

from coupling_lsp.text import Span


class Ignore(NamedTuple):
    """A comment `# coupling: ignore[code, …] reason`; `line` is the line it silences, `span` the comment.

    The comment ends with its reason.
    """

    line: int
    codes: tuple[str, ...]
    reason: str
    span: Span

    @property
    def reason_span(self) -> Span:
        """Where the reason stands."""
        return self.span._replace(column=self.span.end_column - len(self.reason))
