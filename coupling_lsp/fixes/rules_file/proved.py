"""Edits of `rules.yaml` that are proved: the result is loaded, and says what the file said but for the change."""

import re
from collections.abc import Iterable

from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.meaning import Change, meaning
from coupling_lsp.model.findings import FileEdit, Place
from coupling_lsp.text import Text, TextEdit


def first_proved(text: Text | None, path: str, ways: Iterable[Edits], change: Change) -> FileEdit | None:
    """Return the first of some ways to edit a rules file that makes a change and no other, None where none does.

    Without a text the file is created. One that stops being YAML half-way is not edited.
    """
    source = text or Text(b"")
    rules = meaning(source, path)
    if rules.broken:
        return None
    expected_rules = change(rules)
    for edits in ways:
        final_edits = tuple(it._replace(text=_with_line_ends(source, it.text)) for it in edits)
        if meaning(source.apply(final_edits), path) == expected_rules:
            return FileEdit(path, final_edits, creates=text is None)
    return None


def place_of(text: Text | None, file: FileEdit, words: str) -> Place | None:
    """Return where words stand, which an edit writes, in the text as the edit leaves it."""
    source = text or Text(b"")
    edit = next((it for it in file.edits if words in it.text), None)
    if edit is None:
        return None
    start = source.byte(*edit.span[:2])
    start += sum(_growth(source, it) for it in file.edits if it is not edit and source.byte(*it.span[:2]) <= start)
    start += len(edit.text.partition(words)[0].encode())
    return Place(file.path, source.apply(file.edits).span(start, start + len(words.encode())))


def _growth(source: Text, edit: TextEdit) -> int:
    return len(edit.text.encode()) - len(source.slice(edit.span).encode())


def _with_line_ends(source: Text, text: str) -> str:
    """Return a text with the line ends of a file, as far as the file has any."""
    line_end = re.search(rb"\r\n|\n|\r", source.data)
    return text.replace("\r\n", "\n").replace("\n", line_end[0].decode()) if line_end is not None else text
