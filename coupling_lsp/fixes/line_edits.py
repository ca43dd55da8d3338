"""The edits, line by line, that make one text of another."""

import difflib

from coupling_lsp.text import Text, TextEdit


def line_edits(before: Text, after: Text) -> tuple[TextEdit, ...]:
    """Return edits of whole lines, meant for the text before; none where both are equal."""
    old, new = _lines(before), _lines(after)
    edits = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            first, last = (sum(map(len, old[:number])) for number in (start, end))
            edits.append(TextEdit(before.span(first, last), b"".join(new[new_start:new_end]).decode()))
    return tuple(edits)


def _lines(text: Text) -> list[bytes]:
    ends = [*text.starts[1:], len(text.data)]
    return [text.data[start:end] for start, end in zip(text.starts, ends, strict=True)]
