"""Comments that silence a line: `# coupling: ignore[code] reason`, behind the code or alone above it."""

import re

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.source.tree import Tree, text

PATTERNS = (b"coupling: ignore", b"coupling:ignore")

_COMMENT = re.compile(r"#\s*coupling:\s*ignore(?:\[([^\]]*)\])?\s*(.*)")


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the comment that holds the bytes."""
    node = tree.at(start, end)
    comment = text(node).rstrip("\r") if node is not None else ""
    if node is None or node.type != "comment" or (match := _COMMENT.search(comment)) is None:
        return
    whole = tree.span(node)
    whole = whole._replace(end_column=whole.column + len(comment))
    line_start = tree.data.rfind(b"\n", 0, node.start_byte) + 1
    stands_alone = not tree.data[line_start : node.start_byte].strip()
    codes = tuple(code.strip() for code in (match[1] or "").split(",") if code.strip())
    span = whole._replace(column=whole.column + match.start())
    facts.ignores.append(Ignore(whole.line + stands_alone, codes, match[2].strip(), span))
