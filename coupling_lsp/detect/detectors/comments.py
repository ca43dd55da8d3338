"""Comments that silence a line: `# coupling: ignore[code] reason`, behind the code or alone above it."""

import re

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.source.tree import Tree, text

PATTERNS = (b"coupling: ignore", b"coupling:ignore")

_COMMENT = re.compile(r"#\s*coupling:\s*ignore(?:\[([^\]]*)\])?")
_OTHER_COMMENT = re.compile(r"(?:^|\s)#\s*[A-Za-z]")
"""A comment behind the reason, as `# noqa`; the sign of a number belongs to the reason: `see bug #12`."""


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the comment that holds the bytes."""
    node = tree.at(start, end)
    comment = text(node).rstrip("\r") if node is not None else ""
    if node is None or node.type != "comment" or (match := _COMMENT.search(comment)) is None:
        return
    rest = comment[match.end() :]
    other_comment = _OTHER_COMMENT.search(rest)
    reason_part = (rest if other_comment is None else rest[: other_comment.start()]).rstrip()
    whole = tree.span(node)
    line_start = tree.data.rfind(b"\n", 0, node.start_byte) + 1
    stands_alone = not tree.data[line_start : node.start_byte].strip()
    codes = tuple(code.strip() for code in (match[1] or "").split(",") if code.strip())
    end_column = whole.column + match.end() + len(reason_part)
    span = whole._replace(column=whole.column + match.start(), end_column=end_column)
    facts.ignores.append(Ignore(whole.line + stands_alone, codes, reason_part.strip(), span))
